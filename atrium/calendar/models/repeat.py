"""How often a task comes again, and when next."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.db import models

from atrium.foundation.translation import gettext_lazy


class Repeat(models.TextChoices):
    """How often a task comes again once it is done."""

    NEVER = "", gettext_lazy("Does not repeat")
    DAILY = "daily", gettext_lazy("Every day")
    WEEKLY = "weekly", gettext_lazy("Every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("Every two weeks")
    MONTHLY = "monthly", gettext_lazy("Every month")
    QUARTERLY = "quarterly", gettext_lazy("Every three months")
    YEARLY = "yearly", gettext_lazy("Every year")

    def after(self, day: date, today: date) -> date:
        """The first day of the series after ``day`` that lies after ``today``.

        Counted from ``day``, so that the 31st comes back after a month of 30 days.
        """
        count = 1
        while (found := self._later(day, count)) <= today:
            count += 1
        return found

    def _later(self, day: date, count: int) -> date:
        if self in _DAYS:
            return day + timedelta(days=_DAYS[self] * count)
        years, month = divmod(day.month - 1 + _MONTHS[self] * count, 12)
        year = day.year + years
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7, Repeat.FORTNIGHTLY: 14}
_MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}
