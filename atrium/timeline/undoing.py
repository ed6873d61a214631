"""Taking an act back: every field that still stands as the act left it returns to what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting, acting
from atrium.timeline.events import ActUndone
from atrium.timeline.models import Act, Change, Operation
from atrium.timeline.values import as_json, from_json

type Withdraw = Callable[[Acting, Any], None]
_WITHDRAWALS: dict[str, Withdraw] = {}


def withdraws(label: str) -> Callable[[Withdraw], Withdraw]:
    """Say how a row of a model ("app.model") that is never deleted is taken back."""

    def register(how: Withdraw) -> Withdraw:
        _WITHDRAWALS[label] = how
        return how

    return register


@dataclass(frozen=True)
class LeftAlone:
    """Something that an undo did not touch, and why."""

    model: str
    object_id: int
    field: str
    reason: str


@dataclass
class Undone:
    """What an undo did."""

    changes: int = 0
    left_alone: list[LeftAlone] = field(default_factory=list)


def undo(
    act: Act, *, by: Member, batch: int = 1000, spare: Callable[[Change], bool] | None = None
) -> Undone:
    """Take ``act`` back in one new act; what was changed since is left alone and named.

    ``spare`` says which changes stand for a reason that the caller names. Refused when the act was
    undone already.
    """
    with acting(by=by, label=f"Undid: {act.label}", undoes=act) as undoing:
        undoing.lock(act)
        if act.undone_by.exists():
            msg = "This was undone already."
            raise Refusal(msg)
        done = Undone()
        clients: set[int] = set()
        changes = act.changes.order_by("-id")
        last: int | None = None
        while some := list(changes.filter(id__lt=last)[:batch] if last else changes[:batch]):
            for change in some:
                if spare is not None and spare(change):
                    continue
                _take_back(change, undoing, done)
                if change.client_id:
                    clients.add(change.client_id)
            last = some[-1].pk
        _tell(undoing, act, clients)
    return done


def _tell(undoing: Acting, act: Act, keys: set[int]) -> None:
    model = apps.get_model("clients", "Client")
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        clients = model._base_manager.filter(pk__in=ordered[start : start + 500])
        undoing.record_many((ActUndone(what=act.label), client) for client in clients)


def _take_back(change: Change, undoing: Acting, done: Undone) -> None:
    model = apps.get_model(change.model)
    row = model._base_manager.filter(pk=change.object_id).first()
    if change.operation == Operation.DELETE:
        _bring_back(change, model, row, undoing, done)
    elif row is None:
        _leave(done, change, "", "it was removed since")
    elif change.operation == Operation.UPDATE:
        _set_back(change, row, undoing, done)
    elif _changed_since(change):
        _leave(done, change, "", "it was changed since")
    else:
        _WITHDRAWALS.get(change.model, Acting.remove)(undoing, row)
        done.changes += 1


def _set_back(change: Change, row: models.Model, undoing: Acting, done: Undone) -> None:
    before, after = change.before or {}, change.after or {}
    now = as_json(row, after)
    for name in after:
        if now[name] != after[name]:
            _leave(done, change, name, "it was changed since")
    same = {name: before[name] for name in after if now[name] == after[name]}
    if same:
        fields = {f.attname: f.name for f in row._meta.concrete_fields}
        values = from_json(type(row), same)
        wished = {_settable(row, fields[a]): v for a, v in values.items()}
        try:
            with undoing.step() if _may_collide(row, same) else nullcontext():
                undoing.change(row, **wished)
            done.changes += 1
        except IntegrityError:
            _leave(done, change, "", "something else stands in its place")


def _may_collide(row: models.Model, names: Iterable[str]) -> bool:
    """Whether another row may have taken the place that these values give the row back."""
    unique = [c for c in row._meta.constraints if isinstance(c, models.UniqueConstraint)]
    held = {name for c in unique for name in c.fields}
    held |= {name for c in unique if c.condition for name in c.condition.referenced_base_fields}
    return not held.isdisjoint(names)


def _settable(row: models.Model, name: str) -> str:
    return row._meta.get_field(name).attname  # type: ignore[union-attr]


def _bring_back(
    change: Change,
    model: type[models.Model],
    row: models.Model | None,
    undoing: Acting,
    done: Undone,
) -> None:
    if row is not None:
        return
    try:
        with transaction.atomic():
            undoing.insert(model(**from_json(model, change.before or {})))
        done.changes += 1
    except IntegrityError:
        _leave(done, change, "", "something else stands in its place")


def _changed_since(change: Change) -> bool:
    later = Change.objects.filter(
        model=change.model, object_id=change.object_id, id__gt=change.pk, act__undone_by=None
    )
    return later.exclude(act_id=change.act_id).exclude(act__undoes__isnull=False).exists()


def _leave(done: Undone, change: Change, name: str, reason: str) -> None:
    done.left_alone.append(LeftAlone(change.model, change.object_id, name, reason))
