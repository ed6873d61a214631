"""The papers of invoices: drawn once when they are issued, kept, and handed out as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.billing.einvoice.facturx import enclosed
from atrium.billing.models import InvoicePaper, Letterhead, Seller
from atrium.billing.models.tax_reasons import with_reasons
from atrium.billing.printed.printing import printed
from atrium.billing.recipient import account_of, recipient_of
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.billing.models import Invoice


def paper_of(invoice: Invoice) -> InvoicePaper:
    """The PDF of an issued invoice; drawn now where the queue has not come to it yet.

    Refused for a draft, and where the machine cannot draw.
    """
    invoice.refuse_draft()
    if invoice.imported:
        msg = gettext("{invoice} was issued elsewhere; its paper is kept there.")
        raise Refusal(msg.format(invoice=invoice))
    kept = InvoicePaper.of(invoice)
    if kept is not None:
        return kept
    rows = list(invoice.lines.all())
    inside = enclosed(invoice, rows)
    look = Letterhead.of(invoice.organisation)
    pdf = printed(invoice, rows, logo=look.picture, accent=look.colour, enclosed=inside)
    return InvoicePaper.keep(invoice, pdf, holds_einvoice=inside is not None)


def preview_of(invoice: Invoice) -> bytes:
    """What a draft would look like today; nothing of it is kept."""
    client, look = invoice.client, Letterhead.of(invoice.organisation)
    invoice.seller = Seller.of(invoice.organisation).snapshot
    invoice.recipient = recipient_of(client, account_of(client))
    rows = list(invoice.lines.all())
    invoice.taxes = with_reasons({"taxes": invoice.taxes}, rows)["taxes"]
    return printed(invoice, rows, logo=look.picture, accent=look.colour)


def name_of(invoice: Invoice) -> str:
    """What the file is called."""
    return f"{(invoice.number or 'draft').replace('/', '-')}.pdf"
