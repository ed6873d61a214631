"""When the periods of something recurring begin: reckoned from the first day, so that no day is ever lost.

The n-th period begins n times the interval after the first day. Where a month is too short its last day
counts, and the next month has the wished day again: 31 January, 28 February, 31 March.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from atrium.foundation.translation import gettext_lazy, ngettext

_DAY = timedelta(days=1)


class Unit(models.TextChoices):
    """In what an interval is counted."""

    DAY = "day", gettext_lazy("Days")
    WEEK = "week", gettext_lazy("Weeks")
    MONTH = "month", gettext_lazy("Months")
    QUARTER = "quarter", gettext_lazy("Quarters")
    YEAR = "year", gettext_lazy("Years")


_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True)
class Rhythm:
    """Every so many units from a first day on; ``arrears``: what is due is due once its period has ended."""

    first: date
    unit: str
    every: int
    arrears: bool = False

    def begins(self, place: int) -> date:
        """The first day of the period at ``place``, counted from nought."""
        unit, count = Unit(self.unit), place * self.every
        if unit in _DAYS:
            return self.first + timedelta(days=count * _DAYS[unit])
        return _months_on(self.first, count * _MONTHS[unit])

    def ends(self, place: int) -> date:
        """Its last day."""
        return self.begins(place + 1) - _DAY

    def due(self, place: int) -> date:
        """The day on which it is charged: its first one, or the one after its last."""
        return self.begins(place + 1 if self.arrears else place)

    @property
    def words(self) -> str:
        """Every month, every 2 weeks."""
        count = self.every
        words = {
            Unit.DAY: ngettext("Every day", "Every {count} days", count),
            Unit.WEEK: ngettext("Every week", "Every {count} weeks", count),
            Unit.MONTH: ngettext("Every month", "Every {count} months", count),
            Unit.QUARTER: ngettext("Every quarter", "Every {count} quarters", count),
            Unit.YEAR: ngettext("Every year", "Every {count} years", count),
        }
        return words[Unit(self.unit)].format(count=count)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
