"""What payments hang on the client page."""

from __future__ import annotations

from atrium.clients.events_seen import seen_with
from atrium.clients.page import Context, action, panel
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import DECIDED, NEEDS, Need
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

for _model in ("bankaccount", "bankfile", "bankentry", "banklayout", "bankbooking"):
    NEEDS[f"payments.{_model}"] = Need("bank", Can.MONEY_TAKE)
for _model in ("card", "charge", "chargepart", "paylink", "payback"):
    DECIDED.add(f"payments.{_model}")
for _prefix in ("charge", "card", "reminder"):
    seen_with(_prefix, Can.MONEY_SEE)


@panel(
    slug="cards",
    side="right",
    order=45,
    needs=Can.MONEY_SEE,
    template="payments/collect/panel_later.html",
)
def cards(request: MemberRequest, portrait: Portrait) -> Context:
    """The cards on file, fetched once they come into sight."""
    return {}


action(
    slug="collect",
    label="Collect payment",
    icon="hand-coins",
    order=62,
    needs=Can.MONEY_SEE,
    url_name="client-collect",
    dialog=False,
    when=lambda client: not client.is_archived,
)
