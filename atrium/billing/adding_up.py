"""Amounts of invoices added up, by client and by currency: the parts that figures, orders and filters share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf

from atrium.billing.models import Invoice
from atrium.organisations.models import Organisation

YEAR = timedelta(days=365)


def net_of(rows: Any, condition: Q) -> Coalesce:
    """Net amounts invoiced less those credited, of rows that meet the condition."""
    minus = F("net") * Value(-1, output_field=BigIntegerField())
    signed = Case(When(kind="credit", then=minus), default=F("net"), output_field=BigIntegerField())
    return Coalesce(Sum(signed, filter=condition or None), 0, output_field=BigIntegerField())


def owed_in(rows: Any) -> Coalesce:
    """What is owed of open invoices of one client."""
    summed = rows.order_by().values("organisation").annotate(n=Sum("owed"))
    return Coalesce(Subquery(summed.values("n")), 0, output_field=BigIntegerField())


def weighted_days(rows: Any) -> Combinable:
    """Days to pay, each counted with the amount that was waited for; of rows in one currency."""
    weight = Cast("total", FloatField())
    return Sum(F("paid_after") * weight) / NullIf(Sum(weight), Value(0.0))


def unpaid_in_ours(place: Organisation) -> Combinable:
    """What a client owes in the organisation's currency: sums over a group count nothing else."""
    return owed_in(Invoice.objects.owing().filter(client=OuterRef("pk"), currency=place.currency))


def late_in_ours(place: Organisation) -> Combinable:
    """What of it is overdue."""
    late = Invoice.objects.owing().late(place)
    return owed_in(late.filter(client=OuterRef("pk"), currency=place.currency))


def invoiced_in_ours(place: Organisation) -> Combinable:
    """What it was invoiced in the last twelve months, in the same currency."""
    rows = invoiced_lately(place).filter(client=OuterRef("pk"), currency=place.currency)
    sums = rows.order_by().values("organisation").annotate(n=net_of(rows, Q()))
    return Coalesce(Subquery(sums.values("n")), 0, output_field=BigIntegerField())


def invoiced_lately(place: Organisation) -> Any:
    """What was invoiced and credited in the last twelve months."""
    today = place.today()
    return Invoice.objects.issued().filter(dated_on__gt=today - YEAR, dated_on__lte=today)


def lines_of_currency(rows: Any) -> Iterator[tuple[str, int]]:
    """Each currency with what is owed in it."""
    for row in rows.order_by().values("currency").annotate(sum=Sum("owed")):
        yield row["currency"], int(row["sum"])
