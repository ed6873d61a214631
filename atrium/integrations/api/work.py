"""What was done for a client and can be charged: meetings that are over, jobs that are finished (V07)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.billing.models import Invoice
from atrium.clients.models import Client
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.charges import ChargeOut, charge_told
from atrium.integrations.api.errors import Invalid, Problem, not_found
from atrium.integrations.api.finding import the_client
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can
from atrium.payments.charging_work import Price, bill_of
from atrium.payments.models import Billed, Card, Charge
from atrium.payments.tasks import carry_out
from atrium.payments.work import JOB, Work, the_work, to_charge
from atrium.prices.models import Item

router = Router(tags=["Charges"])
READ = Bearer("charges:read", Can.MONEY_SEE)
WRITE = Bearer("charges:write", Can.MONEY_EDIT)


class ChargeableOut(Schema):
    """A meeting or a job that is not charged yet; ``id`` is its own."""

    id: UUID
    kind: str = Field(examples=["job"])
    what: str = Field(examples=["J-0012 New shelves"])
    on: date
    hours: Decimal
    amount: int | None = Field(description="What was agreed for it, in minor units.")
    currency: str


class WorkList(Schema):
    """What is not charged yet, the oldest first."""

    items: list[ChargeableOut]


class WorkChargeIn(Input):
    """What the work is charged with. Left out as a whole: what was agreed for the job."""

    item: Id | None = Field(None, description="An item of the price list.")
    quantity: Decimal | None = Field(
        None, gt=0, max_digits=12, decimal_places=4, description="Left out: its hours, or 1."
    )
    price: int | None = Field(
        None, ge=0, lt=10**15, description="Of one, in minor units, instead of what the list says."
    )
    at_once: bool = Field(
        default=False, description="Issue the invoice and charge the card on file."
    )
    card: Id | None = Field(None, description="Left out: the usual one.")


class WorkChargeOut(Schema):
    """The invoice that the work became, and the charge where its card was charged at once."""

    invoice: UUID
    number: str = Field(description="Empty for a draft.")
    total: int
    currency: str
    charge: ChargeOut | None


class WorkWaiveIn(Input):
    """Why it is not charged."""

    reason: str = Field(min_length=1, max_length=500, examples=["Part of the retainer"])


def _told(work: Work) -> dict[str, Any]:
    plain = ("what", "on", "hours", "amount", "currency")
    kind = "job" if work.model == JOB else "meeting"
    return {name: getattr(work, name) for name in plain} | {"id": work.public_id, "kind": kind}


@router.get(
    "/clients/{client_id}/work", auth=READ, response=WorkList, summary="List what is not charged"
)
def list_work(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Meetings that are over and jobs that are finished, of the last 60 days."""
    found = to_charge(the_client(request, client_id), request.member)
    return answer({"items": [_told(work) for work in found]})


@router.post(
    "/clients/{client_id}/work/{work_id}/charge",
    auth=WRITE,
    response={201: WorkChargeOut},
    summary="Charge a meeting or a job",
)
def charge_work(
    request: ApiRequest, client_id: UUID, work_id: UUID, data: WorkChargeIn
) -> HttpResponse:
    """By a draft invoice, or at once to a card on file. Each piece of work is charged once."""
    client, member = the_client(request, client_id), request.member
    bill = bill_of(_work(request, client, work_id), Price(_item(data), data.quantity, data.price))
    if not data.at_once:
        return answer(_charged(bill.draft(by=member), None), status=201)
    if not (member.can(Can.MONEY_TAKE) and member.can(Can.MONEY_ISSUE)):
        raise Problem(403, "Charging at once needs the permission to issue and to take payments.")
    charge = bill.charge(_card(client, data), by=member)
    carry_out.enqueue(member.organisation.pk, charge.pk)
    invoice = charge.parts.select_related("invoice").get().invoice
    return answer(_charged(invoice, charge), status=201)


@router.post(
    "/clients/{client_id}/work/{work_id}/waive",
    auth=WRITE,
    response={204: None},
    summary="Do not charge a meeting or a job",
)
def waive_work(
    request: ApiRequest, client_id: UUID, work_id: UUID, data: WorkWaiveIn
) -> HttpResponse:
    """Say that it is not charged, and why."""
    work = _work(request, the_client(request, client_id), work_id)
    Billed.waive(work, by=request.member, reason=data.reason)
    return nothing()


def _work(request: ApiRequest, client: Client, key: UUID) -> Work:
    found = the_work(client, request.member, key)
    if found is None:
        raise not_found()
    return found


def _item(data: WorkChargeIn) -> Item | None:
    if data.item is None:
        return None
    found: Item | None = (
        Item.objects.live().select_related("tax").filter(public_id=data.item).first()
    )
    if found is None:
        raise Invalid([("item", "There is no such item on the price list.")])
    return found


def _card(client: Client, data: WorkChargeIn) -> Card:
    rows = Card.objects.on_file().filter(client=client).select_related("account")
    rows = rows.filter(public_id=data.card) if data.card else rows.filter(is_default=True)
    card: Card | None = rows.first()
    if card is None:
        raise Invalid([("card", "This client has no such card on file.")])
    card.client = client
    return card


def _charged(invoice: Invoice, charge: Charge | None) -> dict[str, Any]:
    return {
        "invoice": invoice.public_id,
        "number": invoice.number or "",
        "total": invoice.total,
        "currency": invoice.currency,
        "charge": charge_told(charge) if charge else None,
    }
