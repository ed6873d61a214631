"""Undoing an import: what it made is withdrawn, what it changed is set back, what was changed since stays."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

from atrium.clients import details
from atrium.clients.models import Client, Link, State, Tagging
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Change, Operation
from atrium.timeline.undoing import undo

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

_AT_A_TIME = 500


def take_back(of_import: Import, *, by: Member) -> list[list[Any]]:
    """Undo the import's act; answers what was left alone: [client number, name, what, why]."""
    act = of_import.act
    assert act is not None, "an import that wrote nothing has nothing to undo"
    spared = Spared(act)
    undone = undo(act, by=by, spare=spared.spares)
    by.organisation.forget_lexicon()
    named = [
        [number, name, "the client", "it was changed since"]
        for number, name in spared.clients_in_words()
    ]
    return named + [
        _in_words(one.model, one.object_id, one.field, one.reason) for one in undone.left_alone
    ]


class Spared:
    """What the undo of an import leaves alone as a whole: clients that someone worked on since."""

    def __init__(self, act: Act) -> None:
        self._act = act
        made = act.changes.filter(model="clients.client", operation=Operation.INSERT)
        self._clients: set[int] = set()
        for some in batched(made.values_list("object_id", flat=True).iterator(), _AT_A_TIME):
            self._clients |= self._worked_on(some)
        self._contacts = self._kept_contacts()

    def spares(self, change: Change) -> bool:
        """Whether the change is left standing without being named by itself."""
        if change.client_id in self._clients:
            return True
        if change.model == "clients.contact":
            return change.object_id in self._contacts
        if change.model == "clients.point" and change.client_id is None:
            return (change.after or {}).get("contact") in self._contacts
        if change.model == "clients.tag":
            return bool(Tagging.objects.filter(tag=change.object_id).exists())
        if change.model == "clients.field":
            kept = Client.objects.exclude(state=State.WITHDRAWN)
            return bool(kept.filter(extra__has_key=(change.after or {}).get("key")).exists())
        return False

    def clients_in_words(self) -> list[tuple[int, str]]:
        """Number and name of each client that is kept."""
        kept = Client.objects.filter(pk__in=self._clients).order_by("number")
        return list(kept.values_list("number", "name"))

    def _worked_on(self, keys: tuple[int, ...]) -> set[int]:
        since = Change.objects.filter(client__in=keys, act__undone_by=None, act__undoes=None)
        return set(since.exclude(act=self._act).values_list("client_id", flat=True))

    def _kept_contacts(self) -> set[int]:
        """Contacts of kept clients, and those that stand with other clients by now."""
        made = self._act.changes.filter(model="clients.contact", operation=Operation.INSERT)
        links = self._act.changes.filter(model="clients.link", operation=Operation.INSERT)
        kept: set[int] = set()
        for some in batched(made.values_list("object_id", flat=True).iterator(), _AT_A_TIME):
            own = links.filter(object_id__in=Link.objects.filter(contact__in=some).values("pk"))
            own_keys = set(own.values_list("object_id", flat=True))
            for key, contact, client in Link.objects.filter(contact__in=some).values_list(
                "pk", "contact_id", "client_id"
            ):
                if client in self._clients or key not in own_keys:
                    kept.add(contact)
        return kept


def _in_words(model: str, object_id: int, field: str, reason: str) -> list[Any]:
    noun = model.partition(".")[2]
    if noun != "client":
        return [None, "", f"a {noun}", reason]
    row = Client.objects.filter(pk=object_id).values_list("number", "name").first()
    number, name = row or (None, "")
    return [number, name, details.label(field).lower() if field else "the client", reason]
