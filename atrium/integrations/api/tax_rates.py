"""Tax rates of the organisation (B05)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Patch
from atrium.organisations.permissions import Can
from atrium.prices.models import TaxRate

router = Router(tags=["Prices"])
READ = Bearer("tax-rates:read", Can.MONEY_SEE)
WRITE = Bearer("tax-rates:write", Can.MONEY_EDIT)
type Category = Literal["S", "Z", "E", "AE", "K", "G", "O"]


class TaxRateOut(Schema):
    """A rate of tax."""

    id: UUID
    name: str = Field(examples=["19 % USt"])
    percent: str = Field(description="Per cent, as text so that it stays exact.", examples=["8.1"])
    category: str = Field(description="The code of UNCL 5305.", examples=["S"])
    country: str
    reason: str = Field(description="What is printed where no tax is charged.")
    archived: bool


class TaxRatePatch(Patch):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", min_length=1, max_length=60, examples=["19 % USt"])
    percent: Decimal = Field(
        Decimal(0), ge=0, lt=100, max_digits=6, decimal_places=3, examples=["19"]
    )
    category: Category = "S"
    reason: StrictStr = Field("", max_length=200)


class TaxRateIn(TaxRatePatch):
    """A new rate."""

    name: StrictStr = Field(min_length=1, max_length=60, examples=["19 % USt"])
    percent: Decimal = Field(ge=0, lt=100, max_digits=6, decimal_places=3, examples=["19"])


class TaxRateFilter(Paged):
    """Which rates."""

    archived: bool = Field(default=False, description="Those in the archive instead.")


def _card(rate: TaxRate) -> dict[str, Any]:
    return {
        "id": rate.public_id,
        "name": rate.name,
        "percent": rate.percent_shown,
        "category": rate.category,
        "country": rate.country,
        "reason": rate.reason,
        "archived": rate.archived_at is not None,
    }


def _one(request: ApiRequest, tax_rate_id: UUID) -> TaxRate:
    rate: TaxRate = found(request, TaxRate.objects.all(), tax_rate_id)
    return rate


@router.get("/tax-rates", auth=READ, response=Page[TaxRateOut], summary="List tax rates")
def list_tax_rates(request: ApiRequest, query: Query[TaxRateFilter]) -> HttpResponse:
    """In the order in which they were added."""
    rows = TaxRate.objects.filter(archived_at__isnull=not query.archived)
    page, cursor = paged(rows, query)
    return answer({"items": [_card(rate) for rate in page], "next": cursor})


@router.post("/tax-rates", auth=WRITE, response={201: TaxRateOut}, summary="Add a tax rate")
def add_tax_rate(request: ApiRequest, data: TaxRateIn) -> HttpResponse:
    """Invoices copy what they need of it."""
    rate = TaxRate.add(by=request.member, **data.sent())
    return answer(_card(rate), status=201, location=f"/api/v1/tax-rates/{rate.public_id}")


@router.get("/tax-rates/{tax_rate_id}", auth=READ, response=TaxRateOut, summary="Read a tax rate")
def read_tax_rate(request: ApiRequest, tax_rate_id: UUID) -> HttpResponse:
    """One rate."""
    return answer(_card(_one(request, tax_rate_id)))


@router.patch(
    "/tax-rates/{tax_rate_id}", auth=WRITE, response=TaxRateOut, summary="Change a tax rate"
)
def change_tax_rate(request: ApiRequest, tax_rate_id: UUID, data: TaxRatePatch) -> HttpResponse:
    """What was issued keeps what it said."""
    rate = _one(request, tax_rate_id)
    rate.edit(by=request.member, **data.sent())
    return answer(_card(rate))


@router.post(
    "/tax-rates/{tax_rate_id}/archive",
    auth=WRITE,
    response=TaxRateOut,
    summary="Archive a tax rate",
)
def archive_tax_rate(request: ApiRequest, tax_rate_id: UUID) -> HttpResponse:
    """What has it keeps it."""
    rate = _one(request, tax_rate_id)
    rate.archive(by=request.member)
    return answer(_card(rate))


@router.post(
    "/tax-rates/{tax_rate_id}/restore",
    auth=WRITE,
    response=TaxRateOut,
    summary="Restore a tax rate",
)
def restore_tax_rate(request: ApiRequest, tax_rate_id: UUID) -> HttpResponse:
    """Refused where another one has its name by now."""
    rate = _one(request, tax_rate_id)
    rate.restore(by=request.member)
    return answer(_card(rate))
