"""What all clients owe by how long it is overdue, as of today (B06).

Sums are taken apart, what was invoiced, paid, credited and written off of the open invoices alone, so
that each is one statement over the small index of the open ones, however many were ever issued.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Sum, Value, When

from atrium.billing.models import Allocation, Invoice, WriteOff
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.expressions import Combinable

    from atrium.organisations.models import Member

BUCKETS = ("Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days")
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
        found: dict[tuple[int, str], Owing] = {}
        for rows, prefix, amount, sign in self._parts():
            for row in self._grouped(rows, prefix, amount):
                key = (row[f"{prefix}client_id"], row[f"{prefix}currency"])
                owing = found.setdefault(key, Owing(*key))
                owing.amounts[row["bucket"]] += sign * int(row["sum"])
        kept = [owing for owing in found.values() if owing.total]
        return sorted(kept, key=lambda row: (row.currency, -row.overdue, -row.total, row.client))

    def _parts(self) -> Iterator[tuple[Any, str, Any, int]]:
        """Rows, the way from them to the invoice, their amount, and whether it adds or takes off."""
        yield Invoice.objects.open(), "", F("total") - F("paid_elsewhere"), 1
        for model in (Allocation, WriteOff):
            rows = model.objects.filter(invoice__number__isnull=False, invoice__settled_on=None)
            yield rows, "invoice__", "amount", -1
        notes = Invoice.objects.issued().filter(credits__isnull=False)
        yield notes.filter(credits__settled_on=None), "credits__", "total", -1

    def _grouped(self, rows: Any, prefix: str, amount: Any) -> Any:
        names = (f"{prefix}client_id", f"{prefix}currency", "bucket")
        if not self.member.can(Can.CLIENTS_SEE_ALL):
            seen = Client.objects.visible_to(self.member)
            rows = rows.filter(Exists(seen.filter(pk=OuterRef(f"{prefix}client_id"))))
        bucketed = rows.annotate(bucket=_bucket(self.today, f"{prefix}due_on")).order_by()
        return bucketed.values(*names).annotate(sum=Sum(amount))

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


def _bucket(today: date, due: str) -> Combinable:
    edges = [When(**{f"{due}__gte": today - timedelta(days=d)}, then=Value(n)) for n, d in _EDGES]
    return Case(*edges, default=Value(len(BUCKETS) - 1), output_field=IntegerField())


_EDGES = ((0, 0), (1, 30), (2, 60), (3, 90))
