from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from atrium.conversations.placeholders import unknown
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.ids import public_id
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.reminder_words import PLACEHOLDERS, USUAL
from atrium.timeline.acting import acting

LATEST = 365
LONGEST = 4000


class ReminderLevel(Owned):
    """How insistently an overdue invoice is reminded of: so many days after it was due, in these words (V07)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    label = models.CharField(max_length=60)
    after_days = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("after_days", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="reminder_level_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="reminder_level_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "after_days"], name="reminder_level_one_a_day"
            ),
            models.CheckConstraint(
                condition=Q(after_days__gte=1, after_days__lte=LATEST), name="reminder_level_days"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def all_of(cls, *, by: Member | None) -> list[ReminderLevel]:
        """The organisation's levels in their order; the usual ones are made where there are none."""
        rows = list(cls.objects.order_by("after_days"))
        if rows:
            return rows
        with acting(by=by, label="Began with the usual reminders") as act:
            return act.insert_many([cls(**values) for values in USUAL])

    @classmethod
    def add(cls, *, by: Member, **values: Any) -> ReminderLevel:
        """One more level; refused, with the field, where a value cannot be kept."""
        row = cls(**_checked(values))
        with acting(by=by, label=f"Added the reminder {row}") as act:
            row._refuse_same_day()
            return act.insert(row)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change it; reminders that were sent stay as they are."""
        told = _checked(values)
        with acting(by=by, label=f"Changed the reminder {self}") as act:
            act.lock(self)
            self.after_days = told["after_days"]
            self._refuse_same_day()
            self.refresh_from_db(fields=["after_days"])
            act.change(self, **told)

    def _refuse_same_day(self) -> None:
        same = type(self).objects.filter(after_days=self.after_days).exclude(pk=self.pk)
        if same.exists():
            raise Refusal("Another level is sent on this day already.", field="after_days")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    told = dict(values)
    for name in ("label", "subject"):
        told[name] = " ".join(str(told.get(name, "")).split())
        if not told[name]:
            raise Refusal("Write something here.", field=name)
    told["text"] = str(told.get("text", "")).strip()[:LONGEST]
    if not told["text"]:
        raise Refusal("Write what the reminder says.", field="text")
    if wrong := unknown(f"{told['subject']} {told['text']}", PLACEHOLDERS):
        raise Refusal(" ".join(wrong), field="text")
    if not 1 <= int(told["after_days"]) <= LATEST:
        raise Refusal(f"Write a number of days from 1 to {LATEST}.", field="after_days")
    card_number.refuse(subject=told["subject"], text=told["text"])
    return told
