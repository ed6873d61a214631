"""What all clients owe by how long it is overdue, as of today (B06).

One statement adds up what is owed in the order of the index that holds the open invoices alone, so
that it reads no row and sorts nothing, however many were ever issued.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Sum

from atrium.billing.models import Invoice
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from datetime import date

    from atrium.organisations.models import Member

BUCKETS = (
    gettext_lazy("Not due"),
    gettext_lazy("1–30 days"),
    gettext_lazy("31–60 days"),
    gettext_lazy("61–90 days"),
    gettext_lazy("Over 90 days"),
)
SHOWN = 200
AT_A_TIME = 1000


@dataclass
class Owing:
    """What one client owes in one currency, by bucket, in minor units."""

    client: int
    currency: str
    amounts: Counter[int] = field(default_factory=Counter)
    name: str = ""
    number: int = 0

    @property
    def total(self) -> int:
        return self.amounts.total()

    @property
    def overdue(self) -> int:
        return self.total - self.amounts[0]

    @property
    def cells(self) -> list[str]:
        """Each bucket and the total as people read them; empty for nought."""
        amounts = [self.amounts[n] for n in range(len(BUCKETS))]
        return [money.shown(some, self.currency) if some else "" for some in amounts]

    @property
    def shown(self) -> str:
        return money.shown(self.total, self.currency)


class Ageing:
    """The report over all clients that the member sees; the most overdue first."""

    def __init__(self, member: Member) -> None:
        self.member, self.today = member, member.organisation.today()

    @cached_property
    def rows(self) -> list[Owing]:
        """One for each client and currency of which something is owed."""
        found = []
        for client, currency, *sums in self._sums():
            amounts = Counter({n: int(sum_) for n, sum_ in enumerate(sums) if sum_})
            found.append(Owing(client, currency, amounts))
        return sorted(found, key=lambda row: (row.currency, -row.overdue, -row.total, row.client))

    def _sums(self) -> Any:
        """Client, currency and the sum of each bucket."""
        rows = Invoice.objects.owing().order_by()
        if not self.member.can(Can.CLIENTS_SEE_ALL):
            seen = Client.objects.visible_to(self.member)
            rows = rows.filter(Exists(seen.filter(pk=OuterRef("client_id"))))
        sums = [Sum("owed", filter=due) for due in _buckets(self.today)]
        named = {f"bucket_{n}": one for n, one in enumerate(sums)}
        return rows.values_list("client_id", "currency").annotate(**named).iterator(AT_A_TIME)

    @property
    def totals(self) -> list[Owing]:
        """The sums of each currency."""
        found: defaultdict[str, Owing] = defaultdict(lambda: Owing(0, ""))
        for row in self.rows:
            found[row.currency].currency = row.currency
            found[row.currency].amounts += row.amounts
        return [found[code] for code in sorted(found)]

    @property
    def first(self) -> list[Owing]:
        """The rows that a page shows, with the names of their clients."""
        return list(self.named(self.rows[:SHOWN]))

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)

    def named(self, rows: list[Owing]) -> Iterator[Owing]:
        """The rows with number and name of their clients, some at a time."""
        for start in range(0, len(rows), AT_A_TIME):
            some = rows[start : start + AT_A_TIME]
            clients = Client.objects.filter(pk__in={row.client for row in some})
            names = {key: (n, name) for key, n, name in clients.values_list("pk", "number", "name")}
            for row in some:
                row.number, row.name = names.get(row.client, (0, ""))
                yield row


def _buckets(today: date) -> list[Q]:
    """What is due in the days of each bucket."""
    edges = [today - timedelta(days=days) for days in (0, 30, 60, 90)]
    spans = [Q(due_on__lt=late, due_on__gte=early) for late, early in pairwise(edges)]
    return [Q(due_on__gte=today), *spans, Q(due_on__lt=edges[-1])]
