"""What prices hang on the client page: the tab Pricing (B01, B05)."""

from __future__ import annotations

from atrium.clients.events_seen import seen_with
from atrium.clients.page import Context, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.prices.facts import pricing as pricing_of

seen_with("price", Can.MONEY_SEE)
NEEDS["prices.agreedprice"] = Need("prices", Can.MONEY_EDIT)
NEEDS["prices.item"] = Need("price-items", Can.MONEY_EDIT)
NEEDS["prices.taxrate"] = Need("tax-rates", Can.MONEY_EDIT)


@tab(
    slug="pricing",
    label=gettext_lazy("Pricing"),
    key="q",
    order=72,
    needs=Can.MONEY_SEE,
    template="prices/tab.html",
)
def pricing(request: MemberRequest, portrait: Portrait) -> Context:
    """The prices agreed with the client, each with the standard price beside it."""
    return pricing_of(portrait.client, request.member)
