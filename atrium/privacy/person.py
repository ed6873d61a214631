"""One person as the tables know them: who it is, by which words, in which rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from atrium.clients.models import Client, Contact, Point
from atrium.foundation.personal import KEPT, SORTS, Kept, Sort
from atrium.privacy.looking import Looked, Told
from atrium.privacy.wording import Wording
from atrium.timeline.models import Change

_NAMED = ("name", "given_name", "family_name", "legal_name", "value", "normal")
_WHOLE = ("name", "legal_name")


@dataclass(frozen=True)
class Person:
    """A contact, or a client who is a person, with the clients that went up in it.

    Where a client's own contact bears the same name and stands nowhere else, it is the same person.
    """

    row: Client | Contact
    looked: Looked | None = None

    @property
    def sort(self) -> Sort:
        return "client" if isinstance(self.row, Client) else "contact"

    @property
    def name(self) -> str:
        return self.row.name

    @cached_property
    def clients(self) -> list[int]:
        if isinstance(self.row, Contact):
            return []
        return [self.row.pk, *Client.objects.filter(survivor=self.row).values_list("pk", flat=True)]

    @cached_property
    def contacts(self) -> list[int]:
        if isinstance(self.row, Contact):
            return [self.row.pk]
        alike = Contact.objects.filter(name_key=self.row.name_key)
        own = set(alike.filter(links__client__in=self.clients).values_list("pk", flat=True))
        elsewhere = alike.filter(pk__in=own).exclude(links__client__in=self.clients)
        shared = Contact.objects.filter(pk__in=own, links__in=_links_elsewhere(own, self.clients))
        out = {*elsewhere.values_list("pk", flat=True), *shared.values_list("pk", flat=True)}
        return sorted(own - out)

    def rows(self, kept: Kept) -> models.QuerySet[Any]:
        """The rows of a table that are this person's."""
        table: Any = kept.table
        found = Q(pk__in=[])
        for sort, keys in (("contact", self.contacts), ("client", self.clients)):
            if keys and sort in kept.of:
                path = kept.of[sort]
                if "__" in path:
                    found |= Q(pk__in=list(_ids(table, path, keys)))
                else:
                    found |= Q(**{f"{path}__in": keys})
        chosen: models.QuerySet[Any] = table.objects.filter(found)
        return chosen

    def keys(self, kept: Kept) -> list[int]:
        """The keys of rows() as they were when they were first asked for."""
        if kept.model not in self._keys:
            self._keys[kept.model] = list(self.rows(kept).values_list("pk", flat=True))
        return self._keys[kept.model]

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        return {}

    def once(self, model: str, sorts: tuple[Sort, ...]) -> set[int]:
        """The keys of rows that the journal says were this person's at any time, of those that are gone too."""
        told = (model, sorts, tuple(self.clients), tuple(self.contacts))
        if told not in self.journal:
            named = Q(pk__in=[])
            for sort in sorts:
                named |= json_in(sort, self.contacts if sort == "contact" else self.clients)
            changes = Change.objects.filter(model=model).filter(named)
            self.journal[told] = (
                self.looked.once(told, changes)
                if self.looked
                else set(changes.values_list("object_id", flat=True))
            )
        return self.journal[told]

    @cached_property
    def journal(self) -> dict[Told, set[int]]:
        """What once() found."""
        return {}

    @cached_property
    def gone_points(self) -> list[int]:
        """The keys of phone numbers and addresses that the person had at any time."""
        there = Point.objects.filter(Q(contact__in=self.contacts) | Q(client__in=self.clients))
        once = self.once("clients.point", SORTS)
        return sorted({*there.values_list("pk", flat=True), *once})

    @cached_property
    def wording(self) -> Wording:
        """Every name, address and number that the person has or had."""
        wording = Wording()
        for row in (
            *Contact.objects.filter(pk__in=self.contacts).values(*_NAMED[:3]),
            *Client.objects.filter(pk__in=self.clients).values(*_NAMED[:4]),
            *Point.objects.filter(pk__in=self.gone_points).values("value", "normal"),
            *self._past(),
        ):
            wording.learn(row)
        return wording

    def _past(self) -> Iterator[dict[str, Any]]:
        changes = Change.objects.filter(
            Q(model="clients.contact", object_id__in=self.contacts)
            | Q(model="clients.client", object_id__in=self.clients)
            | Q(model="clients.point", object_id__in=self.gone_points)
        )
        for before, after in changes.values_list("before", "after"):
            yield from (
                {name: text for name, text in state.items() if name in _NAMED}
                for state in (before, after)
                if isinstance(state, dict)
            )

    @cached_property
    def all(self) -> list[Kept]:
        """The declarations of tables that may hold rows of such a person."""
        sorts = {"contact"} if not self.clients else {"contact", "client"}
        return [kept for kept in KEPT if sorts & kept.of.keys()]


def _links_elsewhere(contacts: Iterable[int], clients: Iterable[int]) -> list[int]:
    link: Any = KEPT["clients.Link"].table
    rows = link.objects.filter(contact__in=contacts).exclude(client__in=clients)
    return list(rows.values_list("pk", flat=True))


def _ids(table: Any, path: str, keys: list[int]) -> Iterator[int]:
    """Follow a look-up step by step, each within the organisation."""
    step, _, rest = path.partition("__")
    field = table._meta.get_field(step)
    if not rest:
        yield from table.objects.filter(**{f"{step}__in": keys}).values_list("pk", flat=True)
        return
    beyond = list(_ids(field.related_model, rest, keys))
    yield from table.objects.filter(**{f"{step}__in": beyond}).values_list("pk", flat=True)


def json_in(name: str, keys: list[int]) -> Q:
    """Changes of rows that named one of these keys before or after."""
    found = Q(pk__in=[])
    for key in keys:
        found |= Q(**{f"before__{name}": key}) | Q(**{f"after__{name}": key})
    return found
