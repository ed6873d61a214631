"""What a client was invoiced by month, quarter and year, the year before beside it, and what of it is unpaid (B06).

Amounts are totals less those credited. Each currency has a table of its own: they are never added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from atrium.billing.days import today_of
from atrium.billing.models import Invoice
from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atrium.clients.models import Client

SPANS = {
    "month": gettext_lazy("Months"),
    "quarter": gettext_lazy("Quarters"),
    "year": gettext_lazy("Years"),
}
_SHOWN = {"month": 12, "quarter": 8, "year": 5}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
WIDTH, HEIGHT, FOOT = 600, 140, 18


@dataclass(frozen=True)
class Bar:
    """A rectangle of the chart, in units of its own."""

    x: int
    y: int
    width: int
    height: int
    label: str
    middle: int
    before_x: int
    before_y: int
    before_height: int


@dataclass
class Sums:
    """The months of one currency, by their first day."""

    currency: str
    invoiced: Counter[date] = field(default_factory=Counter)
    unpaid: Counter[date] = field(default_factory=Counter)
    overdue: Counter[date] = field(default_factory=Counter)


@dataclass(frozen=True)
class Period:
    """One line of the table: amounts as people read them, and as they are drawn."""

    label: str
    invoiced: int
    before: int
    shown: str
    shown_before: str
    unpaid: str
    overdue: str


class Overview:
    """The invoices of one client, added up."""

    def __init__(self, client: Client, span: str) -> None:
        self.client, self.today = client, today_of(client)
        self.span = span if span in SPANS else "month"

    @property
    def spans(self) -> list[tuple[str, str, bool]]:
        """Slug, label, and whether it is this one."""
        return [(slug, label, slug == self.span) for slug, label in SPANS.items()]

    @cached_property
    def currencies(self) -> list[Sums]:
        """The sums of each currency, the organisation's first."""
        found: defaultdict[str, Sums] = defaultdict(lambda: Sums(""))
        minus = F("total") * Value(-1, output_field=BigIntegerField())
        signed = Case(
            When(kind="credit", then=minus), default=F("total"), output_field=BigIntegerField()
        )
        rows = Invoice.objects.issued().filter(client=self.client).order_by()
        months = rows.annotate(month=TruncMonth("dated_on")).values("month", "currency")
        for row in months.annotate(sum=Sum(signed)):
            found[row["currency"]].invoiced[row["month"]] += int(row["sum"])
        owing = Invoice.objects.owing().filter(client=self.client).order_by()
        late = Coalesce(Sum("owed", filter=Q(due_on__lt=self.today)), 0)
        months = owing.annotate(month=TruncMonth("dated_on")).values("month", "currency")
        for row in months.annotate(sum=Sum("owed"), late=late):
            found[row["currency"]].unpaid[row["month"]] += int(row["sum"])
            found[row["currency"]].overdue[row["month"]] += int(row["late"])
        for code, sums in found.items():
            sums.currency = code
        usual = self.client.organisation.currency
        return sorted(found.values(), key=lambda sums: (sums.currency != usual, sums.currency))

    @property
    def tables(self) -> list[tuple[str, list[Period], list[Bar]]]:
        """Currency, lines with the latest first, and the bars of the chart from left to right."""
        made = [(sums.currency, self._periods(sums)) for sums in self.currencies]
        return [(code, periods[::-1], bars(periods)) for code, periods in made]

    def _periods(self, sums: Sums) -> list[Period]:
        """The oldest first."""
        size = _MONTHS[self.span]
        first = (self.today.year * 12 + self.today.month - 1) // size * size
        starts = [first - back * size for back in range(_SHOWN[self.span])][::-1]
        return [self._period(sums, start, size) for start in starts]

    def _period(self, sums: Sums, start: int, size: int) -> Period:
        def over(months: Mapping[date, int], begin: int) -> int:
            return sum(months.get(_month(begin + n), 0) for n in range(size))

        now, before = over(sums.invoiced, start), over(sums.invoiced, start - 12)
        owed, late = over(sums.unpaid, start), over(sums.overdue, start)
        amounts = [money.shown(some, sums.currency) if some else "" for some in (now, before)]
        left = [money.shown(some, sums.currency) if some else "" for some in (owed, late)]
        return Period(_label(start, size), now, before, *amounts, *left)


def bars(periods: list[Period]) -> list[Bar]:
    """Two bars for each: the year before behind, the period in front."""
    most = max([1, *(max(each.invoiced, each.before) for each in periods)])
    step = WIDTH // len(periods)
    width = step * 2 // 5

    def tall(amount: int) -> int:
        return max(0, amount) * (HEIGHT - 8) // most

    return [
        Bar(
            place * step + width + 2,
            HEIGHT - tall(each.invoiced),
            width,
            tall(each.invoiced),
            each.label.split()[0],
            place * step + width,
            place * step + 2,
            HEIGHT - tall(each.before),
            tall(each.before),
        )
        for place, each in enumerate(periods)
    ]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _label(start: int, size: int) -> str:
    first = _month(start)
    if size == 1:
        return f"{spoken(first):%b %Y}"
    return f"Q{first.month // 3 + 1} {first.year}" if size < 12 else str(first.year)  # noqa: PLR2004 - months of a year
