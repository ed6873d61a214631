"""Answers about prices, computed from rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from atrium.clients.models import Client
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.prices.models import AgreedPrice
from atrium.prices.quoting import group_prices


@dataclass(frozen=True)
class Shown:
    """One agreed price as the tab shows it; ``state``: holds, later, or over."""

    price: AgreedPrice
    state: str
    beside: str = ""


def pricing(client: Client, member: Member) -> dict[str, Any]:
    """What was agreed with the client, what holds for its groups, and what the member may do."""
    today = client.organisation.today()
    rows = AgreedPrice.objects.filter(client=client).select_related("item")
    shown = [Shown(price, _state(price, today)) for price in rows]
    shown.sort(key=_in_order)
    groups = group_prices(client, today)
    keys = {price.client_id for price in groups}
    seen = (
        {row.pk: str(row) for row in Client.objects.visible_to(member).filter(pk__in=keys)}
        if keys
        else {}
    )
    return {
        "agreed": [one for one in shown if one.state != "over"],
        "over": [one for one in shown if one.state == "over"],
        "of_groups": [
            Shown(price, "holds", seen.get(price.client_id, gettext("a group it belongs to")))
            for price in groups
        ],
        "may_edit": member.can(Can.MONEY_EDIT) and not client.is_archived,
    }


def _state(price: AgreedPrice, today: date) -> str:
    if price.valid_from > today:
        return "later"
    return "over" if price.valid_to is not None and price.valid_to < today else "holds"


def _in_order(one: Shown) -> tuple[str, Any, date]:
    price = one.price
    return price.item.code_key if price.item else "", price.from_quantity, price.valid_from
