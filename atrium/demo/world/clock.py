"""Moments of a demo world, all counted back from now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

OPENS, CLOSES = 8 * 60, 17 * 60 + 30
FRIDAY = 4
# What falls on Friday, Saturday and Sunday shares one Friday, in order.
LONG_FRIDAY = {4: (OPENS, 12 * 60), 5: (12 * 60, 15 * 60), 6: (15 * 60, CLOSES)}


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns "days ago" into instants within working hours of the organisation's zone, never after `now`."""

    now: dt.datetime
    zone: ZoneInfo

    @property
    def today(self) -> dt.date:
        """The organisation's date of today."""
        return self.now.astimezone(self.zone).date()

    def at(self, ago: float) -> dt.datetime:
        """The UTC instant `ago`: 2.75 is two days ago, a quarter into the working day; larger is always earlier.

        Before the working day has begun, today's entries fall to the end of yesterday. Weekends move to the Friday,
        except today and yesterday, so that a demo looks alive on a Sunday too.
        """
        days, share = int(ago), 1 - ago % 1
        opens, closes = OPENS, CLOSES
        local = self.now.astimezone(self.zone)
        if days == 0:
            minute = local.hour * 60 + local.minute
            if minute < OPENS + 30:
                days, opens, closes = 1, 16 * 60, CLOSES
            else:
                closes = min(minute - 4, CLOSES)
        elif days == 1:
            closes = 16 * 60
        date = self.today - dt.timedelta(days=days)
        if days > 1 and date.weekday() >= FRIDAY:
            opens, closes = LONG_FRIDAY[date.weekday()]
            date -= dt.timedelta(days=date.weekday() - FRIDAY)
        moment = opens + share * (closes - opens)
        when = dt.datetime.combine(date, dt.time(), self.zone) + dt.timedelta(
            seconds=round(moment * 60)
        )
        return when.astimezone(dt.UTC)

    def day(self, ahead: int) -> dt.date:
        """The date `ahead` days from today; negative is past."""
        return self.today + dt.timedelta(days=ahead)
