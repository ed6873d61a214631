"""Invoices as PDF and as e-invoices, sending them, and the postings of a period (C12)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.billing.accounting.postings import Posting, postings
from atrium.billing.einvoice.document import einvoice
from atrium.billing.letters import letter_of
from atrium.billing.mailing import proposed, send
from atrium.billing.models import Books, Invoice
from atrium.billing.printed.keeping import name_of, paper_of, preview_of
from atrium.billing.views.papers import inline
from atrium.conversations.mail.writing import receivers
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Day, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Invoices"])
READ = Bearer("invoices:read", Can.MONEY_SEE)
SEND = Bearer("invoices:write", Can.MONEY_ISSUE)
BOOKS = Bearer("invoices:read", Can.CLIENTS_SEE_ALL)


class EinvoiceFor(Schema):
    """Which e-invoice."""

    profile: Literal["", "xrechnung"] = Field("", description="EN 16931, or XRechnung 3.0.")


class InvoiceLetterIn(Input):
    """How an invoice goes out; what is left out is as the page proposes it."""

    to: StrictStr = Field(
        "",
        max_length=2000,
        description="Addresses with commas between; by default who is reached for bills.",
        examples=["Ana Ruiz <ana@bar.example>"],
    )
    subject: StrictStr = Field("", max_length=300)
    text: StrictStr = Field("", max_length=10_000)


class InvoiceSentOut(Schema):
    """To whom it went."""

    to: list[str]


class LegOut(Schema):
    """One side of a posting, in minor units."""

    account: str
    debit: int
    credit: int
    tax: str = Field(description="Category (UNCL 5305) and per cent, of revenue and tax.")


class PostingOut(Schema):
    """What is booked for one paper or payment; debits and credits are the same."""

    day: str
    document: str
    text: str
    client: int = Field(description="The client's number.")
    currency: str
    legs: list[LegOut]


class PostingList(Schema):
    """The postings of a period, by day."""

    items: list[PostingOut]


class PostingPeriod(Schema):
    """From which day to which, at most a year."""

    first: Day = Field(examples=["2024-01-01"])
    last: Day = Field(examples=["2024-12-31"])


def _invoice(request: ApiRequest, invoice_id: UUID) -> Invoice:
    rows = Invoice.objects.visible_to(request.member).select_related("client", "credits")
    invoice: Invoice = found(request, rows, invoice_id)
    invoice.organisation = request.member.organisation
    invoice.client.organisation = request.member.organisation
    return invoice


@router.get("/invoices/{invoice_id}/paper", auth=READ, summary="Read the PDF of an invoice")
def read_invoice_paper(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """As it was kept when it was issued; of a draft what it would look like."""
    invoice = _invoice(request, invoice_id)
    pdf = preview_of(invoice) if invoice.is_draft else paper_of(invoice).content
    return inline(pdf, name_of(invoice))


@router.get("/invoices/{invoice_id}/einvoice", auth=READ, summary="Read an e-invoice")
def read_einvoice(request: ApiRequest, invoice_id: UUID, query: Query[EinvoiceFor]) -> HttpResponse:
    """XML after EN 16931; 409 with what is missing."""
    invoice = _invoice(request, invoice_id)
    xml = einvoice(invoice, list(invoice.lines.all()), query.profile)
    return inline(xml, name_of(invoice).replace(".pdf", ".xml"), "application/xml")


@router.post(
    "/invoices/{invoice_id}/send",
    auth=SEND,
    response=InvoiceSentOut,
    summary="Send an invoice by e-mail",
)
def send_invoice(request: ApiRequest, invoice_id: UUID, data: InvoiceLetterIn) -> HttpResponse:
    """Each receiver gets a mail with the PDF and a link of their own."""
    invoice, by = _invoice(request, invoice_id), request.member
    invoice.refuse_draft()
    to = receivers(data.to, "to") if data.to else proposed(invoice).receivers
    subject, words = letter_of(invoice, by)
    send(invoice, by=by, to=to, subject=data.subject or subject, words=data.text or words)
    return answer({"to": [one.address for one in to]})


@router.get("/accounting/postings", auth=BOOKS, response=PostingList, summary="Read postings")
def list_postings(request: ApiRequest, query: Query[PostingPeriod]) -> HttpResponse:
    """For members who see every client; a period of at most a year."""
    if not 0 <= (query.last - query.first).days <= 366:  # noqa: PLR2004 - a leap year
        raise Invalid([("last", "Ask for at most a year, the last day after the first.")])
    books = Books.of(request.member.organisation)
    return answer({"items": [_posting(one) for one in postings(books, query.first, query.last)]})


def _posting(one: Posting) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "document": one.document,
        "text": one.text,
        "client": one.client_number,
        "currency": one.currency,
        "legs": [
            {"account": leg.account, "debit": leg.debit, "credit": leg.credit, "tax": leg.rate}
            for leg in one.legs
        ],
    }
