"""Prices agreed with clients, and what an item costs one (B05)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.foundation.formats import money
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Patch, Reference, YesNo
from atrium.organisations.permissions import Can
from atrium.prices.models import AgreedPrice, Item
from atrium.prices.quoting import price_of

router = Router(tags=["Prices"])
READ = Bearer("prices:read", Can.MONEY_SEE)
WRITE = Bearer("prices:write", Can.MONEY_EDIT)
_LARGEST = money.LARGEST - 1


class AgreedPriceOut(Schema):
    """What a client pays instead of the standard price."""

    id: UUID
    item: Reference | None = Field(description="Null: a discount on the whole price list.")
    price: int | None = Field(description="In minor units of the currency; null of a discount.")
    currency: str = Field(description="Empty of a discount.")
    percent: str | None = Field(description="Per cent off the standard price; null of a price.")
    from_quantity: str = Field(description="From how many on.", examples=["10"])
    valid_from: date
    valid_to: date | None
    for_group: bool = Field(description="Whether it holds for the clients below as well.")


class AgreedPricePatch(Patch):
    """What is to change; send `price` or `percent`, not both."""

    price: StrictInt | None = Field(None, ge=0, le=_LARGEST, examples=[9000])
    currency: StrictStr = Field("", max_length=3, description="By default that of the item.")
    percent: Decimal | None = Field(None, gt=0, le=100, max_digits=6, decimal_places=3)
    from_quantity: Decimal = Field(Decimal(0), ge=0, max_digits=13, decimal_places=4)
    valid_from: Day | None = Field(None, examples=["2026-01-01"])
    valid_to: Day | None = Field(None, examples=["2026-12-31"])
    for_group: YesNo = False


class AgreedPriceIn(AgreedPricePatch):
    """A new agreement; without an item a discount on the whole price list."""

    item: Id | None = Field(None, description="One of `/items`.")


class QuoteOut(Schema):
    """What one unit costs the client, and which rule says so."""

    price: int = Field(description="In minor units of the currency.")
    currency: str
    rule: str = Field(examples=["Agreed price £90 from 10, from 1 Jan 2026"])
    agreed: UUID | None = Field(description="The agreement; null where it is the standard price.")
    standard: int = Field(description="The standard price, in the item's own currency.")
    inclusive: bool


class QuoteFor(Schema):
    """What is asked for."""

    item: UUID
    quantity: Decimal = Field(Decimal(1), max_digits=13, decimal_places=4)
    on: Day | None = Field(None, description="Today by default.")


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _card(price: AgreedPrice) -> dict[str, Any]:
    names = "currency valid_from valid_to for_group".split()
    return {name: getattr(price, name) for name in names} | {
        "id": price.public_id,
        "item": price.item and {"id": price.item.public_id, "label": price.item.name},
        "price": price.amount,
        "percent": None if price.percent is None else _digits(price.percent),
        "from_quantity": _digits(price.from_quantity),
    }


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[AgreedPrice, AgreedPrice]:
    rows: QuerySet[AgreedPrice] = AgreedPrice.objects.filter(client=the_client(request, client_id))
    return rows.select_related("item", "client")


def _one(request: ApiRequest, client_id: UUID, price_id: UUID) -> AgreedPrice:
    price: AgreedPrice = found(request, _rows(request, client_id), price_id)
    price.client.organisation = request.member.organisation
    return price


def _values(data: AgreedPricePatch) -> dict[str, Any]:
    sent = data.sent()
    if sent.get("valid_from", ...) is None:
        del sent["valid_from"]
    if "price" in sent:
        sent["amount"] = sent.pop("price")
    # Who sends one of the two means not the other one.
    if sent.get("amount") is not None and "percent" not in sent:
        sent["percent"] = None
    if sent.get("percent") is not None and "amount" not in sent:
        sent["amount"] = None
    return sent


@router.get(
    "/clients/{client_id}/prices",
    auth=READ,
    response=Page[AgreedPriceOut],
    summary="List agreed prices",
)
def list_prices(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which they were agreed, those that have ended too."""
    rows, cursor = paged(_rows(request, client_id), query)
    return answer({"items": [_card(price) for price in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/prices",
    auth=WRITE,
    response={201: AgreedPriceOut},
    summary="Agree on a price",
)
def agree_price(request: ApiRequest, client_id: UUID, data: AgreedPriceIn) -> HttpResponse:
    """Refused where another one holds for the same item, quantity and reach in that time."""
    client = the_client(request, client_id)
    values = _values(data)
    key = values.pop("item", None)
    item = None if key is None else chosen(Item.objects.live(), key, "item")
    price = AgreedPrice.agree(client, by=request.member, item=item, **values)
    location = f"/api/v1/clients/{client_id}/prices/{price.public_id}"
    return answer(_card(price), status=201, location=location)


@router.get(
    "/clients/{client_id}/prices/{price_id}",
    auth=READ,
    response=AgreedPriceOut,
    summary="Read an agreed price",
)
def read_price(request: ApiRequest, client_id: UUID, price_id: UUID) -> HttpResponse:
    """One agreement."""
    return answer(_card(_one(request, client_id, price_id)))


@router.patch(
    "/clients/{client_id}/prices/{price_id}",
    auth=WRITE,
    response=AgreedPriceOut,
    summary="Change an agreed price",
)
def change_price(
    request: ApiRequest, client_id: UUID, price_id: UUID, data: AgreedPricePatch
) -> HttpResponse:
    """What was issued keeps what it said."""
    price = _one(request, client_id, price_id)
    price.edit(by=request.member, **_values(data))
    return answer(_card(price))


@router.delete(
    "/clients/{client_id}/prices/{price_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove an agreed price",
)
def remove_price(request: ApiRequest, client_id: UUID, price_id: UUID) -> HttpResponse:
    """As if it had never been; to let it end, set its last day."""
    _one(request, client_id, price_id).remove(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/quote", auth=READ, response=QuoteOut, summary="Ask what an item costs"
)
def quote(request: ApiRequest, client_id: UUID, query: Query[QuoteFor]) -> HttpResponse:
    """The price that an invoice line of the client takes, and the rule in words."""
    client = the_client(request, client_id)
    item = chosen(Item.objects.live(), query.item, "item")
    quoted = price_of(client, item, query.quantity, query.on)
    told = {
        "price": quoted.amount,
        "currency": quoted.currency,
        "rule": quoted.rule,
        "agreed": quoted.agreed and quoted.agreed.public_id,
        "standard": quoted.standard,
        "inclusive": quoted.inclusive,
    }
    return answer(told)
