"""What billing hangs on the client page: the tabs Invoices and Overview, and what is overdue."""

from __future__ import annotations

from atrium.billing import credit_limit, facts, figures, orders
from atrium.billing.days import today_of
from atrium.billing.facts import Owed, sums
from atrium.billing.listing import Invoices
from atrium.billing.overview import Overview
from atrium.billing.plan_list import plans_of
from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, action, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.addresses import address
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy, ngettext, pgettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

__all__ = ["credit_limit", "facts", "figures", "orders"]

seen_with("invoice", Can.MONEY_SEE)
seen_with("payment", Can.MONEY_SEE)
seen_with("recurring", Can.MONEY_SEE)
seen_with("statement", Can.MONEY_SEE)
for _model in ("invoice", "line", "invoicesending", "invoiceplan"):
    NEEDS[f"billing.{_model}"] = Need("invoices", Can.MONEY_EDIT)
for _model in ("payment", "allocation", "refund", "writeoff"):
    NEEDS[f"billing.{_model}"] = Need("payments", Can.MONEY_TAKE)
NEEDS["billing.seller"] = NEEDS["billing.letterhead"] = Need("invoices", Can.ORGANISATION_EDIT)


@tab(
    slug="invoices",
    label=gettext_lazy("Invoices"),
    order=18,
    needs=Can.MONEY_SEE,
    template="billing/tab.html",
    count="open_invoices",
    key="i",
)
def invoices(request: MemberRequest, portrait: Portrait) -> Context:
    """Its invoices, open ones or all as is asked for, the newest first."""
    client, member = portrait.client, portrait.member
    return {
        "invoices": Invoices(member, request.GET, client),
        "look": member.list_style or member.organisation.list_style,
        "may_draft": member.can(Can.MONEY_EDIT) and not client.is_archived,
        "may_take": member.can(Can.MONEY_TAKE),
        "plans": plans_of(member, client),
    }


@tab(
    slug="overview",
    label=gettext_lazy("Overview"),
    order=19,
    needs=Can.MONEY_SEE,
    template="billing/overview.html",
    key="y",
)
def overview(request: MemberRequest, portrait: Portrait) -> Context:
    """What it was invoiced by month, quarter or year, and what of it is unpaid (B06)."""
    return {"overview": Overview(portrait.client, request.GET.get("by", ""))}


@attention
def overdue(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """Invoices whose day is past."""
    client = portrait.client
    owed = Owed.read(getattr(client, "owed", ""), today_of(client))
    if owed.oldest is None:
        return []
    days = (today_of(client) - owed.oldest).days
    shown = sums(owed.overdue, client.organisation.currency)
    url = address("client-tab", client.organisation.slug, client.number, "invoices")
    return [
        Attention(
            icon="receipt",
            title=ngettext("1 invoice is overdue", "{late} invoices are overdue", owed.late).format(
                late=owed.late
            ),
            reason=ngettext("{shown}, {days} day late", "{shown}, {days} days late", days).format(
                shown=shown, days=days
            ),
            tone="bad",
            action=pgettext("verb", "Open"),
            url=f"{url}?show=overdue",
            order=12,
            dialog=False,
        )
    ]


@attention
def beyond_limit(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """More is unpaid than the credit limit allows."""
    client = portrait.client
    told = credit_limit.used(client) if portrait.member.can(Can.MONEY_SEE) else None
    if told is None or told[0] <= told[1]:
        return []
    owed, limit, code = told
    url = address("client-tab", client.organisation.slug, client.number, "invoices")
    return [
        Attention(
            icon="gauge",
            title=gettext("Beyond the credit limit"),
            reason=gettext("{amount} of {amount2} is unpaid").format(
                amount=money.shown(owed, code), amount2=money.shown(limit, code)
            ),
            tone="bad",
            action=pgettext("verb", "Open"),
            url=f"{url}?show=open",
            order=13,
            dialog=False,
        )
    ]


action(
    slug="invoice",
    label=gettext_lazy("New invoice"),
    icon="receipt",
    order=7,
    needs=Can.MONEY_EDIT,
    url_name="client-invoice-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)
action(
    slug="payment",
    label=gettext_lazy("Record a payment"),
    icon="banknote",
    order=8,
    needs=Can.MONEY_TAKE,
    url_name="client-payment-new",
    dialog=False,
)
