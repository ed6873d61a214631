"""What payments put into the configuration of an organisation: how it reminds and thanks."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from atrium.configuration.part import Entry, Kind, Part, configures, left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.payments.models import CollectingRules, ReminderLevel, Wording
from atrium.payments.reminder_words import USUAL

# Figures are written alike everywhere: 1234.50.
_POINT = "GB"


class LevelPart(Part):
    """Levels of reminders, each by the day on which it goes."""

    slug, label, order = "reminder-levels", gettext_lazy("Reminders"), 600
    needs = Can.ORGANISATION_EDIT
    model = ReminderLevel
    says = {
        "after_days": Kind.NUMBER,
        "label": Kind.TEXT,
        "subject": Kind.TEXT,
        "text": Kind.TEXT,
        "channel": Kind.TEXT,
        "fee": Kind.TEXT,
        "interest": Kind.TEXT,
    }
    key = ("after_days",)

    def rows(self, by: Member) -> list[Any]:
        """The usual ones where none are kept; reading makes no rows."""
        kept = list(ReminderLevel.objects.order_by("after_days"))
        return kept or [ReminderLevel(**told | {"label": str(told["label"])}) for told in USUAL]

    def anew(self, row: Any) -> Any:
        return ReminderLevel.objects.get(after_days=row.after_days)

    def entry(self, row: Any) -> Entry:
        fee = money.written(row.fee, row.organisation.currency)
        return super().entry(row) | {"fee": fee, "interest": f"{row.interest.normalize():f}"}

    def name_of(self, entry: Entry) -> str:
        return str(entry.get("label") or entry["after_days"])

    def add(self, entry: Entry, *, by: Member) -> None:
        ReminderLevel.add(by=by, **_level(entry, by.organisation))

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        told = _level(self.entry(row) | entry, by.organisation)
        there = {each.after_days: each for each in ReminderLevel.all_of(by=by)}
        there[row.after_days].edit(by=by, **told)


class WordingPart(Part):
    """What reminders, by their days, and receipts, by null, say in a language."""

    slug, label, order = "reminder-words", gettext_lazy("Reminders in languages"), 610
    needs = Can.ORGANISATION_EDIT
    model = Wording
    says = {
        "level": Kind.NUMBER_OR_NOTHING,
        "language": Kind.TEXT,
        "subject": Kind.TEXT,
        "text": Kind.TEXT,
    }
    key = ("level", "language")

    def rows(self, by: Member) -> list[Any]:
        return list(
            Wording.objects.select_related("level").order_by("level__after_days", "language")
        )

    def entry(self, row: Any) -> Entry:
        return super().entry(row) | {"level": row.level.after_days if row.level else None}

    def add(self, entry: Entry, *, by: Member) -> None:
        self._put({"subject": "", "text": "", **entry}, by)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        self._put(self.entry(row) | entry, by)

    def _put(self, told: Entry, by: Member) -> None:
        level = None
        if told["level"] is not None:
            there = {each.after_days: each for each in ReminderLevel.all_of(by=by)}
            level = there.get(told["level"])
            if level is None:
                raise Refusal(gettext("There is no reminder on this day here."))
        Wording.put(level, told["language"], by=by, subject=told["subject"], text=told["text"])


class CollectingPart(Part):
    """What is done by itself."""

    slug, label, order = "collecting", gettext_lazy("What collecting does by itself"), 620
    needs = Can.ORGANISATION_EDIT
    model = CollectingRules
    says = {
        "reminds": Kind.FLAG,
        "thanks": Kind.FLAG,
        "holding": Kind.TEXT,
        "hold_days": Kind.NUMBER_OR_NOTHING,
        "hold_amount": Kind.TEXT_OR_NOTHING,
    }
    key = ()
    single = True
    warning = gettext_lazy("Clients are written to, or put on hold, by themselves.")

    def rows(self, by: Member) -> list[Any]:
        return [CollectingRules.standing()]

    def anew(self, row: Any) -> Any:
        return CollectingRules.standing()

    def entry(self, row: Any) -> Entry:
        limit = row.hold_amount
        shown = money.written(limit, row.organisation.currency) if limit is not None else None
        return super().entry(row) | {"hold_amount": shown}

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        told = self.entry(row) | entry
        if told["hold_amount"] is not None:
            told["hold_amount"] = _minor(told["hold_amount"], by.organisation)
        CollectingRules.put(by=by, **told)


def _level(entry: Entry, place: Organisation) -> Entry:
    told = dict(entry)
    try:
        told["interest"] = Decimal(told.get("interest") or 0)
    except InvalidOperation:
        raise Refusal(gettext("Write “interest” like 9 or 9.12.")) from None
    if not told["interest"].is_finite():
        raise Refusal(gettext("Write “interest” like 9 or 9.12."))
    told["fee"] = _minor(told["fee"], place) if told.get("fee") else 0
    return told


def _minor(text: str, place: Organisation) -> int:
    try:
        return money.parse(text, place.currency, _POINT)
    except FormatError as error:
        raise Refusal(str(error)) from error


configures(LevelPart(), WordingPart(), CollectingPart())
left_out(
    gettext_lazy("Payments"),
    gettext_lazy("The provider's account holds secrets."),
    "payments.provideraccount",
)
