"""What came in at the bank of a demo organisation: some payments for its invoices, some that nobody can place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from atrium.billing.models import Invoice, Kind, Payment
from atrium.organisations.models import Organisation
from atrium.payments.bank.line import BankLine
from atrium.payments.models import BankAccount, BankFile, ReminderLevel
from atrium.timeline.acting import acting

ACCOUNT = "GB29NWBK60161331926819"
PAYS = 6


def bank(organisation: Organisation) -> None:
    """One statement: payers who name the invoice, one who mistypes it, one who pays two at once, and others."""
    ReminderLevel.all_of(by=None)
    with acting(by=None, label="Added the bank account of the demo") as act:
        BankAccount.found(ACCOUNT, organisation.currency, act, name="Current account")
    lines = [*_payments(organisation), *_others(organisation)]
    BankFile.take(b"demo", lines, by=None, name="Statement.xml")


def _payments(place: Organisation) -> Iterator[BankLine]:
    rows: Any = Invoice.objects.open().filter(currency=place.currency).exclude(kind=Kind.CREDIT)
    rows = rows.select_related("client").with_balance().order_by("due_on", "id")
    for turn, invoice in enumerate(rows[:PAYS]):
        number = str(invoice)
        told = (
            number,
            number.replace("-", " "),
            f"{number[:-2]}{number[-1]}{number[-2]}",
            f"Your invoice {number}, thank you",
            "Thank you",
            number,
        )[turn]
        amount = invoice.balance - 500 if turn == PAYS - 1 else invoice.balance
        yield _line(place, turn, amount, told, payer=invoice.client.name.upper())


def _others(place: Organisation) -> Iterator[BankLine]:
    yield _line(place, 2, 1_184, "Interest", payer="")
    yield _line(place, 3, 25_000, "deposit as agreed", payer="M Okonjo")
    yield _line(place, 1, -86_000, "Rent of the workshop", payer="Quay Estates Ltd")
    yield _line(place, 4, -12_990, "Diesel", payer="Severn Fuels")
    paid = Payment.objects.filter(method="transfer", currency=place.currency).exclude(
        allocations=None
    )
    for payment in paid.select_related("client").order_by("-received_on", "-id")[:1]:
        number = payment.allocations.select_related("invoice")[0].invoice
        told = f"RETURNED {number} account closed"
        yield _line(place, 0, -payment.amount, told, payer=payment.client.name.upper())


def _line(place: Organisation, ago: int, amount: int, text: str, *, payer: str) -> BankLine:
    day = place.today() - timedelta(days=ago)
    return BankLine(
        account=ACCOUNT,
        currency=place.currency,
        amount=amount,
        booked_on=day,
        payer=payer,
        text=text,
    )
