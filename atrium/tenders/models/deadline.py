"""When a tender is due, by the clock of the place where it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from atrium.meetings.repeating import instant

REMIND_AT = time(8)


def late_from(day: date | None, at: time | None, zone: ZoneInfo) -> datetime | None:
    """The moment from which it is late: that of the time, or the end of the day where none is said."""
    if day is None:
        return None
    wall = datetime.combine(day, at) if at else datetime.combine(day + timedelta(days=1), time())
    return instant(wall, zone)


def remind_from(day: date | None, before: int | None, zone: ZoneInfo) -> datetime | None:
    """The moment of the reminder: eight in the morning, ``before`` days earlier."""
    if day is None or before is None:
        return None
    return instant(datetime.combine(day - timedelta(days=before), REMIND_AT), zone)
