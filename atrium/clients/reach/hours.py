"""Business hours and quiet hours: how people write them, and the first moment that they allow.

Hours are wall time in a zone. A moment is judged by what the clock on that wall shows, so that the
hour that a change of the clocks skips never comes, and the one that it repeats counts both times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

DAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)
DAY = 24 * 60
MOST_SPANS = 4
AHEAD = 15

type Span = tuple[int, int]
type Week = tuple[tuple[Span, ...], ...]

CLOSED: Week = ((),) * 7
_SPAN = re.compile(
    r"(?P<h1>\d{1,2})(?:[:.h](?P<m1>\d{2}))?\s*(?P<p1>am|pm)?\s*(?:-|–|to|bis)\s*"
    r"(?P<h2>\d{1,2})(?:[:.h](?P<m2>\d{2}))?\s*(?P<p2>am|pm)?"
)


@dataclass(frozen=True)
class Quiet:
    """Minutes of the day from which until which nobody is disturbed; may go over midnight."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether it is quiet at that minute of the day."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def __str__(self) -> str:
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True)
class Opening:
    """When somebody may be reached; no ``week`` is all day long, on every day."""

    week: Week = CLOSED
    quiet: Quiet | None = None

    def allows(self, wall: datetime) -> bool:
        """Whether the clock on the wall may show this."""
        minute = wall.hour * 60 + wall.minute
        if self.quiet is not None and self.quiet.holds(minute):
            return False
        if not any(self.week):
            return True
        return any(start <= minute < end for start, end in self.week[wall.weekday()])

    def earliest(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """The first moment from ``at`` on that is allowed, in UTC; None where there is none."""
        at = at.astimezone(UTC)
        if self.allows(at.astimezone(zone)):
            return at
        moments = (moment for moment in self._edges(at, zone) if moment > at)
        return next((m for m in sorted(moments) if self.allows(m.astimezone(zone))), None)

    def _edges(self, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """Each moment of the next days at which something may begin."""
        day = at.astimezone(zone).date() - timedelta(days=1)
        for _ in range(AHEAD):
            minutes = {0} | {start for start, _ in self.week[day.weekday()]}
            if self.quiet is not None:
                minutes.add(self.quiet.end)
            for minute in minutes:
                wall = datetime.combine(day, time(minute // 60 % 24, minute % 60), zone)
                yield from _moments(wall)
            yield from _shift(datetime.combine(day, time(), zone))
            day += timedelta(days=1)


def _moments(wall: datetime) -> Iterator[datetime]:
    yield wall.replace(fold=0).astimezone(UTC)
    yield wall.replace(fold=1).astimezone(UTC)


def _shift(midnight: datetime) -> Iterator[datetime]:
    """The moment of this day at which the clocks change, to the minute, if they do."""
    low, high = midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
    zone = midnight.tzinfo
    before = low.astimezone(zone).utcoffset()
    if high.astimezone(zone).utcoffset() == before:
        return
    first, last = 0, int((high - low).total_seconds()) // 60
    while last - first > 1:
        middle = (first + last) // 2
        same = (low + timedelta(minutes=middle)).astimezone(zone).utcoffset() == before
        first, last = (middle, last) if same else (first, middle)
    yield low + timedelta(minutes=last)


def clock(minute: int) -> str:
    """A minute of the day as people write it: 9, 13:30, 24."""
    hours, rest = divmod(minute, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)


def spans_of(text: str) -> tuple[Span, ...]:
    """The spans in a text like "9–12, 13:30–17"; refused with the mend when it is no such text."""
    text = " ".join(text.lower().split())
    if text in {"", "closed", "-", "–"}:
        return ()
    if text in {"all day", "24 h", "24h", gettext("all day").lower()}:
        return ((0, DAY),)
    found = list(_SPAN.finditer(text))
    if not found or re.sub(r"[\s,;&+/]|and", "", _SPAN.sub("", text)):
        msg = gettext("Write the hours like 9–17 or 9–12, 13:30–17.")
        raise Refusal(msg)
    spans = sorted(_span(match) for match in found)
    if len(spans) > MOST_SPANS or any(a[1] > b[0] for a, b in pairwise(spans)):
        msg = gettext("Write up to {most} spans a day that do not overlap.").format(most=MOST_SPANS)
        raise Refusal(msg)
    return tuple(spans)


def _span(match: re.Match[str]) -> Span:
    start = _minute(match["h1"], match["m1"], match["p1"] or "")
    end = _minute(match["h2"], match["m2"], match["p2"] or "")
    if not start < end <= DAY:
        msg = gettext("Write hours that end later than they begin, from 0 to 24.")
        raise Refusal(msg)
    return start, end


def _minute(hours: str, minutes: str | None, half: str) -> int:
    hour, rest = int(hours), int(minutes or 0)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if rest > 59:  # noqa: PLR2004 - minutes of an hour
        msg = gettext("Write minutes from 00 to 59.")
        raise Refusal(msg)
    return hour * 60 + rest


def said(spans: Iterable[Span]) -> str:
    """The spans as they are written: "9–12, 13:30–17"."""
    return ", ".join(
        gettext("all day") if s == (0, DAY) else f"{clock(s[0])}–{clock(s[1])}" for s in spans
    )


def week_said(week: Week) -> str:
    """A week in words: "weekdays 9–17, Sat 10–12"; empty where no hours are set."""
    if not any(week):
        return ""
    parts = []
    for spans, days in groupby(range(7), key=lambda day: week[day]):
        some = list(days)
        if spans:
            parts.append(f"{_days(some)} {said(spans)}")
    return ", ".join(parts)


def _days(some: list[int]) -> str:
    if some == [0, 1, 2, 3, 4, 5, 6]:
        return gettext("every day")
    if some == [0, 1, 2, 3, 4]:
        return "weekdays"
    return DAYS[some[0]] if len(some) == 1 else f"{DAYS[some[0]]}–{DAYS[some[-1]]}"


def week_of(kept: list[list[list[int]]]) -> Week:
    """The week as a column keeps it: for each day from Monday, pairs of minutes."""
    days = [tuple((start, end) for start, end in day) for day in kept]
    return tuple(days) if len(days) == 7 else CLOSED  # noqa: PLR2004 - days of a week


def quiet_of(text: str) -> Quiet | None:
    """Quiet hours in a text like "21–8"; refused with the mend when it is no such text."""
    text = " ".join(text.lower().split())
    if not text:
        return None
    match = _SPAN.fullmatch(text)
    if match is None:
        msg = gettext("Write the quiet hours like 21–8.")
        raise Refusal(msg)
    start = _minute(match["h1"], match["m1"], match["p1"] or "") % DAY
    end = _minute(match["h2"], match["m2"], match["p2"] or "") % DAY
    if start == end or max(int(match["h1"]), int(match["h2"])) > 24:  # noqa: PLR2004 - hours
        msg = gettext("Write two different times from 0 to 24, like 21–8.")
        raise Refusal(msg)
    return Quiet(start, end)
