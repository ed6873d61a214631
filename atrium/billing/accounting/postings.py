"""What happened in a period as postings: each balanced, in one currency (issue of DESIGN: money never added across).

An invoice: receivables against revenue and tax, rate by rate. A credit note: the other way round. A
payment: bank, cash or card against receivables; a refund the other way round. A write-off: written
off against receivables, without correcting the tax, which is decided by who keeps the books.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from atrium.billing.models import Books, Invoice, Kind, Method, Payment, Refund, WriteOff
from atrium.billing.models.paid_by import Source

_BY_CATEGORY = {
    "AE": "revenue_reverse",
    "K": "revenue_eu",
    "G": "revenue_export",
    "E": "revenue_untaxed",
    "O": "revenue_untaxed",
    "Z": "revenue_untaxed",
}


@dataclass(frozen=True)
class Leg:
    """One side of a posting, in minor units; of ``debit`` and ``credit`` one is nought."""

    account: str
    debit: int
    credit: int
    rate: str = ""


@dataclass(frozen=True)
class Posting:
    """What is booked for one paper or one payment."""

    day: date
    document: str
    text: str
    client_number: int
    client: str
    currency: str
    legs: list[Leg]
    due: date | None = None
    invoice: Invoice | None = None

    @property
    def is_balanced(self) -> bool:
        return sum(leg.debit for leg in self.legs) == sum(leg.credit for leg in self.legs)


def postings(books: Books, first: date, last: date) -> list[Posting]:
    """All of the period, by day and document."""
    period = (first, last)
    found = chain(
        _of_invoices(books, period),
        _of_payments(books, period),
        _of_refunds(books, period),
        _of_write_offs(books, period),
    )
    return sorted(found, key=lambda one: (one.day, one.document))


def _side(account: str, amount: int, *, debit: bool, rate: str = "") -> list[Leg]:
    """A leg with its amount on the side where it is not below nought; none for nought."""
    if not amount:
        return []
    if amount < 0:
        amount, debit = -amount, not debit
    return [Leg(account, amount if debit else 0, 0 if debit else amount, rate)]


def _of_invoices(books: Books, period: tuple[date, date]) -> Iterator[Posting]:
    rows = Invoice.objects.issued().filter(imported=False, issued_on__range=period)
    rows = rows.select_related("client")
    for invoice in rows.order_by("id").iterator(500):
        normal = invoice.kind != Kind.CREDIT
        legs = _side(books.account("receivable"), invoice.total, debit=normal)
        for each in invoice.taxes:
            rate = f"{each['category']} {Decimal(each['percent']).normalize():f}"
            revenue, tax = accounts_of(books, each)
            legs += _side(revenue, each["net"], debit=not normal, rate=rate)
            legs += _side(tax, each["tax"], debit=not normal, rate=rate)
        legs += _side(books.account("rounding"), invoice.adjustment, debit=not normal)
        assert invoice.issued_on is not None, "only issued ones are booked"
        yield Posting(
            day=invoice.issued_on,
            document=invoice.number or "",
            text=f"{invoice.kind_as.label} {invoice.number}",
            client_number=invoice.client.number,
            client=invoice.recipient.get("name") or invoice.client.name,
            currency=invoice.currency,
            legs=legs,
            due=invoice.due_on,
            invoice=invoice,
        )


def accounts_of(books: Books, rate: dict[str, Any]) -> tuple[str, str]:
    """Revenue and tax account of one rate of an invoice."""
    special = _BY_CATEGORY.get(rate["category"])
    if special:
        return books.account(special), books.account("tax")
    standard = books.standard_rate
    reduced = standard is not None and Decimal(rate["percent"]) < standard
    suffix = "_reduced" if reduced else ""
    return books.account(f"revenue{suffix}"), books.account(f"tax{suffix}")


def _of_payments(books: Books, period: tuple[date, date]) -> Iterator[Posting]:
    rows = Payment.objects.filter(received_on__range=period, voided_at=None)
    for payment in rows.select_related("client").order_by("id").iterator(500):
        yield _money(books, payment, payment.amount, payment.received_on, "Payment", comes=True)


def _of_refunds(books: Books, period: tuple[date, date]) -> Iterator[Posting]:
    rows = Refund.objects.filter(on__range=period).select_related("payment__client")
    for refund in rows.order_by("id").iterator(500):
        yield _money(books, refund.payment, refund.amount, refund.on, "Refund", comes=False)


def _money(
    books: Books, payment: Payment, amount: int, day: date, word: str, *, comes: bool
) -> Posting:
    account = books.account(_place_of(payment))
    legs = _side(account, amount, debit=comes)
    legs += _side(books.account("receivable"), amount, debit=not comes)
    return Posting(
        day=day,
        document=payment.code,
        text=" ".join(filter(None, (word, payment.code, payment.reference))),
        client_number=payment.client.number,
        client=payment.client.name,
        currency=payment.currency,
        legs=legs,
    )


def _place_of(payment: Payment) -> str:
    if payment.method == Method.CASH:
        return "cash"
    by_card = payment.method == Method.CARD or payment.source == Source.PROVIDER
    return "card" if by_card else "bank"


def _of_write_offs(books: Books, period: tuple[date, date]) -> Iterator[Posting]:
    rows = WriteOff.objects.filter(on__range=period).select_related("invoice__client")
    for row in rows.order_by("id").iterator(500):
        invoice: Invoice = row.invoice
        legs = _side(books.account("written_off"), row.amount, debit=True)
        legs += _side(books.account("receivable"), row.amount, debit=False)
        yield Posting(
            day=row.on,
            document=invoice.number or "",
            text=f"Written off of {invoice.number}",
            client_number=invoice.client.number,
            client=invoice.client.name,
            currency=invoice.currency,
            legs=legs,
        )
