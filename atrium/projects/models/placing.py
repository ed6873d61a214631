"""Where a project stands in its column: by a rank with room between two, then by its key.

Whoever places one holds the column's row, so that two who move at once go one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

if TYPE_CHECKING:
    from atrium.projects.models.column import Column
    from atrium.projects.models.project import Project
    from atrium.timeline.acting import Acting

STEP = 2**32


def rank_in(column: Column, after: int | None, moving: Project | None, act: Acting) -> int:
    """A rank right behind the project ``after`` (by its key), or on top; the column is locked.

    Where ``after`` left the column meanwhile, on top, where it is seen.
    """
    rows = column.projects.all()
    if moving is not None:
        rows = rows.exclude(pk=moving.pk)
    before = rows.filter(pk=after).first() if after is not None else None
    if before is None:
        first = rows.order_by("rank", "id").first()
        return first.rank - STEP if first else 0
    behind = rows.filter(Q(rank__gt=before.rank) | Q(rank=before.rank, pk__gt=before.pk))
    following = behind.order_by("rank", "id").first()
    if following is None:
        return int(before.rank + STEP)
    if following.rank - before.rank < 2:  # noqa: PLR2004 - no whole number lies between
        # In the order of their keys, as those who change many at once take them.
        mine = Q(pk=moving.pk) if moving is not None else Q(pk=None)
        keys = [*behind.values_list("pk", flat=True)]
        act.lock_many(type(before).objects.filter(Q(pk__in=keys) | mine).order_by("id"))
        behind.update(rank=F("rank") + STEP)
        return int(before.rank + STEP // 2)
    return int((before.rank + following.rank) // 2)
