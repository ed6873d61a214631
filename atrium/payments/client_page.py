"""What payments hang on the client page."""

from __future__ import annotations

from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, action, attention, panel
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import DECIDED, NEEDS, Need
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments import facts

__all__ = ["facts"]

for _model in ("bankaccount", "bankfile", "bankentry", "banklayout", "bankbooking"):
    NEEDS[f"payments.{_model}"] = Need("bank", Can.MONEY_TAKE)
NEEDS["payments.billed"] = Need("invoices", Can.MONEY_EDIT)
for _model in ("collectingrules", "reminderlevel", "wording"):
    NEEDS[f"payments.{_model}"] = Need("invoices", Can.ORGANISATION_EDIT)
for _model in (
    "card",
    "charge",
    "chargepart",
    "paylink",
    "payback",
    "fee",
    "returned",
    "owedagain",
    "receipt",
):
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


@attention
def uncharged(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """What was done for the client and is not charged (V07)."""
    client = portrait.client
    count = getattr(client, "uncharged", 0)
    if not count or not portrait.member.can(Can.MONEY_EDIT):
        return []
    url = address("client-collect", client.organisation.slug, client.number)
    return [
        Attention(
            icon="hand-coins",
            title=gettext("Finished, not charged"),
            reason=ngettext("1 job or meeting", "{count} jobs and meetings", count).format(
                count=count
            ),
            tone="warn",
            action=gettext("Charge"),
            url=f"{url}#work",
            order=14,
            dialog=False,
        )
    ]


action(
    slug="collect",
    label=gettext_lazy("Collect payment"),
    icon="hand-coins",
    order=62,
    needs=Can.MONEY_SEE,
    url_name="client-collect",
    dialog=False,
    when=lambda client: not client.is_archived,
)
