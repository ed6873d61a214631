"""Invoices: drafted, changed, issued, credited, cancelled, written off (B07, C12)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.billing.days import today_of
from atrium.billing.lines import with_standing
from atrium.billing.models import Invoice, Line, NewLine
from atrium.billing.sources import Sources
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.invoice_bodies import (
    CreditIn,
    InvoiceCancelIn,
    InvoiceFilter,
    InvoiceIn,
    InvoiceOut,
    InvoicePatch,
    IssueIn,
    LineIn,
    WriteOffIn,
)
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

router = Router(tags=["Invoices"])
READ = Bearer("invoices:read", Can.MONEY_SEE)
WRITE = Bearer("invoices:write", Can.MONEY_EDIT)
ISSUE = Bearer("invoices:write", Can.MONEY_ISSUE)
TAKE = Bearer("payments:write", Can.MONEY_TAKE)
CREATED = 201
_PLAIN = (
    "number kind currency dated_on issued_on due_on service_from service_to terms reference note "
    "footer inclusive reverse_charge net tax adjustment total balance taxes reason settled_on "
    "recipient seller created_at version"
).split()


def _rows(request: ApiRequest) -> Any:
    rows = with_standing(Invoice.objects.visible_to(request.member))
    return rows.select_related("client", "credits").prefetch_related("lines__deducts")


def _the_invoice(request: ApiRequest, invoice_id: UUID) -> Any:
    invoice = found(request, _rows(request), invoice_id)
    invoice.organisation = invoice.client.organisation = request.member.organisation
    return invoice


def _card(request: ApiRequest, row: Any) -> dict[str, Any]:
    row.client.organisation = request.member.organisation
    return {name: getattr(row, name) for name in _PLAIN} | {
        "id": row.public_id,
        "state": row.standing(today_of(row.client), sent=row.was_sent).value,
        "client": reference(row.client),
        "credits": row.credits.number if row.credits else None,
        "lines": [_line(line) for line in sorted(row.lines.all(), key=lambda one: one.position)],
    }


def _line(line: Line) -> dict[str, Any]:
    numbers = ("quantity", "discount", "tax_percent")
    plain = ("text", "unit", "tax_name", "tax_category", "item_code", "rule", "amount", "work")
    told: dict[str, Any] = {name: getattr(line, name) for name in plain}
    told["deposit"] = line.deducts.public_id if line.deducts else None
    told |= {name: f"{getattr(line, name).normalize():f}" for name in numbers}
    return told | {"price": line.price_minor}


def _lines(
    client: Client, member: Member, sent: list[LineIn], had: Collection[str] = ()
) -> list[NewLine]:
    """The lines as they are wished for; refused where one names a deposit or work that is not the client's."""
    named = {one.deposit for one in sent if one.deposit}
    deposits = {
        row.public_id: row
        for row in Invoice.objects.filter(client=client, kind="deposit", public_id__in=named)
    }
    sources, found = Sources(member, client, client.organisation.currency), []
    for place, one in enumerate(sent):
        told = one.model_dump(exclude={"deposit"})
        if one.work not in had:
            told["work"] = sources.known(one.work)
        if one.deposit and one.deposit not in deposits:
            msg = f"Line {place + 1}: this client has no such deposit invoice."
            raise Refusal(msg, field=f"lines.{place}.deposit")
        if one.work and not told["work"]:
            msg = f"Line {place + 1}: this client has no such work."
            raise Refusal(msg, field=f"lines.{place}.work")
        found.append(NewLine(**told, deducts=deposits.get(one.deposit) if one.deposit else None))
    return found


def _anew(request: ApiRequest, invoice: Invoice, status: int = 200) -> HttpResponse:
    """The invoice as it stands now."""
    where = f"/api/v1/invoices/{invoice.public_id}" if status == CREATED else ""
    card = _card(request, _rows(request).get(pk=invoice.pk))
    return answer(card, status=status, location=where)


def _page(request: ApiRequest, rows: Any, asked: InvoiceFilter) -> HttpResponse:
    if asked.q.strip():
        rows = rows.holding(asked.q.replace("\x00", ""))
    if asked.show == "open":
        rows = rows.open()
    elif asked.show == "overdue":
        rows = rows.open().late(request.member.organisation)
    elif asked.show == "paid":
        rows = rows.filter(paid_after__isnull=False)
    elif asked.show == "draft":
        rows = rows.drafts()
    page, cursor = paged(rows, asked, NEWEST)
    return answer({"items": [_card(request, row) for row in page], "next": cursor})


@router.get("/invoices", auth=READ, response=Page[InvoiceOut], summary="List invoices")
def list_all_invoices(request: ApiRequest, query: Query[InvoiceFilter]) -> HttpResponse:
    """Of all clients, the newest first."""
    return _page(request, _rows(request), query)


@router.get(
    "/clients/{client_id}/invoices",
    auth=READ,
    response=Page[InvoiceOut],
    summary="List a client's invoices",
)
def list_invoices(
    request: ApiRequest, client_id: UUID, query: Query[InvoiceFilter]
) -> HttpResponse:
    """The newest first."""
    client = the_client(request, client_id)
    return _page(request, _rows(request).filter(client=client), query)


@router.post(
    "/clients/{client_id}/invoices",
    auth=WRITE,
    response={201: InvoiceOut},
    summary="Draft an invoice",
)
def draft_invoice(request: ApiRequest, client_id: UUID, data: InvoiceIn) -> HttpResponse:
    """It has no number until it is issued."""
    client, sent = the_client(request, client_id), data.sent()
    sent["lines"] = _lines(client, request.member, data.lines)
    return _anew(request, Invoice.draft(client, by=request.member, **sent), CREATED)


@router.get("/invoices/{invoice_id}", auth=READ, response=InvoiceOut, summary="Read an invoice")
def read_invoice(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """One invoice with its lines."""
    return answer(_card(request, _the_invoice(request, invoice_id)))


@router.patch("/invoices/{invoice_id}", auth=WRITE, response=InvoiceOut, summary="Change a draft")
def change_invoice(request: ApiRequest, invoice_id: UUID, data: InvoicePatch) -> HttpResponse:
    """What is issued stands as it is."""
    invoice, sent = _the_invoice(request, invoice_id), data.sent()
    if "lines" in sent:
        had = {line.work for line in invoice.lines.all()}
        sent["lines"] = _lines(invoice.client, request.member, data.lines or [], had)
    invoice.edit(by=request.member, **sent)
    return _anew(request, invoice)


@router.delete(
    "/invoices/{invoice_id}", auth=WRITE, response={204: None}, summary="Throw a draft away"
)
def discard_invoice(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """Only a draft can be thrown away."""
    _the_invoice(request, invoice_id).discard(by=request.member)
    return nothing()


@router.post(
    "/invoices/{invoice_id}/issue", auth=ISSUE, response=InvoiceOut, summary="Issue an invoice"
)
def issue_invoice(request: ApiRequest, invoice_id: UUID, data: IssueIn) -> HttpResponse:
    """It gets its number and never changes again."""
    invoice = _the_invoice(request, invoice_id)
    invoice.issue(by=request.member, on=data.on)
    return _anew(request, invoice)


@router.post(
    "/invoices/{invoice_id}/cancel", auth=ISSUE, response=InvoiceOut, summary="Cancel an invoice"
)
def cancel_invoice(request: ApiRequest, invoice_id: UUID, data: InvoiceCancelIn) -> HttpResponse:
    """A credit note over all that is left is issued; the credit note is answered."""
    note = _the_invoice(request, invoice_id).cancel(by=request.member, reason=data.reason)
    return _anew(request, note)


@router.post(
    "/invoices/{invoice_id}/credit",
    auth=ISSUE,
    response={201: InvoiceOut},
    summary="Credit an invoice",
)
def credit_invoice(request: ApiRequest, invoice_id: UUID, data: CreditIn) -> HttpResponse:
    """The credit note is answered."""
    invoice = _the_invoice(request, invoice_id)
    sent = data.lines
    lines = None if sent is None else _lines(invoice.client, request.member, sent)
    told = {"reason": data.reason, "amount": data.amount, "lines": lines}
    return _anew(request, invoice.credit(by=request.member, **told), CREATED)


@router.post(
    "/invoices/{invoice_id}/copy",
    auth=WRITE,
    response={201: InvoiceOut},
    summary="Copy an invoice",
)
def copy_invoice(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """Into a new draft."""
    return _anew(request, _the_invoice(request, invoice_id).copy(by=request.member), CREATED)


@router.post(
    "/invoices/{invoice_id}/write-off",
    auth=TAKE,
    response=InvoiceOut,
    summary="Write off what is owed",
)
def write_off_invoice(request: ApiRequest, invoice_id: UUID, data: WriteOffIn) -> HttpResponse:
    """All that is owed, or a part."""
    invoice = _the_invoice(request, invoice_id)
    invoice.write_off(by=request.member, reason=data.reason, amount=data.amount)
    return _anew(request, invoice)
