"""Undoing an import of work: what somebody worked on since stays, and is named."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.models import Act, Change, Operation, Undoing
from atrium.timeline.undoing import go_on

if TYPE_CHECKING:
    from atrium.imports.work.sort import Sort

_SINCE = gettext_lazy("it was changed since")


def take_work_back(act: Act, undoing: Undoing, sort: Sort) -> list[list[Any]]:
    """Go on with the undo; answers what was left alone: [nothing, title, number, why]."""
    label = sort.model._meta.label_lower

    def spared(changes: Collection[Change]) -> set[int]:
        whose = {change.pk: _work_of(change, label, sort.noun) for change in changes}
        keys = {key for key in whose.values() if key is not None}
        stays = _made(act, label, _changed(act, label, keys) | sort.in_use(keys))
        return {key for key, work in whose.items() if work in stays}

    go_on(undoing, spare=spared)
    inserts = act.changes.filter(model=label, operation=Operation.INSERT)
    keys = set(inserts.values_list("object_id", flat=True))
    stays = _changed(act, label, keys) | sort.in_use(keys)
    named = {one.object_id: one.reason for one in undoing.left_alone if one.model == label}
    rows = sort.model.objects.filter(pk__in=[*stays, *named]).order_by("number")
    return [[None, sort.title(row), sort.code(row), named.get(row.pk, str(_SINCE))] for row in rows]


def _work_of(change: Change, label: str, noun: str) -> int | None:
    """The key of the job or project that a change is about."""
    if change.model == label:
        return change.object_id
    key: int | None = (change.after or change.before or {}).get(noun)
    return key


def _changed(act: Act, label: str, keys: Collection[int | None]) -> set[int]:
    """Those that were changed in other acts, which stand."""
    wanted = {key for key in keys if key is not None}
    since = Change.objects.to_rows(label, wanted).exclude(act=act)
    stands = since.filter(act__undone_by=None, act__undoes=None)
    return set(stands.values_list("object_id", flat=True))


def _made(act: Act, label: str, keys: Collection[int]) -> set[int]:
    """Those of them that the import made: of one that it only updated each field is asked about."""
    mine = Change.objects.to_rows(label, set(keys)).filter(act=act, operation=Operation.INSERT)
    return set(mine.values_list("object_id", flat=True))
