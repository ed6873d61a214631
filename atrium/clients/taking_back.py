"""Who may undo what, and the restoring of one old value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from atrium.clients import details, fields, lexicon
from atrium.clients.detail_locks import locked_for
from atrium.clients.models import Client, Field, Merge
from atrium.foundation.errors import Refusal
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting
from atrium.timeline.models import Act, Change, Event, Operation, Undoing
from atrium.timeline.undoing import before_undoing

LARGEST = 2**63 - 1

# What such rows hold is decided, not undone: another request changes it back.
DECIDED: set[str] = set()
# The same of changes that meet a condition.
DECIDED_WHERE: list[Q] = []

# By model: whether such changes are about something that the member does not see all of.
HIDDEN_FROM: dict[str, Callable[[Member, QuerySet[Change]], bool]] = {}


@dataclass(frozen=True)
class Need:
    """What a member, and the token of a program, must be allowed to take a change back: as to make it."""

    resource: str
    can: Can


_CLIENTS = Need("clients", Can.CLIENTS_EDIT)
_PEOPLE = Need("contacts", Can.CLIENTS_EDIT)
# By model; each other one of this app is a part of its client. Apps add theirs in client_page.py:
# what they say nothing of is not undone.
NEEDS: dict[str, Need] = {
    "clients.hold": Need("holds", Can.CLIENTS_HOLD),
    "clients.assignment": Need("assignments", Can.CLIENTS_OWN),
    "clients.grant": Need("grants", Can.CLIENTS_ACCESS),
    "clients.contact": _PEOPLE,
    "clients.link": _PEOPLE,
    "clients.linkrole": _PEOPLE,
    "clients.relation": Need("relations", Can.CLIENTS_EDIT),
    "clients.relationkind": Need("relation-kinds", Can.LEXICON_EDIT),
    "clients.tag": Need("tags", Can.LEXICON_EDIT),
    "clients.status": Need("statuses", Can.LEXICON_EDIT),
    "clients.locationtype": Need("location-types", Can.LEXICON_EDIT),
    "clients.teamrole": Need("team-roles", Can.LEXICON_EDIT),
    "clients.industry": Need("industries", Can.LEXICON_EDIT),
    "clients.contactrole": Need("contact-roles", Can.LEXICON_EDIT),
    "clients.field": Need("fields", Can.LEXICON_EDIT),
    "clients.fieldsection": Need("fields", Can.LEXICON_EDIT),
    "clients.rule": Need("rules", Can.ORGANISATION_EDIT),
}
# Where a field stands in the list is no part of what is said of it.
_SAID_OF_FIELDS = {f.name for f in Field._meta.concrete_fields} - {"position", "section", "keyed"}
_FIELDS = {
    "owner": Can.CLIENTS_OWN,
    "restricted": Can.CLIENTS_ACCESS,
    "state": Can.CLIENTS_ARCHIVE,
}


def needs_of(act: Act) -> set[Need]:
    """What taking back every part of the act needs."""
    changes = Change.objects.filter(act=act).order_by()
    found = {NEEDS.get(m, _CLIENTS) for m in changes.values_list("model", flat=True).distinct()}
    own = changes.filter(model="clients.client", operation=Operation.UPDATE)
    for after in own.values_list("after", flat=True).iterator():
        found |= {Need("clients", _FIELDS[name]) for name in _FIELDS.keys() & (after or {}).keys()}
    return found


def act_of(member: Member, key: int) -> Act | None:
    """The act with this key, if the member may see all that it touched."""
    if not 0 < key <= LARGEST:
        return None
    act: Act | None = Act.objects.filter(pk=key).first()
    if act is None or _is_not_undone(act) or not _sees_all(act, member):
        return None
    return act


def may_take_back(act: Act, member: Member) -> bool:
    """One's own acts, and everyone's for who may change many clients; by who may do all its parts."""
    if act.actor_id != member.pk and not member.can(Can.CLIENTS_BULK):
        return False
    if Merge.objects.filter(act=act).exists():
        return member.can(Can.CLIENTS_MERGE)
    return all(member.can(need.can) for need in needs_of(act))


def _is_not_undone(act: Act) -> bool:
    """Roles, sign-ins, rules of retention and settings are changed back on their own pages, whose rules an undo would get round.

    What a merge moves stands as it was decided.
    """
    if Merge.objects.filter(act=act).exists():
        return False
    changes = Change.objects.filter(act=act)
    kept = Q(model__in=DECIDED) | ~(Q(model__startswith="clients.") | Q(model__in=NEEDS))
    for condition in DECIDED_WHERE:
        kept |= condition
    return changes.filter(kept).exists()


def _sees_all(act: Act, member: Member) -> bool:
    touched = Change.objects.filter(act=act, client__isnull=False)
    seen = Client.objects.met_by(member).filter(pk=OuterRef("client_id"))
    if touched.filter(~Exists(seen)).exists():
        return False
    changes = Change.objects.filter(act=act)
    models = set(changes.order_by().values_list("model", flat=True).distinct())
    return not any(
        hides(member, changes.filter(model=model))
        for model, hides in HIDDEN_FROM.items()
        if model in models
    )


def named(undoing: Undoing, most: int = 200) -> list[tuple[int | None, str, str]]:
    """What an undo left alone: the client's number, what it is, and why."""
    some = undoing.left_alone[:most]
    keys = [one.object_id for one in some if one.model == "clients.client"]
    rows = Client.objects.filter(pk__in=keys).values_list("pk", "number", "name")
    clients = {key: (number, name) for key, number, name in rows}
    found = []
    for one in some:
        number, name = (
            clients.get(one.object_id, (None, ""))
            if one.model == "clients.client"
            else (
                None,
                as_heading(str(apps.get_model(one.model)._meta.verbose_name)),
            )
        )
        part = gettext("a field") if one.field.startswith("extra.") else details.names([one.field])
        what = f"{name}, {part}" if one.field and number else name
        found.append((number, what, one.reason))
    return found


def restore_value(client: Client, event: Event, *, by: Member) -> str:
    """Give a detail the value it had before ``event``; its label comes back.

    Refused when the journal does not know the value any more.
    """
    if event.kind == "client.field_changed":
        return _restore_field(client, event, by=by)
    name = str(event.particulars.get("field"))
    changes = Change.objects.to_row(client).filter(act=event.act)
    old = next((c.before[name] for c in changes if c.before and name in c.before), None)
    if name not in details.DETAILS or (old is None and event.act_id is None):
        msg = gettext("The value before this change is not known.")
        raise Refusal(msg)
    client.edit(by=by, was=None, fields=None, **{name: "" if old is None else str(old)})
    return details.label(name)


def _restore_field(client: Client, event: Event, *, by: Member) -> str:
    key = str(event.particulars.get("field"))
    field = fields.named(by, key)
    name = f"extra.{key}"
    changes = Change.objects.to_row(client).filter(act=event.act)
    known = [c.before[name] for c in changes if c.before and name in c.before]
    if (
        field is None
        or field.pk != event.subject_id
        or not known
        or event.particulars.get("person")
    ):
        msg = gettext("The value before this change is not known, or its field is retired.")
        raise Refusal(msg)
    client.edit(by=by, fields={field: known[0]})
    return field.label


@before_undoing
def refuse_locked_fields(doing: Acting, act: Act) -> None:
    """What somebody may not say in a field or a detail, or of a field, they do not bring back either."""
    by = doing.by
    if by is None:
        return
    every = lexicon.of(by.organisation).fields.values()
    locked = [field for field in every if not field.changed_by(by)]
    said = Q()
    for field in locked:
        name = f"extra.{field.key}"
        of = f"clients.{field.subject}"
        said |= Q(model=of, before__has_key=name) | Q(model=of, after__has_key=name)
    for name in locked_for(by):
        said |= Q(model="clients.client", before__has_key=name)
    changes = Change.objects.filter(act=act)
    of_them = changes.filter(model="clients.field", object_id__in=[field.pk for field in locked])
    if (said and changes.filter(said, operation=Operation.UPDATE).exists()) or any(
        _SAID_OF_FIELDS & (change.after or {}).keys() for change in of_them
    ):
        msg = gettext("It changed a field that is not for your role; ask who changes it.")
        raise Refusal(msg)
