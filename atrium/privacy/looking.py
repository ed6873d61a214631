"""What names a person, looked for before the one writer of SQLite is kept out of the whole base."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import Max

from atrium.timeline.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from atrium.foundation.personal import Kept

type Sought = tuple[str, tuple[str, ...]]
# A table in the journal's words, the sorts of people it is asked for, the keys of their records.
type Told = tuple[str, tuple[str, ...], tuple[int, ...], tuple[int, ...]]
# What is only ever added to, or whose every change stands in the journal.
AHEAD = frozenset(
    {
        "timeline.Event",
        "timeline.Change",
        "clients.Client",
        "clients.Contact",
        "clients.Link",
        "clients.Location",
        "clients.Point",
        "conversations.Note",
        "calendar.Task",
    }
)
# By table: a text it takes over past the journal, the table that is journalled for it, and whom a row of that is about.
TAKEN = {
    "clients.Client": ("bars", "clients.NoContact", "client_id"),
    "clients.Contact": ("bars", "clients.NoContact", "contact_id"),
}
# Of more keys a table is read through as quickly.
MOST = 10_000


class Looked:
    """The keys that were found, and how far the tables reached then.

    Made before anything is looked for: what was added or changed since is looked at again when it is
    written. On SQLite alone: elsewhere reading keeps nobody out, and a row that is committed later may
    have a smaller key.
    """

    def __init__(self) -> None:
        self.pattern = ""
        # By table and person: the rows that the journal says were the person's at any time.
        self.journal: dict[Told, set[int]] = {}
        self._since = _highest(Change.objects.all())
        self._found: dict[Sought, tuple[int, list[int]]] = {}

    @staticmethod
    def helps() -> bool:
        return connection.vendor == "sqlite" and not connection.in_atomic_block

    @cached_property
    def _changed(self) -> list[tuple[int, str, int]]:
        """What was changed since by others, as it is asked for with writers kept out: change, table, row."""
        since = Change.objects.filter(pk__gt=self._since)
        return list(_some(since.values_list("pk", "model", "object_id")))

    def look(self, kept: Kept, names: tuple[str, ...], rows: models.QuerySet[Any]) -> None:
        """Remember which of ``rows`` there are, those of the table whose fields name the person."""
        table: Any = kept.table
        highest = _highest(table.objects.all())
        self._found[kept.model, names] = highest, list(rows.values_list("pk", flat=True))

    def narrowed(
        self, kept: Kept, names: tuple[str, ...], rows: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The same rows, without reading what is known to name nobody."""
        known = self._found.get((kept.model, names))
        if known is None or len(self._changed) > MOST:
            return rows
        highest, keys = known
        table: Any = kept.table
        maybe = {*keys, *self._rows(kept.model), *self._taken(kept.model)}
        maybe |= set(_some(table.objects.filter(pk__gt=highest).values_list("pk", flat=True)))
        return rows if len(maybe) > MOST else rows.filter(pk__in=maybe)

    def _rows(self, model: str) -> set[int]:
        return {row for _, changed, row in self._changed if changed == model.lower()}

    def _taken(self, model: str) -> set[int]:
        """The rows that took a text over since from one that was changed."""
        if model not in TAKEN:
            return set()
        _, source, about = TAKEN[model]
        table: Any = apps.get_model(source)
        changed = table.objects.filter(pk__in=self._rows(source))
        return set(changed.values_list(about, flat=True)) - {None}

    def once(self, told: Told, changes: models.QuerySet[Change]) -> set[int]:
        """The rows that these changes were made to, without reading what was read before."""
        known = self.journal.get(told)
        if known is not None and len(self._changed) <= MOST:
            recent = [key for key, model, _ in self._changed if model == told[0]]
            return known | set(changes.filter(pk__in=recent).values_list("object_id", flat=True))
        return set(changes.values_list("object_id", flat=True))


def _some[R](rows: models.QuerySet[Any, R]) -> Iterable[R]:
    return rows.order_by("pk")[: MOST + 1]


def _highest(rows: models.QuerySet[Any]) -> int:
    return rows.aggregate(highest=Max("pk"))["highest"] or 0
