"""Times as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from atrium.foundation.said import listed, spelled


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Tue 24 Nov 2026, 14:00–15:00; the second day as well where it ends on another."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    until = "%H:%M" if start.date() == end.date() else "%a %-d %b, %H:%M"
    return listed([spelled(start, "%a %-d %b %Y, %H:%M"), spelled(end, until)], by="–")
