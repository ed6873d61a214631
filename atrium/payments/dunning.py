"""What is done by itself about overdue invoices: told once, reminded level by level, held and let go (V07)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Kind
from atrium.clients.models import Client, Hold
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.organisations.models import Organisation
from atrium.payments.models import CollectingRules, Fee, Overdue, OwedAgain, Reminder, ReminderLevel
from atrium.payments.models.collecting_rules import Holding

AT_ONCE = 500


def run(place: Organisation) -> None:
    """One round over the overdue invoices of the organisation entered."""
    rules = CollectingRules.standing()
    levels = ReminderLevel.all_of(by=None) if rules.reminds else []
    told = Overdue.objects.filter(invoice=OuterRef("pk"))
    fees = Fee.objects.filter(invoice=OuterRef("pk"))
    rows = _overdue(place).annotate(is_told=Exists(told)).exclude(Exists(fees))
    for invoice in rows.select_related("client", "issued_by", "client__owner")[:AT_ONCE]:
        invoice.organisation = invoice.client.organisation = place
        if not invoice.is_told:
            Overdue.tell(invoice)
        if levels and not invoice.client.is_archived:
            _remind(invoice, levels)
    if rules.holding == Holding.AUTOMATIC:
        _hold(place, rules)
        _let_go(place, rules)


def beyond(client: Client, rules: CollectingRules) -> str:
    """Why the client is beyond the limit, in words; empty where it is not."""
    place, today = client.organisation, today_of(client)
    rows: Any = Invoice.objects.overdue(today).filter(client=client).exclude(kind=Kind.CREDIT)
    found = list(rows.with_balance().order_by("due_on")[:AT_ONCE])
    if not found:
        return ""
    days = (today - found[0].due_on).days
    amount = sum(row.balance for row in found if row.currency == place.currency)
    if not rules.is_passed(days, amount):
        return ""
    shown = money.shown(amount, place.currency)
    return (
        gettext("{shown} overdue, the oldest for {days} days").format(shown=shown, days=days)
        if amount
        else gettext("Overdue for {days} days").format(days=days)
    )


def _remind(invoice: Invoice, levels: list[ReminderLevel]) -> None:
    """Send the next level whose day has come; one a day at most, and nobody who may not be written to."""
    _, since = OwedAgain.round_of(invoice)
    assert since is not None, "what is overdue was due on a day"
    today = today_of(invoice.client)
    level = Reminder.next_of(invoice, levels)
    if level is None or (today - since).days < level.after_days:
        return
    last = Reminder.objects.filter(invoice=invoice).order_by("-at").first()
    if last is not None and invoice.client.organisation.local(last.at).date() >= today:
        return
    try:
        Reminder.send(invoice, level, by=None)
    except Refusal:
        return  # the page says why; the next round tries again


def _hold(place: Organisation, rules: CollectingRules) -> None:
    late = _overdue(place).filter(client=OuterRef("pk"))
    held = Q(holds__lifted_at=None, holds__isnull=False)
    rows: Any = Client.objects.live().filter(Exists(late)).exclude(held)
    for client in rows.order_by("pk")[:AT_ONCE]:
        client.organisation = place
        if reason := beyond(client, rules):
            try:
                Hold.place(client, by=None, reason=reason)
            except Refusal:
                continue  # somebody was quicker


def _let_go(place: Organisation, rules: CollectingRules) -> None:
    """Nobody but these rules places a hold by nobody; what a person placed stays."""
    rows = Hold.objects.filter(placed_by=None, lifted_at=None).select_related("client")
    for hold in rows[:AT_ONCE]:
        hold.client.organisation = place
        if not beyond(hold.client, rules):
            hold.lift(by=None, reason=gettext("What was overdue is paid"))


def _overdue(place: Organisation) -> Any:
    rows = Invoice.objects.overdue(place.today()).exclude(kind=Kind.CREDIT)
    return rows.order_by("due_on", "id")
