"""What a tender may say, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.money import LARGEST
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES

LONGEST = {"title": 200, "description": 20_000, "notes": 20_000, "comment": 4_000}
MOST_BEFORE = 365
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; refused, with the field to mend, where one cannot be."""
    told = dict(values)
    for name, longest in LONGEST.items():
        if name not in told:
            continue
        text = str(told[name] or "").replace("\x00", "")
        told[name] = " ".join(text.split()) if name == "title" else text.strip()
        if len(told[name]) > longest:
            msg = gettext("This has at most {longest:,} characters; shorten it.")
            raise Refusal(msg.format(longest=spoken(longest)), field=name)
    if "title" in told and not told["title"]:
        msg = gettext("Say what is offered.")
        raise Refusal(msg, field="title")
    _refuse_numbers(told)
    _refuse_days(told)
    return told


def _refuse_numbers(told: Mapping[str, Any]) -> None:
    if (amount := told.get("amount")) is not None and not 0 <= amount < LARGEST:
        msg = gettext("Give an amount of nought or more that can be kept exactly.")
        raise Refusal(msg, field="amount")
    if (currency := told.get("currency")) and currency not in CURRENCIES:
        msg = gettext("There is no currency {currency}; write its code, like GBP.")
        raise Refusal(msg.format(currency=currency), field="currency")
    if (chance := told.get("chance")) is not None and not 0 <= chance <= 100:  # noqa: PLR2004 - per cent
        msg = gettext("A chance is 0 to 100 per cent.")
        raise Refusal(msg, field="chance")
    if (before := told.get("remind_before")) is not None and not 0 <= before <= MOST_BEFORE:
        msg = gettext("Remind 0 to {most_before} days before.")
        raise Refusal(msg.format(most_before=MOST_BEFORE), field="remind_before")


def _refuse_days(told: Mapping[str, Any]) -> None:
    due: date | None = told.get("due_on")
    if due is not None and not EARLIEST.date() <= due < LATEST.date():
        msg = gettext("Choose a day between the years 1900 and 2200.")
        raise Refusal(msg, field="due_on")
    if told.get("due_time") is not None and "due_on" in told and due is None:
        msg = gettext("Choose the day as well.")
        raise Refusal(msg, field="due_on")
    if zone := told.get("timezone"):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            msg = gettext("Choose a time zone of the list.")
            raise Refusal(msg, field="timezone") from error
