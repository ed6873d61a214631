"""What names a person, looked for before the one writer of SQLite is kept out of the whole base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max

from atrium.timeline.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from atrium.foundation.personal import Kept

type Sought = tuple[str, tuple[str, ...]]
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
# Of more keys a table is read through as quickly.
MOST = 10_000


class Looked:
    """The keys that were found, and how far the tables reached then.

    What was added or changed since is looked at again when it is written. On SQLite alone: elsewhere
    reading keeps nobody out, and a row that is committed later may have a smaller key.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._since = _highest(Change.objects.all())
        self._found: dict[Sought, tuple[int, list[int]]] = {}

    @staticmethod
    def helps() -> bool:
        return connection.vendor == "sqlite" and not connection.in_atomic_block

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
        if known is None:
            return rows
        highest, keys = known
        table: Any = kept.table
        changed = Change.objects.filter(pk__gt=self._since, model=kept.model.lower())
        maybe = {*keys, *changed.values_list("object_id", flat=True)}
        maybe |= set(_some(table.objects.filter(pk__gt=highest).values_list("pk", flat=True)))
        return rows if len(maybe) > MOST else rows.filter(pk__in=maybe)


def _some(keys: models.QuerySet[Any, int]) -> Iterable[int]:
    return keys.order_by("pk")[: MOST + 1]


def _highest(rows: models.QuerySet[Any]) -> int:
    return rows.aggregate(highest=Max("pk"))["highest"] or 0
