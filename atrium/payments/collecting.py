"""The page on which a client's open invoices are collected: pay links, cards on file, charges (V04, V07, V10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Kind
from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.payments.models import Card, Charge, ChargePart, PayLink, ProviderAccount
from atrium.payments.models.charge import UNSETTLED

MOST = 50
LATEST = 8


@dataclass(frozen=True)
class Due:
    """An open invoice as the page draws it."""

    invoice: Invoice
    owed: str
    days: int
    link: PayLink | None
    charge: Charge | None


@dataclass(frozen=True)
class Collecting:
    """What of a client's money is to come, and by which ways."""

    dues: list[Due]
    cards: list[Card]
    charges: list[Charge]
    account: ProviderAccount | None
    may_take: bool


def collecting(client: Client, member: Member) -> Collecting:
    """Everything of the page, by few statements."""
    today = today_of(client)
    rows = Invoice.objects.visible_to(member).open().filter(client=client)
    invoices = list(rows.exclude(kind=Kind.CREDIT).with_balance().order_by("due_on", "id")[:MOST])
    keys = [invoice.pk for invoice in invoices]
    links: Any = PayLink.objects.filter(invoice__in=keys, revoked_at=None)
    by_invoice = {link.invoice_id: link for link in links}
    charges = list(
        Charge.objects.filter(client=client).select_related("card", "by").order_by("-id")[:LATEST]
    )
    parts: Any = ChargePart.objects.filter(invoice__in=keys, charge__state__in=UNSETTLED)
    paid_by = {part.invoice_id: part.charge for part in parts.select_related("charge")}
    return Collecting(
        dues=[
            Due(
                invoice=invoice,
                owed=invoice.shown(invoice.balance),
                days=(today - invoice.due_on).days if invoice.due_on else 0,
                link=by_invoice.get(invoice.pk),
                charge=paid_by.get(invoice.pk),
            )
            for invoice in invoices
        ],
        cards=list(Card.objects.on_file().filter(client=client).select_related("account")),
        charges=charges,
        account=ProviderAccount.current(),
        may_take=member.can(Can.MONEY_TAKE) and not client.is_archived,
    )
