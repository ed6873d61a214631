"""The door to the papers of an invoice."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.billing.models import Invoice
from atrium.organisations.middleware import MemberRequest


def the_invoice(request: MemberRequest, key: UUID) -> Invoice:
    """The invoice, if the member may see it; else 404."""
    rows = Invoice.objects.visible_to(request.member).select_related("client", "credits")
    invoice: Invoice | None = rows.filter(public_id=key).first()
    if invoice is None:
        raise Http404
    invoice.organisation = request.member.organisation
    invoice.client.organisation = request.member.organisation
    return invoice
