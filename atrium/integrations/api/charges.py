"""Pay links, cards on file, and charges through a payment provider (V04, V10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.billing.models import Invoice
from atrium.clients.models import Client
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid, Problem
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can
from atrium.payments.models import Card, Charge, ChargeState, PayLink, Reminder, ReminderLevel
from atrium.payments.tasks import carry_out

router = Router(tags=["Charges"])
READ = Bearer("charges:read", Can.MONEY_SEE)
WRITE = Bearer("charges:write", Can.MONEY_TAKE)


class CardOut(Schema):
    """A card on file: the provider keeps it, nobody here knows more of it than this."""

    id: UUID
    brand: str = Field(examples=["visa"])
    last4: str = Field(examples=["4242"])
    expires: str = Field(examples=["12/31"])
    is_default: bool


class ChargeOut(Schema):
    """An attempt to take money."""

    id: UUID
    state: ChargeState
    amount: int = Field(description="In minor units.")
    currency: str
    what_for: str = Field(description="The numbers of the invoices.")
    card: str = Field(examples=["Visa …4242"])
    problem: str
    payment: str = Field(description="The number of the payment it became.")
    made_at: datetime
    settled_at: datetime | None


class ChargeIn(Input):
    """What is charged to a card on file: all that is owed of these invoices."""

    invoices: list[Id] = Field(min_length=1, max_length=50)
    card: Id | None = Field(None, description="Left out: the usual one.")


class PayLinkOut(Schema):
    """Where a client pays an invoice."""

    url: str
    expires_at: datetime


def _card(card: Card) -> dict[str, Any]:
    plain = ("brand", "last4", "expires", "is_default")
    return {name: getattr(card, name) for name in plain} | {"id": card.public_id}


def charge_told(charge: Charge) -> dict[str, Any]:
    """What is told of a charge."""
    plain = ("state", "amount", "currency", "what_for", "problem", "made_at", "settled_at")
    return {name: getattr(charge, name) for name in plain} | {
        "id": charge.public_id,
        "card": str(charge.card) if charge.card else "",
        "payment": charge.payment.code if charge.payment else "",
    }


def _cards(client: Client) -> Any:
    return Card.objects.on_file().filter(client=client).select_related("account")


@router.get(
    "/clients/{client_id}/cards", auth=READ, response=Page[CardOut], summary="List cards on file"
)
def list_cards(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which they were left."""
    rows, cursor = paged(_cards(the_client(request, client_id)), query)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.delete(
    "/clients/{client_id}/cards/{card_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a card from file",
)
def remove_card(request: ApiRequest, client_id: UUID, card_id: UUID) -> HttpResponse:
    """Here and at the provider."""
    client = the_client(request, client_id)
    card: Card = found(request, _cards(client), card_id)
    card.client = client
    card.remove(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/charges", auth=READ, response=Page[ChargeOut], summary="List charges"
)
def list_charges(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The newest first."""
    rows = Charge.objects.filter(client=the_client(request, client_id))
    page, cursor = paged(rows.select_related("card", "payment"), query, NEWEST)
    return answer({"items": [charge_told(row) for row in page], "next": cursor})


@router.post(
    "/clients/{client_id}/charges", auth=WRITE, response={202: ChargeOut}, summary="Charge a card"
)
def charge_card(request: ApiRequest, client_id: UUID, data: ChargeIn) -> HttpResponse:
    """What is owed of the invoices is taken by the queue; ask the list of charges what became of it."""
    client = the_client(request, client_id)
    rows = _cards(client)
    rows = rows.filter(public_id=data.card) if data.card else rows.filter(is_default=True)
    card: Card | None = rows.first()
    if card is None:
        raise Invalid([("card", "This client has no such card on file.")])
    card.client = client
    wanted = list(dict.fromkeys(data.invoices))
    invoices = {
        row.public_id: row
        for row in Invoice.objects.issued().filter(client=client, public_id__in=wanted)
    }
    if missing := [n for n, key in enumerate(wanted) if key not in invoices]:
        why = "This client has no issued invoice with this identifier."
        raise Invalid([(f"invoices.{missing[0]}", why)])
    charge = Charge.ask(card, [invoices[key] for key in wanted], by=request.member)
    carry_out.enqueue(request.member.organisation.pk, charge.pk)
    return answer(charge_told(charge), status=202)


@router.post(
    "/clients/{client_id}/invoices/{invoice_id}/pay-link",
    auth=WRITE,
    response=PayLinkOut,
    summary="Make a pay link",
)
def make_pay_link(request: ApiRequest, client_id: UUID, invoice_id: UUID) -> HttpResponse:
    """The one that stands, or a new one, where something is owed."""
    link = PayLink.of(_the_invoice(request, client_id, invoice_id), by=request.member)
    return answer({"url": link.url, "expires_at": link.expires_at})


@router.delete(
    "/clients/{client_id}/invoices/{invoice_id}/pay-link",
    auth=WRITE,
    response={204: None},
    summary="Revoke a pay link",
)
def revoke_pay_link(request: ApiRequest, client_id: UUID, invoice_id: UUID) -> HttpResponse:
    """Nothing happens where there is none."""
    invoice = _the_invoice(request, client_id, invoice_id)
    for link in PayLink.objects.filter(invoice=invoice, revoked_at=None):
        link.invoice = invoice
        link.revoke(by=request.member)
    return nothing()


class ReminderOut(Schema):
    """That an invoice was reminded of."""

    level: str = Field(examples=["Friendly reminder"])
    owed: int = Field(description="What was owed then, in minor units.")
    at: datetime


class ReminderList(Schema):
    """The reminders of an invoice, the first one first."""

    items: list[ReminderOut]


def _reminder(row: Reminder) -> dict[str, Any]:
    return {"level": row.level.label, "owed": row.owed, "at": row.at}


@router.get(
    "/clients/{client_id}/invoices/{invoice_id}/reminders",
    auth=Bearer("charges:read", Can.MONEY_TAKE),
    response=ReminderList,
    summary="List reminders",
)
def list_reminders(request: ApiRequest, client_id: UUID, invoice_id: UUID) -> HttpResponse:
    """Of one invoice."""
    invoice = _the_invoice(request, client_id, invoice_id)
    rows = Reminder.objects.filter(invoice=invoice).select_related("level").order_by("id")
    return answer({"items": [_reminder(row) for row in rows]})


@router.post(
    "/clients/{client_id}/invoices/{invoice_id}/reminders",
    auth=WRITE,
    response={201: ReminderOut},
    summary="Remind of an invoice",
)
def send_reminder(request: ApiRequest, client_id: UUID, invoice_id: UUID) -> HttpResponse:
    """At its next level, by mail to who is reached for bills. Refused where nothing is overdue."""
    invoice = _the_invoice(request, client_id, invoice_id)
    level = Reminder.next_of(invoice, ReminderLevel.all_of(by=request.member))
    if level is None:
        raise Problem(409, "It was reminded of at every level.")
    return answer(_reminder(Reminder.send(invoice, level, by=request.member)), status=201)


def _the_invoice(request: ApiRequest, client_id: UUID, invoice_id: UUID) -> Invoice:
    client = the_client(request, client_id)
    rows = Invoice.objects.issued().filter(client=client)
    invoice: Invoice = found(request, rows, invoice_id)
    invoice.client, invoice.organisation = client, client.organisation
    return invoice
