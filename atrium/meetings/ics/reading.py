"""What calendars answer: the replies of attendees (RFC 5546, 3.2.3), as mail brings them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar
from icalendar.error import InvalidCalendar

from atrium.meetings.checking import YEARS
from atrium.meetings.models import Answer

LARGEST = 200_000
_ANSWERS = {answer.value.upper(): answer for answer in Answer if answer}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What one attendee says of one meeting; ``original_at`` names it in a series, else it is all of it."""

    uid: str
    address: str
    answer: Answer
    sequence: int
    original_at: datetime | None
    comment: str


def replies(data: bytes) -> list[Reply]:
    """The answers in an iCalendar file; none in one that is broken or that is no reply."""
    if len(data) > LARGEST:
        return []
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, InvalidCalendar):
        return []
    return [
        reply
        for calendar in calendars
        if str(calendar.get("METHOD", "")).upper() == "REPLY"
        for event in calendar.walk("VEVENT")
        for reply in _of(event)
    ]


def _of(event: Any) -> list[Reply]:
    get = event.get
    found = get("ATTENDEE", [])
    attendees = found if isinstance(found, list) else [found]
    try:
        original = getattr(get("RECURRENCE-ID"), "dt", None)
        sequence = int(get("SEQUENCE", 0))
    except (TypeError, ValueError):  # BrokenCalendarProperty is one
        return []
    if original is not None and _instant(original) is None:
        return []
    return [
        Reply(
            uid=str(get("UID", "")).replace("\x00", ""),
            address=str(attendee).removeprefix("mailto:").removeprefix("MAILTO:").strip(),
            answer=_ANSWERS[stat],
            sequence=sequence,
            original_at=_instant(original),
            comment=str(get("COMMENT", "") if not isinstance(get("COMMENT"), list) else ""),
        )
        for attendee in attendees
        if (stat := str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()) in _ANSWERS
    ]


def _instant(value: object) -> datetime | None:
    """The moment; None also where it lies outside of the years that meetings are planned in."""
    if isinstance(value, date) and value.year not in YEARS:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None
