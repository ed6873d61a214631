"""Payments that were returned, and entries of the bank that are payments recorded by hand (V10)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.billing.models import Payment
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.bank import WRITE as BANK_WRITE
from atrium.integrations.api.bank import BankEntryOut, entry_told, the_bank_entry
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can
from atrium.payments.models import BankBooking, BankEntry, Returned, ReturnKind

router = Router(tags=["Payments"])
READ = Bearer("payments:read", Can.MONEY_SEE)
TAKE = Bearer("payments:write", Can.MONEY_TAKE)


class ReturnedOut(Schema):
    """That a payment, or a part of it, came back."""

    id: UUID
    kind: ReturnKind
    amount: int = Field(description="In minor units.")
    on: date
    reason: str
    fee: int = Field(description="What the client was asked for because of it, in minor units.")
    fee_invoice: UUID | None
    invoices: list[UUID] = Field(description="Those that are owed again.")


class ReturnedList(Schema):
    """The first one first."""

    items: list[ReturnedOut]


class ReturnedIn(Input):
    """How a payment came back."""

    kind: ReturnKind = Field(examples=["debit"])
    reason: str = Field("", max_length=400, examples=["Insufficient funds"])
    amount: int | None = Field(
        None, gt=0, lt=10**15, description="In minor units; left out: all that is left of it."
    )
    on: date | None = Field(None, description="Left out: today.")
    fee: int = Field(0, ge=0, lt=10**15, description="What the client is asked for, minor units.")
    entry: Id | None = Field(None, description="The entry of the bank by which it went out.")


class BankMatchIn(Input):
    """The payment that an entry of the bank is."""

    payment: Id


def _told(row: Returned) -> dict[str, Any]:
    plain = ("kind", "amount", "on", "reason")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.public_id,
        "fee": row.fee.amount if row.fee else 0,
        "fee_invoice": row.fee.invoice.public_id if row.fee else None,
        "invoices": [one.invoice.public_id for one in row.invoices.select_related("invoice")],
    }


def _rows(request: ApiRequest) -> Any:
    return Payment.objects.visible_to(request.member).select_related("client")


def _the_payment(request: ApiRequest, key: UUID) -> Payment:
    payment: Payment = found(request, _rows(request), key)
    payment.organisation = payment.client.organisation = request.member.organisation
    return payment


@router.get(
    "/payments/{payment_id}/returns", auth=READ, response=ReturnedList, summary="List returns"
)
def list_returns(request: ApiRequest, payment_id: UUID) -> HttpResponse:
    """How often a payment was returned, and what followed."""
    rows = Returned.objects.filter(payment=_the_payment(request, payment_id))
    return answer({"items": [_told(row) for row in rows.select_related("fee__invoice")]})


@router.post(
    "/payments/{payment_id}/returns",
    auth=TAKE,
    response={201: ReturnedOut},
    summary="Take a returned payment back",
)
def return_payment(request: ApiRequest, payment_id: UUID, data: ReturnedIn) -> HttpResponse:
    """What it covered is owed again, and reminders begin anew. It stays in the books."""
    payment = _the_payment(request, payment_id)
    values = data.model_dump(exclude={"entry"})
    values["entry"] = _entry(request, data)
    return answer(_told(Returned.book(payment, by=request.member, **values)), status=201)


@router.post(
    "/bank-entries/{entry_id}/match",
    auth=BANK_WRITE,
    response=BankEntryOut,
    summary="Match an entry with a payment",
)
def match_bank_entry(request: ApiRequest, entry_id: UUID, data: BankMatchIn) -> HttpResponse:
    """Say that it is a payment which was recorded by hand, so that it counts once."""
    entry = the_bank_entry(request, entry_id)
    payment = _rows(request).filter(public_id=data.payment).first()
    if payment is None:
        raise Invalid([("payment", "There is no payment with this identifier.")])
    payment.organisation = payment.client.organisation = request.member.organisation
    BankBooking.match(entry, payment, by=request.member)
    return answer(entry_told(entry, request))


def _entry(request: ApiRequest, data: ReturnedIn) -> BankEntry | None:
    if data.entry is None:
        return None
    entry: BankEntry | None = BankEntry.objects.filter(public_id=data.entry).first()
    if entry is None:
        raise Invalid([("entry", "There is no entry of the bank with this identifier.")])
    entry.organisation = request.member.organisation
    return entry
