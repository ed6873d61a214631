"""Times as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from atrium.foundation.formats.spoken import spoken


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Tue 24 Nov 2026, 14:00–15:00; the second day as well where it ends on another."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{spoken(end):%a %-d %b, %H:%M}"
    return f"{spoken(start):%a %-d %b %Y, %H:%M}–{until}"
