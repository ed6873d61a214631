"""The papers of invoices: as PDF and as e-invoice (C12)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from atrium.billing.einvoice.checking import XRECHNUNG
from atrium.billing.einvoice.document import einvoice
from atrium.billing.paper_access import the_invoice
from atrium.billing.printed.keeping import name_of, paper_of, preview_of
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

PDF = "application/pdf"
PROFILES = {"": "", "xrechnung": XRECHNUNG}


@require_safe
@member_view(needs=Can.MONEY_SEE)
def invoice_pdf(request: MemberRequest, key: UUID) -> HttpResponse:
    """The PDF as it was kept; of a draft what it would look like."""
    invoice = the_invoice(request, key)
    pdf = preview_of(invoice) if invoice.is_draft else paper_of(invoice).content
    return inline(pdf, name_of(invoice))


@require_safe
@member_view(needs=Can.MONEY_SEE)
def invoice_xml(request: MemberRequest, key: UUID) -> HttpResponse:
    """The e-invoice alone: EN 16931, or XRechnung where ``profile`` asks for it."""
    profile = PROFILES.get(request.GET.get("profile", ""))
    if profile is None:
        raise Http404
    invoice = the_invoice(request, key)
    xml = einvoice(invoice, list(invoice.lines.all()), profile)
    response = inline(xml, name_of(invoice).replace(".pdf", ".xml"), "application/xml")
    response["Content-Disposition"] = response["Content-Disposition"].replace(
        "inline", "attachment"
    )
    return response


def inline(content: bytes, name: str, content_type: str = PDF) -> HttpResponse:
    """A file of our own making, shown where a browser can show it, and never taken for anything else."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"  # noqa: FBT003 - as Django has it
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
