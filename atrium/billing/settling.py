"""What is owed of an invoice or since when nothing is, and how long payments took: derived from the rows alone.

``owed`` is the balance while there is one, else empty; a measurement asked for it: adding balances up
took 40 ms for a client with 5,000 open invoices, and seconds for all clients of a large organisation.

``settled_on`` is the latest day of what covers the invoice, of a credit note its own day; it is empty
while something is owed. Where payments alone covered all, ``paid_after`` is the days from issue to
then, and ``late_by`` those from the due day, below nought where it was paid before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import DateField, Max, OuterRef, Subquery

from atrium.billing.models import Allocation, Invoice, Kind, WriteOff
from atrium.billing.models.invoice_queryset import credited, written_off

AT_A_TIME = 500
KEPT = ("settled_on", "paid_after", "late_by", "owed")
type Derived = tuple[date | None, int | None, int | None, int | None]


def settle(keys: Iterable[int]) -> None:
    """Derive all anew for the invoices of these keys, and keep what differs."""
    for some in batched(sorted(set(keys)), AT_A_TIME):
        for row, derived in list(derived_of(list(some))):
            if derived != kept(row):
                same = Invoice.objects.filter(pk=row.pk)
                same.update(**dict(zip(KEPT, derived, strict=True)))


def derived_of(keys: list[int]) -> Iterator[tuple[Any, Derived]]:
    """Each of the issued ones with what its rows say."""
    paid = Allocation.objects.filter(invoice=OuterRef("pk"))
    notes = Invoice.objects.filter(credits=OuterRef("pk"), number__isnull=False)
    off = WriteOff.objects.filter(invoice=OuterRef("pk"))
    rows = Invoice.objects.issued().filter(pk__in=keys).with_balance()
    rows = rows.annotate(
        sum_credited=credited(Invoice),
        sum_off=written_off(),
        latest_payment=_latest(paid, "payment__received_on"),
        latest_credit=_latest(notes, "issued_on"),
        latest_write_off=_latest(off, "on"),
    )
    for row in rows.order_by("pk"):
        yield row, _derived(row)


def _latest(rows: Any, name: str) -> Subquery:
    found = rows.order_by().values("organisation").annotate(day=Max(name)).values("day")
    return Subquery(found, output_field=DateField())


def _derived(row: Any) -> Derived:
    if row.kind == Kind.CREDIT:
        return row.issued_on, None, None, None
    if row.balance > 0:
        return None, None, None, row.balance
    days = [row.latest_payment, row.latest_credit, row.latest_write_off, row.paid_elsewhere_on]
    settled = max((day for day in days if day), default=row.issued_on)
    settled = max(settled, row.issued_on)
    unknown = row.paid_elsewhere and row.paid_elsewhere_on is None
    paid = row.latest_payment is not None or row.paid_elsewhere_on is not None
    alone = paid and not unknown and not row.sum_credited and not row.sum_off
    if not alone:
        return settled, None, None, None
    return settled, (settled - row.issued_on).days, (settled - row.due_on).days, None


def kept(row: Invoice) -> Derived:
    """What the row says of it."""
    return row.settled_on, row.paid_after, row.late_by, row.owed
