"""How the money of a demo organisation comes in: cards on file, a receipt, a payment that came back, a reminder, holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Kind, Payment
from atrium.clients.models import Client, Hold
from atrium.organisations.models import Member, Organisation
from atrium.payments.dunning import beyond
from atrium.payments.events import InvoiceReminded
from atrium.payments.models import (
    Card,
    CollectingRules,
    OwedAgain,
    ProviderAccount,
    Reminder,
    ReminderLevel,
    Returned,
)
from atrium.timeline.acting import acting

# What a provider tells of cards, and no more is known of them: brand, last four, month, year.
CARDS = (("visa", "4242", 11, 3), ("mastercard", "4444", 4, 2), ("amex", "0005", 8, 1))
LIMIT = 45
HELD = 2


def collect(place: Organisation, by: Member) -> None:
    """All of it. The money comes and goes by the product's own verbs, so that it adds up."""
    _cards(place)
    _come_back(place, by)
    rules = CollectingRules.put(by=by, holding="suggest", hold_days=LIMIT)
    late: Any = Invoice.objects.overdue(place.today()).exclude(kind=Kind.CREDIT)
    late = list(late.select_related("client").order_by("due_on", "id")[:40])
    for invoice in late:
        invoice.organisation = invoice.client.organisation = place
    _hold([invoice.client for invoice in late], rules)
    levels = ReminderLevel.all_of(by=None)
    for invoice in late:
        _remind(invoice, levels, by)


def _cards(place: Organisation) -> None:
    """A provider that is out of use keeps them: nobody is charged in a demo."""
    account = ProviderAccount.objects.create(retired_at=timezone.now())
    rows = Client.objects.live().exclude(payments=None).order_by("number").distinct()[: len(CARDS)]
    for turn, (client, (brand, last4, month, years)) in enumerate(zip(rows, CARDS, strict=False)):
        Card.objects.create(
            client=client,
            account=account,
            token=f"pm_demo_{turn}",
            customer=f"cus_demo_{turn}",
            brand=brand,
            last4=last4,
            month=month,
            year=place.today().year + years,
            is_default=True,
        )


def _come_back(place: Organisation, by: Member) -> None:
    """The latest direct debit failed; the client is asked for what the bank keeps."""
    rows = Payment.objects.standing().filter(method="debit", client__in=Client.objects.live())
    payment = rows.select_related("client").order_by("-received_on", "-id").first()
    if payment is None:
        return
    payment.organisation = payment.client.organisation = place
    on = min(payment.received_on + timedelta(days=4), today_of(payment.client))
    Returned.book(payment, by=by, kind="debit", reason="Insufficient funds", on=on, fee=750)


def _hold(clients: list[Client], rules: CollectingRules) -> None:
    """The first that are beyond the limit and not on hold yet."""
    held: set[int] = set(Hold.objects.filter(lifted_at=None).values_list("client_id", flat=True))
    placed = 0
    for client in clients:
        reason = "" if client.pk in held else beyond(client, rules)
        if reason and placed < HELD:
            Hold.place(client, by=None, reason=reason)
            held.add(client.pk)
            placed += 1


def _remind(invoice: Invoice, levels: list[ReminderLevel], by: Member) -> None:
    """By the levels whose day has come, as if each had been sent on it; a demo writes to nobody."""
    turn, since = OwedAgain.round_of(invoice)
    assert since is not None, "what is overdue was due on a day"
    days, owed = (today_of(invoice.client) - since).days, invoice.left()
    for level in levels:
        if level.after_days > days - 1:
            return
        at = timezone.now() - timedelta(days=days - level.after_days)
        with acting(by=by, label=f"Reminded of {invoice}") as act:
            act.insert(Reminder(invoice=invoice, level=level, owed=owed, turn=turn, by=by, at=at))
            told = InvoiceReminded(
                invoice=str(invoice), shown=invoice.shown(owed), level=level.label
            )
            act.record(told, client=invoice.client, subject=invoice, at=at)
