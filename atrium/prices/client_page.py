"""What prices hang on the client page: the tab Pricing (B01, B05)."""

from __future__ import annotations

from atrium.clients.events_seen import seen_with
from atrium.clients.taking_back import NEEDS, Need
from atrium.organisations.permissions import Can

seen_with("price", Can.MONEY_SEE)
NEEDS["prices.agreedprice"] = Need("prices", Can.MONEY_EDIT)
NEEDS["prices.item"] = Need("items", Can.MONEY_EDIT)
NEEDS["prices.taxrate"] = Need("tax-rates", Can.MONEY_EDIT)
