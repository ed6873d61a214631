"""Recurring invoices: set up, changed, paused, let go on, ended (C12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.billing.models import InvoicePlan, NewLine
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.invoice_bodies import PlanLineIn
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Input, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Invoices"])
READ = Bearer("invoices:read", Can.MONEY_SEE)
WRITE = Bearer("invoices:write", Can.MONEY_EDIT)
type Every = Literal["day", "week", "month", "quarter", "year"]
type ByItself = Literal["draft", "issue", "send"]
_PLAIN = (
    "name currency unit every first_on arrears until times does reprices terms reference note inclusive "
    "reverse_charge lines next_on paused_on paused_because ended_on created_at version"
).split()
_FROM_EMPTY = ("terms", "currency", "first_on")


class PlanLineOut(Schema):
    """A line of each invoice, as it was written."""

    text: str
    quantity: str
    unit: str
    price: int
    discount: str
    tax_name: str
    tax_percent: str
    tax_category: str
    item_code: str
    rule: str


class RecurringInvoiceOut(Schema):
    """What a client is charged again and again. Amounts are in minor units of `currency`."""

    id: UUID
    client: Reference
    name: str = Field(examples=["Site care"])
    state: Literal["active", "paused", "ended"]
    currency: str
    unit: Every
    every: int
    first_on: date
    arrears: bool
    until: date | None
    times: int | None
    does: ByItself
    reprices: bool
    terms: str
    reference: str
    note: str
    inclusive: bool
    reverse_charge: bool
    lines: list[PlanLineOut]
    next_on: date | None = Field(description="When the next period is charged; null where none is.")
    charged: int = Field(description="How many periods were charged or passed over.")
    paused_on: date | None
    paused_because: str = Field(description="Also why it stopped by itself.")
    ended_on: date | None
    created_at: datetime
    version: int


class RecurringInvoicePatch(Patch):
    """What is to change; what was made stays. The rhythm is fixed once a period was charged.

    `arrears`: each period is charged after its end. `reprices`: items take the price of the day.
    """

    name: StrictStr = Field("", max_length=120, examples=["Site care"])
    lines: list[PlanLineIn] = Field(
        [], max_length=500, description="Their texts may name the period."
    )
    unit: Every = "month"
    every: StrictInt = Field(1, ge=1, le=99)
    first_on: Day | None = Field(None, description="Today where nothing is said.")
    arrears: YesNo = False
    until: Day | None = Field(None, description="No period begins after it.")
    times: StrictInt | None = Field(None, ge=1, le=1200, description="How many periods.")
    does: ByItself = Field("draft", description="What becomes of each period by itself.")
    reprices: YesNo = True
    terms: StrictStr = Field("", max_length=40, examples=["net-30"])
    reference: StrictStr = Field("", max_length=200)
    note: StrictStr = Field("", max_length=4000)
    inclusive: YesNo = False
    reverse_charge: YesNo = False


class RecurringInvoiceIn(RecurringInvoicePatch):
    """A new one."""

    name: StrictStr = Field(min_length=1, max_length=120, examples=["Site care"])
    lines: list[PlanLineIn] = Field(
        min_length=1, max_length=500, examples=[[{"text": "Care", "price": 9000}]]
    )
    currency: StrictStr = Field("", max_length=3, description="The client's by default.")


class PauseIn(Input):
    """Why nothing is charged for a while."""

    reason: StrictStr = Field("", max_length=500)


class ResumeIn(Input):
    """Whether what fell due meanwhile is charged as well."""

    make_up: YesNo = False


def _rows(request: ApiRequest) -> Any:
    return InvoicePlan.objects.visible_to(request.member).select_related("client", "created_by")


def _one(request: ApiRequest, plan_id: UUID) -> InvoicePlan:
    plan: InvoicePlan = found(request, _rows(request), plan_id)
    plan.organisation = plan.client.organisation = request.member.organisation
    return plan


def _card(request: ApiRequest, plan: InvoicePlan) -> dict[str, Any]:
    plan.client.organisation = request.member.organisation
    return {name: getattr(plan, name) for name in _PLAIN} | {
        "id": plan.public_id,
        "client": reference(plan.client),
        "state": plan.state,
        "charged": plan.next_index,
    }


def _values(data: RecurringInvoicePatch) -> dict[str, Any]:
    sent = data.sent()
    if "lines" in sent:
        sent["lines"] = [NewLine(**one.model_dump()) for one in data.lines]
    return {n: v for n, v in sent.items() if v or n not in _FROM_EMPTY}


def _page(request: ApiRequest, rows: Any, query: Paged) -> HttpResponse:
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, plan) for plan in page], "next": cursor})


@router.get(
    "/recurring-invoices",
    auth=READ,
    response=Page[RecurringInvoiceOut],
    summary="List recurring invoices",
)
def list_all_recurring_invoices(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Of all clients, the newest first."""
    return _page(request, _rows(request), query)


@router.get(
    "/clients/{client_id}/recurring-invoices",
    auth=READ,
    response=Page[RecurringInvoiceOut],
    summary="List a client's recurring invoices",
)
def list_recurring_invoices(
    request: ApiRequest, client_id: UUID, query: Query[Paged]
) -> HttpResponse:
    """The newest first."""
    return _page(request, _rows(request).filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/recurring-invoices",
    auth=WRITE,
    response={201: RecurringInvoiceOut},
    summary="Set up a recurring invoice",
)
def begin_recurring_invoice(
    request: ApiRequest, client_id: UUID, data: RecurringInvoiceIn
) -> HttpResponse:
    """Periods that are past already are charged by the next round."""
    client = the_client(request, client_id)
    plan = InvoicePlan.begin(client, by=request.member, **_values(data))
    location = f"/api/v1/recurring-invoices/{plan.public_id}"
    return answer(_card(request, plan), status=201, location=location)


@router.get(
    "/recurring-invoices/{plan_id}",
    auth=READ,
    response=RecurringInvoiceOut,
    summary="Read a recurring invoice",
)
def read_recurring_invoice(request: ApiRequest, plan_id: UUID) -> HttpResponse:
    """One of them."""
    return answer(_card(request, _one(request, plan_id)))


@router.patch(
    "/recurring-invoices/{plan_id}",
    auth=WRITE,
    response=RecurringInvoiceOut,
    summary="Change a recurring invoice",
)
def change_recurring_invoice(
    request: ApiRequest, plan_id: UUID, data: RecurringInvoicePatch
) -> HttpResponse:
    """Lines are sent as a whole."""
    plan = _one(request, plan_id)
    plan.edit(by=request.member, **_values(data))
    return answer(_card(request, plan))


@router.post(
    "/recurring-invoices/{plan_id}/pause",
    auth=WRITE,
    response=RecurringInvoiceOut,
    summary="Pause a recurring invoice",
)
def pause_recurring_invoice(request: ApiRequest, plan_id: UUID, data: PauseIn) -> HttpResponse:
    """Nothing is charged until it goes on."""
    plan = _one(request, plan_id)
    plan.pause(by=request.member, reason=data.reason)
    return answer(_card(request, plan))


@router.post(
    "/recurring-invoices/{plan_id}/resume",
    auth=WRITE,
    response=RecurringInvoiceOut,
    summary="Let a recurring invoice go on",
)
def resume_recurring_invoice(request: ApiRequest, plan_id: UUID, data: ResumeIn) -> HttpResponse:
    """What fell due meanwhile is passed over unless `make_up` says otherwise."""
    plan = _one(request, plan_id)
    plan.resume(by=request.member, make_up=data.make_up)
    return answer(_card(request, plan))


@router.post(
    "/recurring-invoices/{plan_id}/end",
    auth=WRITE,
    response=RecurringInvoiceOut,
    summary="End a recurring invoice",
)
def end_recurring_invoice(request: ApiRequest, plan_id: UUID) -> HttpResponse:
    """What was made stays."""
    plan = _one(request, plan_id)
    plan.end(by=request.member)
    return answer(_card(request, plan))


@router.delete(
    "/recurring-invoices/{plan_id}",
    auth=WRITE,
    response={204: None},
    summary="Throw a recurring invoice away",
)
def discard_recurring_invoice(request: ApiRequest, plan_id: UUID) -> HttpResponse:
    """Refused once it charged a period: end it instead."""
    _one(request, plan_id).discard(by=request.member)
    return nothing()
