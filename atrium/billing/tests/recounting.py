"""The books of an organisation added up anew from every row, and compared with what is told of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Sum

from atrium.billing.ageing import Ageing
from atrium.billing.days import today_of
from atrium.billing.facts import Owed, owed_parts
from atrium.billing.models import Allocation, Invoice, Payment, Refund, WriteOff
from atrium.billing.settling import derived_of, kept
from atrium.billing.statement import Statement
from atrium.clients.models import Client
from atrium.organisations.models import Member


def total(rows: object, name: str = "amount") -> int:
    return rows.aggregate(sum=Sum(name))["sum"] or 0  # type: ignore[attr-defined]


def recount() -> int:
    """Add every row of the books up anew, row by row, and compare; what is owed in all comes back."""
    left, used = Counter[int](), Counter[int]()
    for row in Allocation.objects.all():
        left[row.invoice_id] -= row.amount
        used[row.payment_id] += row.amount
    for off in WriteOff.objects.all():
        left[off.invoice_id] -= off.amount
    for back in Refund.objects.all():
        used[back.payment_id] += back.amount
    invoices: list[Any] = list(Invoice.objects.with_balance())
    for invoice in invoices:
        if invoice.credits_id:
            left[invoice.credits_id] -= invoice.total
        elif not invoice.is_draft:
            left[invoice.pk] += invoice.total - invoice.paid_elsewhere
    for invoice in invoices:
        assert invoice.balance == left[invoice.pk] >= 0
        assert (invoice.settled_on is None) == (invoice.is_draft or left[invoice.pk] > 0)
    for invoice, derived in derived_of([invoice.pk for invoice in invoices]):
        assert kept(invoice) == derived
    payments: Any = Payment.objects.with_free()
    for payment in payments:
        free = 0 if payment.is_void else payment.amount - used[payment.pk]
        assert payment.unused == free >= 0
        assert not (payment.is_void and used[payment.pk])
    _headers(invoices)
    owing = Counter({invoice.pk: invoice.balance for invoice in invoices}).total()
    assert closing() == owing - sum(payment.unused for payment in payments)
    return left.total()


def closing() -> int:
    """What all statements of account end with, begun in the middle of all stories."""
    first, last = date(2024, 4, 1), date(2200, 1, 1)
    accounts = [Statement(client, first, last).accounts for client in Client.objects.all()]
    return sum(account.closing for some in accounts for account in some)


def _headers(invoices: list[Any]) -> None:
    """What header, lists and the ageing report say is what the invoices owe."""
    open_ones = [invoice for invoice in invoices if invoice.balance > 0]
    for client in Client.objects.annotate(**owed_parts(Client.objects.all()[0].organisation)):
        told, mine = (
            Owed.read(client.owed, today_of(client)),
            [invoice for invoice in open_ones if invoice.client_id == client.pk],
        )
        late = [invoice for invoice in mine if invoice.due_on < today_of(client)]
        assert (told.open, told.late) == (len(mine), len(late))
        assert (told.unpaid, told.overdue) == (_by_currency(mine), _by_currency(late))
        assert told.oldest == min((invoice.due_on for invoice in late), default=None)
    aged = Ageing(Member.objects.get(role="owner"))
    assert {row.currency: row.total for row in aged.totals} == _by_currency(open_ones)


def _by_currency(invoices: list[Any]) -> Counter[str]:
    found = Counter[str]()
    for invoice in invoices:
        found[invoice.currency] += invoice.balance
    return found
