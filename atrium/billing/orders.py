"""Lists of clients by what they owe, were invoiced, and how long they take to pay (B06).

Amounts are those in the organisation's currency; who has none comes last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Avg, BigIntegerField, Q, Sum, Value
from django.db.models.functions import Cast, Round

from atrium.billing.adding_up import invoiced_lately, net_of
from atrium.billing.facts import paid
from atrium.billing.models import Invoice
from atrium.clients.field_sort import Keys
from atrium.clients.list_order import Sort, sort_by
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can

type Rows = Callable[[Organisation], Any]


def _each(rows: Any) -> Any:
    return rows.order_by("client").values("client")


def _owed(rows: Any, place: Organisation) -> Keys:
    ours = rows.filter(currency=place.currency)
    return Keys(_each(ours).annotate(amount=Sum("owed")), "amount")


def _unpaid(place: Organisation) -> Keys:
    return _owed(Invoice.objects.owing(), place)


def _overdue(place: Organisation) -> Keys:
    return _owed(Invoice.objects.owing().late(place), place)


def _invoiced(place: Organisation) -> Keys:
    rows = invoiced_lately(place).filter(currency=place.currency)
    return Keys(_each(rows).annotate(amount=net_of(rows, Q())), "amount")


def _days(place: Organisation) -> Keys:
    """In tenths, as the header has them."""
    tenths = Cast(Round(Avg("paid_after") * Value(10.0)), BigIntegerField())
    return Keys(_each(paid(place)).annotate(tenths=tenths), "tenths")


for _slug, _label, _walked in (
    ("unpaid", gettext_lazy("Unpaid"), _unpaid),
    ("overdue", gettext_lazy("Overdue"), _overdue),
    ("invoiced", gettext_lazy("Invoiced, 12 months"), _invoiced),
    ("days_to_pay", gettext_lazy("Days to pay"), _days),
):
    sort_by(
        Sort(
            slug=_slug,
            label=_label,
            field="",
            newest_first=True,
            walked=_walked,
            holds=int,
            needs=Can.MONEY_SEE,
            scope="invoices:read",
        )
    )
