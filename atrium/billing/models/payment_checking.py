"""What a payment may say, and what it tells it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.billing.days import today_of
from atrium.billing.models.checking import refuse_booked, refuse_currency
from atrium.billing.models.paid_by import Method, Source
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number, money
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atrium.billing.models.invoice import Invoice
    from atrium.billing.models.payment import Payment

NAMED = 5


def refuse_wrong(payment: Payment) -> None:
    """Refused where no payment can be like this."""
    refuse_currency(payment.currency)
    card_number.refuse(reference=payment.reference, external_id=payment.external_id)
    if not 0 < payment.amount < money.LARGEST:
        msg = gettext("Give an amount above nought that can be kept exactly.")
        raise Refusal(msg, field="amount")
    refuse_booked(payment.received_on, "on")
    if payment.received_on > today_of(payment.client):
        msg = gettext("Give the day on which it came in; it cannot be one to come.")
        raise Refusal(msg, field="on")
    if payment.method not in Method.values or payment.source not in Source.values:
        msg = gettext("Choose how it was paid.")
        raise Refusal(msg, field="method")


def what_for(invoices: Sequence[Invoice]) -> str:
    """The invoices that it goes towards, as its event says them; empty where there is none."""
    words = ", ".join(str(invoice) for invoice in invoices[:NAMED])
    if not words:
        return ""
    if len(invoices) <= NAMED:
        return gettext(" for {invoices}").format(invoices=words)
    return gettext(" for {invoices} and {count} more").format(
        invoices=words, count=len(invoices) - NAMED
    )
