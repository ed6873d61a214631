"""What billing does because something happened; it runs in the queue."""

from __future__ import annotations

from atrium.billing.events import InvoiceIssued
from atrium.billing.models import Invoice
from atrium.billing.printed.keeping import paper_of
from atrium.timeline.listeners import listens
from atrium.timeline.models import Event


@listens(InvoiceIssued)
def draw(event: Event) -> None:
    """Draw the paper of what was issued, so that it is there before anyone asks."""
    if event.subject_id is None:
        return
    rows = Invoice.objects.issued().select_related("client", "credits")
    invoice = rows.filter(pk=event.subject_id, client=event.client_id).first()
    if invoice is not None:
        paper_of(invoice)
