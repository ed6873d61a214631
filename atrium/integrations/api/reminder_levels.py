"""What is done by itself about payments, the levels of reminders, and receipts (V07, V10)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.billing.models import Payment
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.payments.models import CollectingRules, Receipt, ReminderLevel
from atrium.payments.models.collecting_rules import Holding
from atrium.payments.models.reminder_level import ReminderChannel

router = Router(tags=["Charges"])
READ = Bearer("charges:read", Can.MONEY_TAKE)
SET = Bearer("charges:write", Can.ORGANISATION_EDIT)
THANK = Bearer("payments:write", Can.MONEY_TAKE)
_PLAIN = ("label", "after_days", "subject", "text", "channel", "fee", "interest")


class PaymentSettings(Input):
    """What is done by itself."""

    reminds: bool = Field(examples=[True], description="Send each level on its day.")
    thanks: bool = Field(examples=[False], description="Send a receipt for each payment.")
    holding: Holding = Field(examples=["off"])
    hold_days: int | None = Field(None, ge=1, le=3650)
    hold_amount: int | None = Field(None, gt=0, lt=10**15, description="In minor units.")


class ReminderLevelOut(Schema):
    """How insistently an overdue invoice is reminded of."""

    id: UUID
    label: str
    after_days: int
    subject: str
    text: str
    channel: ReminderChannel
    fee: int = Field(description="In minor units of the organisation's currency.")
    interest: Decimal = Field(description="Per cent a year.")


class ReminderLevelIn(Input):
    """A level of reminders."""

    label: str = Field(min_length=1, max_length=60, examples=["Last call"])
    after_days: int = Field(ge=1, le=365, examples=[60])
    subject: str = Field(min_length=1, max_length=200, examples=["Invoice {{invoice.number}}"])
    text: str = Field(min_length=1, max_length=4000, examples=["Please pay {{invoice.sum}}."])
    channel: ReminderChannel = ReminderChannel.MAIL
    fee: int = Field(0, ge=0, lt=10**15)
    interest: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=5, decimal_places=2)


class ReminderLevelPatch(Input):
    """What of a level changes."""

    label: str | None = Field(None, max_length=60)
    after_days: int | None = Field(None, ge=1, le=365)
    subject: str | None = Field(None, max_length=200)
    text: str | None = Field(None, max_length=4000)
    channel: ReminderChannel | None = None
    fee: int | None = Field(None, ge=0, lt=10**15)
    interest: Decimal | None = Field(None, ge=0, le=100, max_digits=5, decimal_places=2)


class ReminderLevelList(Schema):
    """By the days after which they are sent."""

    items: list[ReminderLevelOut]


class ReceiptOut(Schema):
    """That a client was thanked for a payment."""

    language: str
    at: datetime


def _level(row: ReminderLevel) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PLAIN} | {"id": row.public_id}


def _settings() -> dict[str, Any]:
    rules = CollectingRules.standing()
    return {name: getattr(rules, name) for name in PaymentSettings.model_fields}


@router.get(
    "/payment-settings", auth=READ, response=PaymentSettings, summary="Read payment settings"
)
def read_payment_settings(request: ApiRequest) -> HttpResponse:
    """What is done by itself."""
    return answer(_settings())


@router.put(
    "/payment-settings", auth=SET, response=PaymentSettings, summary="Change payment settings"
)
def put_payment_settings(request: ApiRequest, data: PaymentSettings) -> HttpResponse:
    """All of them at once."""
    CollectingRules.put(by=request.member, **data.model_dump())
    return answer(_settings())


@router.get(
    "/reminder-levels", auth=READ, response=ReminderLevelList, summary="List levels of reminders"
)
def list_reminder_levels(request: ApiRequest) -> HttpResponse:
    """In the order in which they are sent. None yet: the usual ones begin with the first reminder."""
    rows = ReminderLevel.objects.order_by("after_days")
    return answer({"items": [_level(row) for row in rows]})


@router.post(
    "/reminder-levels",
    auth=SET,
    response={201: ReminderLevelOut},
    summary="Add a level of reminders",
)
def add_reminder_level(request: ApiRequest, data: ReminderLevelIn) -> HttpResponse:
    """Refused where another one is sent on the same day."""
    row = ReminderLevel.add(by=request.member, **data.model_dump())
    return answer(_level(row), status=201)


@router.patch(
    "/reminder-levels/{level_id}",
    auth=SET,
    response=ReminderLevelOut,
    summary="Change a level of reminders",
)
def change_reminder_level(
    request: ApiRequest, level_id: UUID, data: ReminderLevelPatch
) -> HttpResponse:
    """What is left out stays."""
    row: ReminderLevel = found(request, ReminderLevel.objects.all(), level_id)
    told = {name: getattr(row, name) for name in _PLAIN}
    row.edit(by=request.member, **(told | data.model_dump(exclude_none=True)))
    return answer(_level(row))


@router.delete(
    "/reminder-levels/{level_id}",
    auth=SET,
    response={204: None},
    summary="Remove a level of reminders",
)
def remove_reminder_level(request: ApiRequest, level_id: UUID) -> HttpResponse:
    """Refused for the last one, and where invoices were reminded of at it."""
    row: ReminderLevel = found(request, ReminderLevel.objects.all(), level_id)
    row.remove(by=request.member)
    return nothing()


@router.post(
    "/payments/{payment_id}/receipt",
    auth=THANK,
    response={201: ReceiptOut},
    summary="Thank for a payment",
)
def thank_for_payment(request: ApiRequest, payment_id: UUID) -> HttpResponse:
    """Mail the receipt in the client's language to who is reached for bills, once."""
    rows = Payment.objects.visible_to(request.member).select_related("client__owner", "created_by")
    payment: Payment = found(request, rows, payment_id)
    payment.organisation = payment.client.organisation = request.member.organisation
    row = Receipt.thank(payment, by=request.member)
    return answer({"language": row.language, "at": row.at}, status=201)
