"""Taking changes back, many with few statements: each field that stands as it was left returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import Max

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.acting import Acting
from atrium.timeline.models import Change, LeftAlone, Operation
from atrium.timeline.references import orphans, referred_to
from atrium.timeline.values import from_json, settable, state_of

type Withdraw = Callable[[Acting, list[Any]], None]
WITHDRAWALS: dict[str, Withdraw] = {}

CHANGED = gettext_lazy("it was changed since")
REMOVED = gettext_lazy("it was removed since")
NEEDED = gettext_lazy("something else needs it")
GONE = gettext_lazy("what it belongs to is gone")
TAKEN = gettext_lazy("something else stands in its place")


def withdraws(label: str) -> Callable[[Withdraw], Withdraw]:
    """Say how rows of a model ("app.model") that are never deleted are taken back."""

    def register(how: Withdraw) -> Withdraw:
        WITHDRAWALS[label] = how
        return how

    return register


@dataclass
class TakenBack:
    """What became of some changes."""

    changes: int = 0
    clients: set[int] = field(default_factory=set)
    left: list[LeftAlone] = field(default_factory=list)

    def took(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.changes += 1
            if change.client_id:
                self.clients.add(change.client_id)

    def leave(self, change: Change, reason: str, name: str = "") -> None:
        self.left.append(LeftAlone(change.model, change.object_id, name, str(reason)))

    def __add__(self, other: TakenBack) -> TakenBack:
        both = self.clients | other.clients
        return TakenBack(self.changes + other.changes, both, self.left + other.left)


def take_back(changes: list[Change], act: Acting) -> TakenBack:
    """Take changes of one act back, given the newest first.

    Where the database refuses, each half is tried by itself, down to the one that must stand.
    """
    try:
        with act.step():
            return _together(changes, act)
    except IntegrityError:
        if len(changes) == 1:
            found = TakenBack()
            found.leave(changes[0], TAKEN)
            return found
        half = len(changes) // 2
        return take_back(changes[:half], act) + take_back(changes[half:], act)


def _together(changes: list[Change], act: Acting) -> TakenBack:
    """What refers to something that an older change brings back first, waits for that one."""
    found, waiting = TakenBack(), list[Change]()
    for some in _alike(changes):
        model = apps.get_model(some[0].model)
        rows = _standing(model, some, act)
        if some[0].operation == Operation.DELETE:
            _bring_back(some, rows, model, act, found)
            continue
        for change in some:
            if change.object_id not in rows:
                found.leave(change, REMOVED)
        stand = [change for change in some if change.object_id in rows]
        if some[0].operation == Operation.UPDATE:
            waiting += _set_back(stand, rows, act, found)
        else:
            _remove(stand, rows, act, found)
    for some in _alike(waiting):
        rows = _standing(apps.get_model(some[0].model), some, act)
        for change in _set_back(some, rows, act, found):
            found.leave(change, GONE)
    return found


def _alike(changes: list[Change]) -> Iterator[list[Change]]:
    """Runs of changes that did the same to rows of the same model, each row once in a run."""
    run: list[Change] = []
    rows: set[int] = set()
    for change in changes:
        if run and (
            (change.model, change.operation) != (run[0].model, run[0].operation)
            or change.object_id in rows
        ):
            yield run
            run, rows = [], set()
        run.append(change)
        rows.add(change.object_id)
    if run:
        yield run


def _standing(
    model: type[models.Model], changes: list[Change], act: Acting
) -> dict[int, models.Model]:
    keys = [change.object_id for change in changes]
    rows = model._base_manager.filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in act.lock_many(rows)}


def _set_back(
    changes: list[Change], rows: dict[int, Any], act: Acting, found: TakenBack
) -> list[Change]:
    """Set back what stands as it was left; those that refer to something that is gone come back."""
    differ: list[tuple[Change, str]] = []
    backward: list[tuple[Any, dict[str, Any]]] = []
    taken: dict[int, Change] = {}
    for change in changes:
        row, before, after = rows[change.object_id], change.before or {}, change.after or {}
        now = state_of(row, after)
        differ += [(change, name) for name in after if now[name] != after[name]]
        same = {name: before[name] for name in after if now[name] == after[name]}
        if same:
            backward.append((row, settable(row, same)))
            taken[row.pk] = change
    lost = [taken.pop(key) for key in _lost(backward)]
    for change, name in differ:
        if change not in lost:
            found.leave(change, CHANGED, name)
    act.change_each([(row, values) for row, values in backward if row.pk in taken])
    found.took(taken.values())
    return lost


def _lost(backward: list[tuple[Any, dict[str, Any]]]) -> set[int]:
    """The rows whose old values refer to something that is gone."""
    before = [type(row)(pk=row.pk, **values) for row, values in backward]
    return orphans(before, {name for _, values in backward for name in values})


def _remove(changes: list[Change], rows: dict[int, Any], act: Acting, found: TakenBack) -> None:
    if not changes:
        return
    since = _changed_since(changes)
    for change in changes:
        if change.object_id in since:
            found.leave(change, CHANGED)
    alone = [change for change in changes if change.object_id not in since]
    if withdraw := WITHDRAWALS.get(changes[0].model):
        withdraw(act, [rows[change.object_id] for change in alone])
        found.took(alone)
        return
    needed = referred_to(type(rows[changes[0].object_id]), [c.object_id for c in alone])
    for change in alone:
        if change.object_id in needed:
            found.leave(change, NEEDED)
    free = [change for change in alone if change.object_id not in needed]
    act.remove_many(rows[change.object_id] for change in free)
    found.took(free)


def _changed_since(changes: list[Change]) -> set[int]:
    """The rows that another act changed later, one that stands and is no undo."""
    made = {change.object_id: change.pk for change in changes}
    later = Change.objects.filter(
        model=changes[0].model,
        object_id__in=made,
        act__undone_by=None,
        act__undoes=None,
    ).exclude(act=changes[0].act_id)
    latest = later.order_by().values_list("object_id").annotate(Max("id"))
    return {key for key, change in latest if change > made[key]}


def _bring_back(
    changes: list[Change],
    rows: dict[int, Any],
    model: type[models.Model],
    act: Acting,
    found: TakenBack,
) -> None:
    gone = [change for change in changes if change.object_id not in rows]
    again = [model(**from_json(model, change.before or {})) for change in gone]
    lost = orphans(again)
    for change in gone:
        if change.object_id in lost:
            found.leave(change, GONE)
    back = [row for row in again if row.pk not in lost]
    if back:
        act.bring_back_many(back)
    found.took(change for change in gone if change.object_id not in lost)
