"""The doors to items, tax rates and agreed prices: what is not there is 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.clients.models import Client
from atrium.prices.models import AgreedPrice, Item, TaxRate

IN_PICKER = 20


def the_item(key: UUID) -> Item:
    """The item with this public id, archived ones too."""
    found: Item | None = Item.objects.select_related("tax").filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def items_like(words: str) -> list[Item]:
    """Some items of the list that fit what was typed."""
    return list(Item.objects.live().holding(words)[:IN_PICKER])


def the_rate(key: UUID) -> TaxRate:
    """The tax rate with this public id, archived ones too."""
    found: TaxRate | None = TaxRate.objects.filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def rates() -> tuple[list[TaxRate], list[TaxRate]]:
    """All rates, and those in the archive."""
    found = list(TaxRate.objects.all())
    live = [rate for rate in found if rate.archived_at is None]
    return live, [rate for rate in found if rate.archived_at is not None]


def the_agreed(client: Client, key: UUID) -> AgreedPrice:
    """The agreed price of this client with this public id."""
    rows = AgreedPrice.objects.filter(client=client, public_id=key).select_related("item")
    price: AgreedPrice | None = rows.first()
    if price is None:
        raise Http404
    price.client = client
    return price
