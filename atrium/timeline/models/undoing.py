from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from atrium.foundation.said import kept, told
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned
from atrium.timeline.models.act import Act

MOST_NAMED = 10_000
LARGE = 1000


@dataclass(frozen=True)
class LeftAlone:
    """Something that an undo did not touch, and why."""

    model: str
    object_id: int
    field: str
    reason: str


class Step(models.TextChoices):
    """What an undo does first, so that nobody works on what is about to go, and what then."""

    WITHDRAW = "withdraw", gettext_lazy("Withdrawing what was added")
    TAKE_BACK = "take back", gettext_lazy("Setting back what was changed")
    DONE = "done", gettext_lazy("Done")


class Undoing(Owned):
    """An act being taken back by another, portion by portion: how far that is, and what was left alone.

    ``act`` is the one that undoes. ``last`` is the key of the change of the undone act that was
    dealt with last in this step; it moves in the transaction of its portion, so that after a
    crash the next portion is the next one.
    """

    act = models.ForeignKey(
        Act, models.PROTECT, related_name="undoings", db_constraint=False, db_index=False
    )
    step = models.CharField(max_length=10, choices=Step, default=Step.WITHDRAW)
    last = models.BigIntegerField(null=True)
    total = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    named: models.JSONField[list[list[Any]]] = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "act"], name="undoing_of_act"),
            SameOrganisation("act"),
        ]

    def __str__(self) -> str:
        return self.act.words

    @property
    def is_done(self) -> bool:
        return self.step == Step.DONE

    @property
    def is_large(self) -> bool:
        """Whether it takes too long for a page."""
        return self.total > LARGE

    @property
    def left_alone(self) -> list[LeftAlone]:
        """What stands because it was changed since or is needed, the first ten thousand."""
        return [LeftAlone(*map(told, one)) for one in self.named]

    @property
    def percent(self) -> int:
        return 100 if self.is_done else min(99, self.seen * 100 // (self.total or 1))

    def went_on(self, *, seen: int, changes: int, left: list[LeftAlone]) -> None:
        """Count what a portion did."""
        self.seen += seen
        self.changes += changes
        self.left += len(left)
        room = MOST_NAMED - len(self.named)
        named = [[x.model, x.object_id, x.field, kept(x.reason)] for x in left[:room]]
        self.named = [*self.named, *named]
