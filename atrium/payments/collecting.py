"""The page on which a client's open invoices are collected: pay links, cards on file, charges (V04, V07, V10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Kind
from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.payments.dunning import beyond
from atrium.payments.models import (
    UNSETTLED,
    Card,
    Charge,
    ChargePart,
    CollectingRules,
    Fee,
    OwedAgain,
    PayLink,
    ProviderAccount,
    Reminder,
    ReminderLevel,
)
from atrium.payments.models.collecting_rules import Holding
from atrium.payments.work import Work, to_charge

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
    reminded: list[Reminder]
    next: ReminderLevel | None


@dataclass(frozen=True)
class Collecting:
    """What of a client's money is to come, and by which ways."""

    dues: list[Due]
    cards: list[Card]
    charges: list[Charge]
    account: ProviderAccount | None
    may_take: bool
    beyond: str
    works: list[Work]
    may_charge: bool


def collecting(client: Client, member: Member) -> Collecting:
    """Everything of the page, by few statements."""
    today = today_of(client)
    rows = Invoice.objects.visible_to(member).open().filter(client=client)
    invoices: list[Any] = list(
        rows.exclude(kind=Kind.CREDIT).with_balance().order_by("due_on", "id")[:MOST]
    )
    keys = [invoice.pk for invoice in invoices]
    links: Any = PayLink.objects.filter(invoice__in=keys, revoked_at=None)
    by_invoice = {link.invoice_id: link for link in links}
    charges = list(
        Charge.objects.filter(client=client).select_related("card", "by").order_by("-id")[:LATEST]
    )
    parts: Any = ChargePart.objects.filter(invoice__in=keys, charge__state__in=UNSETTLED)
    paid_by = {part.invoice_id: part.charge for part in parts.select_related("charge")}
    levels = ReminderLevel.all_of(by=None) if invoices else []
    sent = _sent(keys)
    fees = set(Fee.objects.filter(invoice__in=keys).values_list("invoice_id", flat=True))
    rules = CollectingRules.standing()
    return Collecting(
        dues=[
            Due(
                invoice=invoice,
                owed=invoice.shown(invoice.balance),
                days=(today - invoice.due_on).days if invoice.due_on else 0,
                link=by_invoice.get(invoice.pk),
                charge=paid_by.get(invoice.pk),
                reminded=sent[invoice.pk],
                next=None if invoice.pk in fees else next_after(sent[invoice.pk], levels),
            )
            for invoice in invoices
        ],
        cards=list(Card.objects.on_file().filter(client=client).select_related("account")),
        charges=charges,
        account=ProviderAccount.current(),
        may_take=member.can(Can.MONEY_TAKE) and not client.is_archived,
        beyond=beyond(client, rules) if _suggests(client, rules, member) else "",
        works=to_charge(client, member),
        may_charge=member.can(Can.MONEY_EDIT) and not client.is_archived,
    )


def _sent(keys: list[int]) -> defaultdict[int, list[Reminder]]:
    """The reminders of these invoices since they are owed, the first one first."""
    found: defaultdict[int, list[Reminder]] = defaultdict(list)
    rows = Reminder.objects.filter(invoice__in=keys).select_related("level").order_by("id")
    again = Counter(OwedAgain.objects.filter(invoice__in=keys).values_list("invoice_id", flat=True))
    for row in rows:
        if row.turn == again[row.invoice_id]:
            found[row.invoice_id].append(row)
    return found


def next_after(sent: list[Reminder], levels: list[ReminderLevel]) -> ReminderLevel | None:
    """The level that follows those that were sent."""
    last = max((row.level.after_days for row in sent), default=0)
    return next((level for level in levels if level.after_days > last), None)


def _suggests(client: Client, rules: CollectingRules, member: Member) -> bool:
    """Whether a hold is to be suggested here: nobody suggests what stands."""
    if rules.holding != Holding.SUGGEST or not member.can(Can.CLIENTS_HOLD):
        return False
    return not client.holds.filter(lifted_at=None).exists()
