"""Payments: recorded, put towards invoices, paid back (V04)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.billing.models import Invoice, Payment
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen_client, found, the_client
from atrium.integrations.api.invoice_bodies import (
    AllocationIn,
    InvoiceCancelIn,
    PaymentFilter,
    PaymentIn,
    PaymentOut,
    RefundIn,
)
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.shell import answer
from atrium.organisations.permissions import Can

router = Router(tags=["Payments"])
READ = Bearer("payments:read", Can.MONEY_SEE)
TAKE = Bearer("payments:write", Can.MONEY_TAKE)
CREATED = 201
_PLAIN = "number code amount currency received_on method reference source external_id".split()


def _rows(request: ApiRequest) -> Any:
    rows: Any = Payment.objects.visible_to(request.member).with_free()
    return rows.select_related("client").prefetch_related("allocations__invoice")


def _the_payment(request: ApiRequest, payment_id: UUID) -> Payment:
    payment: Payment = found(request, _rows(request), payment_id)
    payment.organisation = payment.client.organisation = request.member.organisation
    return payment


def _card(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PLAIN} | {
        "id": row.public_id,
        "client": reference(row.client),
        "refunded": row.back,
        "free": row.unused,
        "struck_out": row.is_void,
        "allocations": [
            {"invoice": one.invoice.public_id, "number": str(one.invoice), "amount": one.amount}
            for one in row.allocations.all()
        ],
    }


def _anew(request: ApiRequest, payment: Payment, status: int = 200) -> HttpResponse:
    where = f"/api/v1/payments/{payment.public_id}" if status == CREATED else ""
    return answer(_card(_rows(request).get(pk=payment.pk)), status=status, location=where)


def _towards(request: ApiRequest, one: AllocationIn) -> Invoice:
    """The invoice that a body names; else 422."""
    rows = Invoice.objects.visible_to(request.member).filter(public_id=one.invoice)
    invoice: Invoice | None = rows.select_related("client").first()
    if invoice is None:
        raise Invalid([("invoice", "There is no such invoice.")])
    return invoice


@router.get("/payments", auth=READ, response=Page[PaymentOut], summary="List payments")
def list_all_payments(request: ApiRequest, query: Query[PaymentFilter]) -> HttpResponse:
    """Of all clients, the newest first."""
    page, cursor = paged(_rows(request), query, NEWEST)
    return answer({"items": [_card(row) for row in page], "next": cursor})


@router.get(
    "/clients/{client_id}/payments",
    auth=READ,
    response=Page[PaymentOut],
    summary="List a client's payments",
)
def list_payments(
    request: ApiRequest, client_id: UUID, query: Query[PaymentFilter]
) -> HttpResponse:
    """The newest first."""
    rows = _rows(request).filter(client=the_client(request, client_id))
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(row) for row in page], "next": cursor})


@router.post("/payments", auth=TAKE, response={201: PaymentOut}, summary="Record a payment")
def take_payment(request: ApiRequest, data: PaymentIn) -> HttpResponse:
    """With an `external_id` that was taken before, the first payment is answered."""
    client = chosen_client(request, data.client, "client")
    sent = data.model_dump(exclude={"client", "invoices"})
    towards = None
    if data.invoices is not None:
        towards = [(_towards(request, one), one.amount) for one in data.invoices]
    payment = Payment.take(client, by=request.member, invoices=towards, **sent)
    return _anew(request, payment, CREATED)


@router.get("/payments/{payment_id}", auth=READ, response=PaymentOut, summary="Read a payment")
def read_payment(request: ApiRequest, payment_id: UUID) -> HttpResponse:
    """One payment with what it covers."""
    return answer(_card(_the_payment(request, payment_id)))


@router.post(
    "/payments/{payment_id}/allocate",
    auth=TAKE,
    response=PaymentOut,
    summary="Put a payment towards an invoice",
)
def allocate_payment(request: ApiRequest, payment_id: UUID, data: AllocationIn) -> HttpResponse:
    """No more than is free of it and owed of the invoice."""
    payment = _the_payment(request, payment_id)
    payment.allocate(_towards(request, data), data.amount, by=request.member)
    return _anew(request, payment)


@router.post(
    "/payments/{payment_id}/unallocate",
    auth=TAKE,
    response=PaymentOut,
    summary="Take a payment off an invoice",
)
def free_payment(request: ApiRequest, payment_id: UUID, data: AllocationIn) -> HttpResponse:
    """It is free again."""
    payment = _the_payment(request, payment_id)
    payment.unallocate(_towards(request, data), data.amount, by=request.member)
    return _anew(request, payment)


@router.post(
    "/payments/{payment_id}/refund",
    auth=TAKE,
    response=PaymentOut,
    summary="Pay a payment back",
)
def refund_payment(request: ApiRequest, payment_id: UUID, data: RefundIn) -> HttpResponse:
    """A part, or all that is free."""
    payment = _the_payment(request, payment_id)
    payment.refund(data.amount, by=request.member, reason=data.reason, external_id=data.external_id)
    return _anew(request, payment)


@router.post(
    "/payments/{payment_id}/void", auth=TAKE, response=PaymentOut, summary="Strike a payment out"
)
def void_payment(request: ApiRequest, payment_id: UUID, data: InvoiceCancelIn) -> HttpResponse:
    """As if it had never come; it stays to be read."""
    payment = _the_payment(request, payment_id)
    payment.void(by=request.member, reason=data.reason)
    return _anew(request, payment)
