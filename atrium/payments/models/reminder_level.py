from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from atrium.conversations.placeholders import unknown
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number, money
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.reminder_words import PLACEHOLDERS, USUAL
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.payments.models.reminder import Reminder
    from atrium.payments.models.wording import Wording

LATEST = 365
LONGEST = 4000
MOST_INTEREST = 100


class ReminderChannel(models.TextChoices):
    """By what a reminder goes."""

    MAIL = "mail", gettext_lazy("E-mail")
    SMS = "sms", gettext_lazy("SMS")
    LETTER = "letter", gettext_lazy("Letter to print")


class ReminderLevel(Owned):
    """How insistently an overdue invoice is reminded of: so many days after it was due, in these words (V07).

    ``fee`` is asked with it, in minor units of the organisation's currency; ``interest`` in per cent a
    year of what is owed, for the days since it was due. Both as the law of the country allows: the
    organisation says how much.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    label = models.CharField(max_length=60)
    after_days = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    channel = models.CharField(max_length=10, choices=ReminderChannel, default=ReminderChannel.MAIL)
    fee = models.BigIntegerField(default=0)
    interest = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OwnedManager()

    if TYPE_CHECKING:
        wordings: RelatedManager[Wording]
        reminders: RelatedManager[Reminder]

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
            models.CheckConstraint(
                condition=Q(fee__gte=0, interest__gte=0, interest__lte=MOST_INTEREST),
                name="reminder_level_fees",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def fee_shown(self) -> str:
        """The fee as people read it."""
        return money.shown(self.fee, self.organisation.currency)

    @classmethod
    def all_of(cls, *, by: Member | None) -> list[ReminderLevel]:
        """The organisation's levels in their order; the usual ones are made where there are none."""
        rows = list(cls.objects.order_by("after_days"))
        if rows:
            return rows
        with acting(by=by, label=gettext("Began with the usual reminders")) as act:
            return act.insert_many(
                [cls(**values | {"label": str(values["label"])}) for values in USUAL]
            )

    @classmethod
    def add(cls, *, by: Member, **values: Any) -> ReminderLevel:
        """One more level; refused, with the field, where a value cannot be kept."""
        row = cls(**_checked(values))
        with acting(by=by, label=gettext("Added the reminder {row}").format(row=row)) as act:
            cls.all_of(by=by)
            row._refuse_same_day()
            return act.insert(row)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change it; reminders that were sent stay as they are."""
        told = _checked(values)
        with acting(
            by=by,
            label=gettext("Changed the reminder {reminder_level}").format(reminder_level=self),
        ) as act:
            act.lock(self)
            self.after_days = told["after_days"]
            self._refuse_same_day()
            self.refresh_from_db(fields=["after_days"])
            act.change(self, **told)

    def remove(self, *, by: Member) -> None:
        """Remind at it no more; refused for the last one, and where an invoice was reminded at it."""
        with acting(
            by=by,
            label=gettext("Removed the reminder {reminder_level}").format(reminder_level=self),
        ) as act:
            act.lock(self)
            if type(self).objects.count() == 1:
                raise Refusal(gettext("Keep one level; switch reminders off instead."))
            if self.reminders.exists():
                raise Refusal(
                    gettext("Invoices were reminded of at this level. Change it instead.")
                )
            for wording in self.wordings.all():
                act.remove(wording)
            act.remove(self)

    def _refuse_same_day(self) -> None:
        same = type(self).objects.filter(after_days=self.after_days).exclude(pk=self.pk)
        if same.exists():
            raise Refusal(gettext("Another level is sent on this day already."), field="after_days")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    told = dict(values)
    for name in ("label", "subject"):
        told[name] = " ".join(str(told.get(name, "")).split())
        if not told[name]:
            raise Refusal(gettext("Write something here."), field=name)
    told["text"] = str(told.get("text", "")).strip()[:LONGEST]
    if not told["text"]:
        raise Refusal(gettext("Write what the reminder says."), field="text")
    if wrong := unknown(f"{told['subject']} {told['text']}", PLACEHOLDERS):
        raise Refusal(" ".join(wrong), field="text")
    if not 1 <= int(told["after_days"]) <= LATEST:
        raise Refusal(
            gettext("Write a number of days from 1 to {latest}.").format(latest=LATEST),
            field="after_days",
        )
    if not 0 <= told.get("fee", 0) < money.LARGEST:
        raise Refusal(gettext("A fee is not below nought."), field="fee")
    told["interest"] = Decimal(told.get("interest") or 0)
    if not 0 <= told["interest"] <= MOST_INTEREST:
        raise Refusal(gettext("Interest lies between 0 and 100 per cent a year."), field="interest")
    if told.get("channel", ReminderChannel.MAIL) not in ReminderChannel.values:
        raise Refusal(gettext("Choose by what it goes."), field="channel")
    card_number.refuse(**{name: told[name] for name in ("label", "subject", "text")})
    return told
