"""How many tenders are won: won against won and lost together; what was withdrawn does not count.

By count: won / (won + lost). By value: the amounts of the won ones / the amounts of the won and the
lost ones, for each currency by itself; tenders without an amount do not count there. A tender counts
in the period in which it was decided, by the days of the organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum

from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.tenders.models import Outcome

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

PERIODS = {
    "12": gettext_lazy("Last 12 months"),
    "year": gettext_lazy("This year"),
    "before": gettext_lazy("Last year"),
    "quarter": gettext_lazy("This quarter"),
    "all": gettext_lazy("All time"),
}
USUAL = "12"


@dataclass(frozen=True)
class Worth:
    """The win rate by value in one currency, with what was won."""

    currency: str
    won: int
    decided: int

    @property
    def rate(self) -> int:
        return percent(self.won, self.decided)

    @property
    def won_shown(self) -> str:
        return money.shown(self.won, self.currency)


@dataclass
class Rate:
    """How many of the decided tenders were won, by count and by value."""

    won: int = 0
    lost: int = 0
    withdrawn: int = 0
    worth: list[Worth] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> int | None:
        """In per cent, rounded; None where nothing is decided."""
        return percent(self.won, self.decided) if self.decided else None

    @property
    def words(self) -> str:
        """4 of 6 decided."""
        return gettext("{won} of {decided} decided").format(won=self.won, decided=self.decided)


def percent(part: int, whole: int) -> int:
    """Rounded to whole per cent, halves up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def rate_of(tenders: Any) -> Rate:
    """The win rate of these tenders, of which the open ones do not count; one statement."""
    rate = Rate()
    worth: dict[str, list[int]] = {}
    rows = tenders.kept().exclude(outcome="").order_by().values("outcome", "currency")
    for row in rows.annotate(n=Count("pk"), valued=Count("amount"), total=Sum("amount")):
        setattr(rate, row["outcome"], getattr(rate, row["outcome"]) + row["n"])
        if row["outcome"] == Outcome.WITHDRAWN or not row["valued"]:
            continue
        sums = worth.setdefault(row["currency"], [0, 0])
        sums[0] += row["total"] if row["outcome"] == Outcome.WON else 0
        sums[1] += row["total"]
    sums_of = sorted(worth.items(), key=lambda item: -item[1][1])
    rate.worth = [Worth(code, won, decided) for code, (won, decided) in sums_of if decided]
    return rate


def span_of(period: str, place: Organisation) -> tuple[datetime, datetime] | None:
    """From when until before when the period goes, by the clocks of the organisation; None for all time."""
    today = place.today()
    first = date(today.year, 1, 1)
    days = {
        "12": (_year_before(today) + timedelta(days=1), today + timedelta(days=1)),
        "year": (first, date(today.year + 1, 1, 1)),
        "before": (date(today.year - 1, 1, 1), first),
        "quarter": (
            date(today.year, 3 * ((today.month - 1) // 3) + 1, 1),
            today + timedelta(days=1),
        ),
    }.get(period)
    if days is None:
        return None
    begin, end = (datetime.combine(day, time(), place.zone) for day in days)
    return begin, end


def decided_in(tenders: Any, period: str, place: Organisation) -> Any:
    """Those of the tenders that were decided in the period."""
    span = span_of(period, place)
    return (
        tenders if span is None else tenders.filter(decided_at__gte=span[0], decided_at__lt=span[1])
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
