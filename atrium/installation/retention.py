"""Which backups stay: some of the last days, weeks and months, the newest of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

type Period = Callable[[datetime], object]


@dataclass(frozen=True)
class Retention:
    """How many days, weeks and months back one backup of each is kept."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12

    def kept(self, made: Iterable[datetime]) -> set[datetime]:
        """Those of the backups made at these times that stay; the newest always does."""
        newest_first = sorted(made, reverse=True)
        stay = set(newest_first[:1])
        rhythms: tuple[tuple[int, Period], ...] = (
            (self.daily, lambda at: at.date()),
            (self.weekly, lambda at: at.isocalendar()[:2]),
            (self.monthly, lambda at: (at.year, at.month)),
        )
        for most, period in rhythms:
            newest: dict[object, datetime] = {}
            for at in newest_first:
                newest.setdefault(period(at), at)
            stay |= set(list(newest.values())[:most])
        return stay
