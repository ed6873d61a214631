"""How often a meeting repeats, as a rule of RFC 5545 and as the moments that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

MOST = 104
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(models.TextChoices):
    """How often."""

    DAY = "day", gettext_lazy("Every day")
    WORKDAY = "workday", gettext_lazy("Every working day")
    WEEK = "week", gettext_lazy("Every week")
    FORTNIGHT = "fortnight", gettext_lazy("Every two weeks")
    MONTH = "month", gettext_lazy("Every month on this day")
    WEEKDAY_OF_MONTH = "weekday", gettext_lazy("Every month on this weekday")
    YEAR = "year", gettext_lazy("Every year")


_RULES = {
    Every.DAY: "FREQ=DAILY",
    Every.WORKDAY: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    Every.WEEK: "FREQ=WEEKLY",
    Every.FORTNIGHT: "FREQ=WEEKLY;INTERVAL=2",
    Every.MONTH: "FREQ=MONTHLY",
    Every.YEAR: "FREQ=YEARLY",
}


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A meeting that repeats up to and with the day ``until``."""

    every: Every
    until: date

    def rule(self, start: datetime) -> str:
        """The RRULE without its end, for a series that begins at ``start`` of the clock on the wall."""
        if self.every != Every.WEEKDAY_OF_MONTH:
            return _RULES[self.every]
        nth = (start.day - 1) // 7 + 1
        # A fifth weekday is missing in most months; the last one is what people mean by it.
        return f"FREQ=MONTHLY;BYDAY={-1 if nth > 4 else nth}{WEEKDAYS[start.weekday()]}"  # noqa: PLR2004 - weeks that each month has

    def starts(self, start: datetime) -> list[datetime]:
        """The starts by the clock on the wall, the first one included.

        Refused where it never comes again, and where it comes more than MOST times.
        """
        found = list(islice(moments(self.rule(start), start, self.until), MOST + 1))
        if start not in found:
            msg = gettext("{start:%A} is no working day; choose another day to begin with.").format(
                start=spoken(start)
            )
            raise Refusal(msg, field="starts")
        if len(found) == 1:
            msg = gettext("It would not come a second time by then; choose a later last day.")
            raise Refusal(msg, field="until")
        if len(found) > MOST:
            msg = gettext("That is more than {most} meetings; choose an earlier last day.").format(
                most=MOST
            )
            raise Refusal(msg, field="until")
        return found


def moments(rule: str, start: datetime, until: date) -> Iterator[datetime]:
    """The naive starts of a rule up to and with a day."""
    for moment in rrulestr(rule, dtstart=start):
        if moment.date() > until:
            return
        yield moment


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks show ``wall``; in a gap, as by the clocks before it (RFC 5545, 3.3.5)."""
    return wall.replace(tzinfo=zone, fold=0)
