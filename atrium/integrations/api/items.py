"""The price list (B05)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr, StringConstraints

from atrium.foundation.formats import money
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Patch, Reference, YesNo
from atrium.organisations.permissions import Can
from atrium.prices.models import Item, TaxRate

router = Router(tags=["Prices"])
READ = Bearer("price-items:read", Can.MONEY_SEE)
WRITE = Bearer("price-items:write", Can.MONEY_EDIT)
BY_CODE = Order("code", ("code_key", "id"))
_LARGEST = money.LARGEST - 1


class PriceItemOut(Schema):
    """Something on the price list."""

    id: UUID
    code: str = Field(examples=["V-1"])
    name: str = Field(examples=["Visit"])
    description: str
    unit: str = Field(description="The code of UN/ECE Recommendation 20.", examples=["HUR"])
    tax_rate: Reference | None
    price: int = Field(description="In minor units of the currency, for one unit.", examples=[9000])
    currency: str = Field(examples=["GBP"])
    inclusive: bool = Field(description="Whether the tax is in the price.")
    archived: bool


class PriceItemPatch(Patch):
    """What is to change; what is not sent stays."""

    code: StrictStr = Field("", max_length=40, examples=["V-1"])
    name: StrictStr = Field("", min_length=1, max_length=200, examples=["Visit"])
    description: StrictStr = Field("", max_length=2000)
    unit: StrictStr = Field("C62", max_length=3, examples=["HUR"])
    tax_rate: Id | None = Field(None, description="One of `/tax-rates`.")
    price: StrictInt = Field(0, ge=0, le=_LARGEST, examples=[9000])
    currency: StrictStr = Field("", max_length=3, examples=["GBP"])
    inclusive: YesNo = False


class PriceItemIn(PriceItemPatch):
    """A new item; without a code it gets the next number."""

    name: StrictStr = Field(min_length=1, max_length=200, examples=["Visit"])
    price: StrictInt = Field(ge=0, le=_LARGEST, examples=[9000])


class PriceItemFilter(Paged):
    """Which items."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words of the name or code."
    )
    archived: bool = Field(default=False, description="Those in the archive instead.")


def _card(item: Item) -> dict[str, Any]:
    names = "code name description unit currency inclusive".split()
    return {name: getattr(item, name) for name in names} | {
        "id": item.public_id,
        "price": item.price_minor,
        "tax_rate": item.tax and {"id": item.tax.public_id, "label": item.tax.name},
        "archived": item.archived_at is not None,
    }


def _values(data: PriceItemPatch) -> dict[str, Any]:
    sent = data.sent()
    if "price" in sent:
        sent["price_minor"] = sent.pop("price")
    if "tax_rate" in sent:
        key = sent.pop("tax_rate")
        rates = TaxRate.objects.live()
        sent["tax"] = None if key is None else chosen(rates, key, "tax_rate")
    return sent


def the_item(request: ApiRequest, price_item_id: UUID) -> Item:
    """The item with this identifier, archived ones too; else 404."""
    item: Item = found(request, Item.objects.select_related("tax"), price_item_id)
    return item


@router.get("/items", auth=READ, response=Page[PriceItemOut], summary="List the price list")
def list_items(request: ApiRequest, query: Query[PriceItemFilter]) -> HttpResponse:
    """By code."""
    rows = Item.objects.filter(archived_at__isnull=not query.archived).select_related("tax")
    rows = rows.holding(query.q) if query.q else rows
    page, cursor = paged(rows, query, BY_CODE)
    return answer({"items": [_card(item) for item in page], "next": cursor})


@router.post("/items", auth=WRITE, response={201: PriceItemOut}, summary="Add an item")
def add_item(request: ApiRequest, data: PriceItemIn) -> HttpResponse:
    """Refused where an item of the list has the code."""
    item = Item.add(by=request.member, **_values(data))
    return answer(_card(item), status=201, location=f"/api/v1/items/{item.public_id}")


@router.get("/items/{price_item_id}", auth=READ, response=PriceItemOut, summary="Read an item")
def read_item(request: ApiRequest, price_item_id: UUID) -> HttpResponse:
    """One item."""
    return answer(_card(the_item(request, price_item_id)))


@router.patch("/items/{price_item_id}", auth=WRITE, response=PriceItemOut, summary="Change an item")
def change_item(request: ApiRequest, price_item_id: UUID, data: PriceItemPatch) -> HttpResponse:
    """Agreed prices and what was issued keep what they said."""
    item = the_item(request, price_item_id)
    item.edit(by=request.member, **_values(data))
    return answer(_card(item))


@router.post(
    "/items/{price_item_id}/archive", auth=WRITE, response=PriceItemOut, summary="Archive an item"
)
def archive_item(request: ApiRequest, price_item_id: UUID) -> HttpResponse:
    """Takes it off the list."""
    item = the_item(request, price_item_id)
    item.archive(by=request.member)
    return answer(_card(item))


@router.post(
    "/items/{price_item_id}/restore", auth=WRITE, response=PriceItemOut, summary="Restore an item"
)
def restore_item(request: ApiRequest, price_item_id: UUID) -> HttpResponse:
    """Refused where another one has its code by now."""
    item = the_item(request, price_item_id)
    item.restore(by=request.member)
    return answer(_card(item))
