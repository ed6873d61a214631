"""What payments do because something happened; it runs in the queue."""

from __future__ import annotations

from datetime import timedelta

from atrium.billing.days import today_of
from atrium.billing.events import PaymentReceived
from atrium.billing.models import Payment, Source
from atrium.foundation.errors import Refusal
from atrium.payments.models import CollectingRules, Receipt
from atrium.timeline.listeners import listens
from atrium.timeline.models import Event

FRESH = timedelta(days=14)


@listens(PaymentReceived)
def thank(event: Event) -> None:
    """Send the receipt, where the organisation wants that; for nothing old, and nothing imported."""
    if event.subject_id is None or not CollectingRules.standing().thanks:
        return
    rows = Payment.objects.standing().exclude(source=Source.IMPORT)
    rows = rows.select_related("client__owner", "client__organisation", "created_by")
    payment = rows.filter(pk=event.subject_id).first()
    if payment is None or payment.client.is_archived:
        return
    payment.organisation = payment.client.organisation
    if payment.received_on < today_of(payment.client) - FRESH:
        return
    try:
        Receipt.thank(payment, by=None)
    except Refusal:
        return  # the page of the payment says why
