"""What becomes of every row that names a client when clients are merged: one rule for each reference.

Each app gives its own in its merging.py. A test fails where a reference has no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass
class Moving:
    """The rows of one reference while it is decided about them; a rule says what cannot simply move.

    ``rows`` are those of the clients that go up, in their order; ``standing`` those of the one that
    stays. Nothing is removed: what collides stays with the client that had it.
    """

    survivor: Any
    absorbed: list[Any]
    rows: list[Any]
    standing: list[Any]
    stay: dict[int, str] = field(default_factory=dict)
    change: dict[int, dict[str, Any]] = field(default_factory=dict)
    add: list[models.Model] = field(default_factory=list)

    def keep_back(self, row: models.Model, reason: str) -> None:
        """Leave the row with the client that had it, for a reason that people read."""
        self.stay[row.pk] = reason

    def set(self, row: models.Model, **values: Any) -> None:
        """Set other fields of the row besides."""
        self.change.setdefault(row.pk, {}).update(values)


type Decide = Callable[[Moving], None]
type Known = Callable[[Member | None, list[Any]], Collection[int]]


@dataclass(frozen=True)
class Rule:
    """What becomes of the rows of a model ("app.model") that name a client in ``field``.

    ``moves``: they go to the client that stays, as ``decide`` says where that is not simple; else
    they stay, because of ``why``. ``noun`` names several of them. ``known``: the keys of those rows a
    member, or where there is none everyone who sees the clients, may know of, where that is not
    all: others move as well, uncounted and unnamed.
    """

    label: str
    field: str
    moves: bool
    noun: str = ""
    why: str = ""
    decide: Decide | None = None
    one: Callable[[Any], str] = str
    known: Known | None = None

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)


@dataclass(frozen=True)
class Part:
    """That rows of a model belong to other rows which move, by ``field``.

    ``goes_along``: made since, they go with what they belong to when a merge is undone; else the
    reference is let go where the two end up with different clients, unless it is ``free``: then
    they may belong to different clients at any time.
    """

    label: str
    field: str
    goes_along: bool
    free: bool = False


RULES: Registry[Rule] = Registry()
PARTS: Registry[Part] = Registry()
# References without a foreign key, each with what keeps it right.
LOOSE: dict[str, str] = {}


def moves(
    label: str,
    *,
    field: str = "client",
    noun: str = "",
    one: Callable[[Any], str] = str,
    known: Known | None = None,
) -> Callable[[Decide], Decide]:
    """Let rows move, as the function decides where they may collide."""

    def register(decide: Decide) -> Decide:
        rule = Rule(label, field, moves=True, noun=noun, decide=decide, one=one, known=known)
        RULES.add(f"{label}.{field}", rule)
        return decide

    return register


def moves_all(label: str, *, field: str = "client", noun: str = "") -> None:
    """Let all rows move: nothing of them can collide."""
    RULES.add(f"{label}.{field}", Rule(label, field, moves=True, noun=noun))


def stays(label: str, *, field: str = "client", why: str) -> None:
    """Let rows stay with the client that had them."""
    RULES.add(f"{label}.{field}", Rule(label, field, moves=False, why=why))


def goes_along(label: str, field: str) -> None:
    """Let rows made since the merge go with what they belong to when it is undone."""
    PARTS.add(f"{label}.{field}", Part(label, field, goes_along=True))


def lets_go(label: str, field: str) -> None:
    """Let the reference go where an undone merge leaves its two ends with different clients."""
    PARTS.add(f"{label}.{field}", Part(label, field, goes_along=False))


def stands_free(label: str, field: str) -> None:
    """Leave a reference alone: what it joins may belong to different clients."""
    PARTS.add(f"{label}.{field}", Part(label, field, goes_along=False, free=True))


def loose(name: str, *, kept_by: str) -> None:
    """Say of a column without a foreign key ("app.model.field") what keeps it right."""
    LOOSE[name] = kept_by


def moving_rules() -> Iterable[Rule]:
    return [rule for rule in RULES if rule.moves]
