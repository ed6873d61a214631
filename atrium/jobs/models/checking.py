"""What a job may say, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.money import LARGEST
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.jobs.models.priority import Priority
from atrium.organisations.currencies import CURRENCIES

LONGEST = {"title": 200, "external_id": 200, "description": 20_000, "outcome": 4_000}
LONGEST_NOTES = 4000
MOST_POSITIONS = 1000
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
            msg = gettext("This has at most {longest:,} characters; shorten it.").format(
                longest=spoken(longest)
            )
            raise Refusal(msg, field=name)
    if "title" in told and not told["title"]:
        msg = gettext("Say what is to be done.")
        raise Refusal(msg, field="title")
    _refuse_numbers(told)
    _refuse_days(told)
    return told


def _refuse_numbers(told: Mapping[str, Any]) -> None:
    if "priority" in told and told["priority"] not in Priority.values:
        msg = gettext("Choose one of low, normal, high and urgent.")
        raise Refusal(msg, field="priority")
    for name in ("amount", "fee"):
        if (amount := told.get(name)) is not None and not 0 <= amount < LARGEST:
            msg = gettext("Give an amount of nought or more that can be kept exactly.")
            raise Refusal(msg, field=name)
    if (currency := told.get("currency")) and currency not in CURRENCIES:
        msg = gettext("There is no currency {currency}; write its code, like GBP.").format(
            currency=currency
        )
        raise Refusal(msg, field="currency")
    positions = told.get("positions")
    if positions is not None and not 1 <= positions <= MOST_POSITIONS:
        msg = gettext("An opening has 1 to {most_positions:,} positions.").format(
            most_positions=spoken(MOST_POSITIONS)
        )
        raise Refusal(msg, field="positions")


def _refuse_days(told: Mapping[str, Any]) -> None:
    due: date | None = told.get("due_on")
    if due is not None and not EARLIEST.date() <= due < LATEST.date():
        msg = gettext("Choose a day between the years 1900 and 2200.")
        raise Refusal(msg, field="due_on")
    for name in ("starts_at", "ends_at"):
        if (at := told.get(name)) is not None and not EARLIEST <= at < LATEST:
            msg = gettext("Choose a time between the years 1900 and 2200.")
            raise Refusal(msg, field=name)


def refuse_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Refused where it ends before it starts, or has an end and no start."""
    if ends_at is None:
        return
    if starts_at is None:
        msg = gettext("Say when it starts as well.")
        raise Refusal(msg, field="starts_at")
    if ends_at <= starts_at:
        msg = gettext("A job ends after it starts; choose a later end.")
        raise Refusal(msg, field="ends_at")


def checked_notes(notes: str) -> str:
    """Notes on a client in a job, as they are kept."""
    if len(notes) > LONGEST_NOTES:
        msg = gettext("Notes have at most {longest:,} characters; shorten them.").format(
            longest=spoken(LONGEST_NOTES)
        )
        raise Refusal(msg, field="notes")
    return notes.strip()
