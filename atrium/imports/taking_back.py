"""Undoing an import: what it made is withdrawn, what it changed is set back, what was changed since stays."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from atrium.clients import details
from atrium.clients.models import Client, Link
from atrium.clients.models.client_queryset import HIDDEN
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext, ngettext
from atrium.imports.work.sorts import CLIENTS, SORTS
from atrium.imports.work.taking_back import take_work_back
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Change, Operation
from atrium.timeline.undoing import begin, go_on, undoing_of

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import


# A tag stays where a client stays that has it, and that client is named; roles go with their links;
# a status stays with the clients that are withdrawn, as they are never deleted.
_CLIENT = ("clients.client", "client")
_NOT_NAMED = frozenset(
    {"clients.tag", "clients.linkrole", "clients.status", "privacy.consentpurpose"}
)
_OF_PEOPLE = frozenset({"clients.point", "privacy.consent"})


def take_back(of_import: Import, *, by: Member) -> list[list[Any]]:
    """Undo the import's act; answers what was left alone: [client number, name, what, why].

    Called again after a crash it goes on with what is left.
    """
    act = of_import.act
    assert act is not None, "an import that wrote nothing has nothing to undo"
    undoing = begin(act, by=by)
    if of_import.what != CLIENTS:
        return take_work_back(act, undoing, SORTS[of_import.what])
    go_on(undoing, spare=Spared(act).among)
    by.organisation.forget_lexicon()
    named = [
        [number, name, gettext("the client"), gettext("it was changed since")]
        for number, name in _kept_clients(act, undoing.act)
    ]
    rest = [one for one in undoing.left_alone if one.model not in _NOT_NAMED]
    return named + [_in_words(one.model, one.object_id, one.field, one.reason) for one in rest]


def taken_back(of_import: Import) -> str:
    """What the undo of an import did to the clients, in a sentence."""
    act = of_import.act
    undoing = undoing_of(act) if act else None
    if act is None or undoing is None:
        return gettext("It had written nothing.")
    sort = SORTS.get(of_import.what)
    model, noun = (sort.model._meta.label_lower, sort.noun) if sort else _CLIENT
    touched = undoing.act.changes.filter(model=model)
    touched_keys = touched.order_by().values("object_id")
    made = act.changes.filter(model=model, operation=Operation.INSERT)
    gone = made.filter(object_id__in=touched_keys).count()
    back = touched_keys.exclude(object_id__in=made.values("object_id")).distinct().count()
    parts = [_gone(noun, gone).format(count=spoken(gone))]
    if back:
        parts.append(
            ngettext(
                "{count:,} that it updated is as before",
                "{count:,} that it updated are as before",
                back,
            ).format(count=spoken(back))
        )
    said = gettext(" and ").join(parts)
    return gettext("This import was taken back: {said}.").format(said=said)


def refuse_out_of_sight(of_import: Import, by: Member) -> None:
    """Who does not see a client any more does not take back what was done to it."""
    if of_import.act is None or by.can(Can.CLIENTS_SEE_ALL):
        return
    seen = Client.objects.visible_to(by).filter(pk=OuterRef("client_id"))
    touched = of_import.act.changes.exclude(client=None).exclude(client__state__in=HIDDEN)
    if touched.filter(~Exists(seen)).exists():
        msg = gettext(
            "You may not see all of what this import brought any more; ask an admin to undo it."
        )
        raise Refusal(msg)


def _kept_clients(act: Act, undo: Act) -> list[tuple[int, str]]:
    """Number and name of each client the import made that was not withdrawn."""
    made = act.changes.filter(model="clients.client", operation=Operation.INSERT)
    withdrawn = undo.changes.filter(model="clients.client").values("object_id")
    kept = made.exclude(object_id__in=withdrawn).values("object_id")
    return list(Client.objects.filter(pk__in=kept).order_by("number").values_list("number", "name"))


class Spared:
    """What the undo of an import leaves alone as a whole: clients that someone worked on since."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def among(self, changes: Collection[Change]) -> set[int]:
        """The keys of those changes that are left standing without being named by themselves."""
        contacts = {change.pk: _contact_of(change) for change in changes}
        kept = self._kept_contacts({key for key in contacts.values() if key is not None})
        clients = self._worked_on({change.client_id for change in changes} - {None})
        return {
            change.pk
            for change in changes
            if change.client_id in clients or contacts[change.pk] in kept or _is_used(change)
        }

    def _worked_on(self, clients: set[int | None]) -> set[int]:
        """Those of the clients that the import made and someone changed since."""
        since = Change.objects.filter(client__in=clients, act__undone_by=None, act__undoes=None)
        keys = since.exclude(act=self._act).order_by().values_list("client_id", flat=True)
        changed = set(keys.distinct())
        mine = Change.objects.to_rows("clients.client", changed).filter(
            act=self._act, operation=Operation.INSERT
        )
        return set(mine.values_list("object_id", flat=True))

    def _kept_contacts(self, contacts: set[int]) -> set[int]:
        """Contacts of kept clients, and those that stand with other clients by now."""
        rows = Link.objects.filter(contact__in=contacts)
        links = list(rows.values_list("pk", "contact_id", "client_id"))
        made = Change.objects.to_rows("clients.link", [key for key, _, _ in links])
        own = set(
            made.filter(act=self._act, operation=Operation.INSERT).values_list(
                "object_id", flat=True
            )
        )
        worked_on = self._worked_on({client for _, _, client in links})
        return {contact for key, contact, client in links if client in worked_on or key not in own}


def _contact_of(change: Change) -> int | None:
    if change.model == "clients.contact":
        return change.object_id
    if change.model in _OF_PEOPLE and change.client_id is None:
        return (change.after or {}).get("contact")
    return None


def _is_used(change: Change) -> bool:
    """Whether it is a field that a client still fills in."""
    if change.model == "clients.field":
        kept = Client.objects.exclude(state__in=HIDDEN)
        return bool(kept.filter(extra__has_key=(change.after or {}).get("key")).exists())
    return False


def _gone(noun: str, count: int) -> str:
    match noun:
        case "job":
            return ngettext(
                "{count:,} job that it added is gone",
                "{count:,} jobs that it added are gone",
                count,
            )
        case "invoice":
            return ngettext(
                "{count:,} invoice that it added is gone",
                "{count:,} invoices that it added are gone",
                count,
            )
        case "project":
            return ngettext(
                "{count:,} project that it added is gone",
                "{count:,} projects that it added are gone",
                count,
            )
        case _:
            return ngettext(
                "{count:,} client that it added is gone",
                "{count:,} clients that it added are gone",
                count,
            )


def _named(model: str) -> str:
    return as_heading(str(apps.get_model(model)._meta.verbose_name))


def _in_words(model: str, object_id: int, field: str, reason: str) -> list[Any]:
    if model != _CLIENT[0]:
        return [None, "", _named(model), reason]
    row = Client.objects.filter(pk=object_id).values_list("number", "name").first()
    number, name = row or (None, "")
    return [number, name, details.names([field]) if field else gettext("the client"), reason]
