"""What tests of payments start from: invoices that are issued, and what the bank told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from atrium.billing.models import Invoice, NewLine
from atrium.clients.models import Client
from atrium.organisations.models import Member, Organisation
from atrium.payments.bank.line import BankLine
from atrium.payments.models import BankEntry, BankFile

type NewInvoice = Callable[..., Invoice]
type FromBank = Callable[..., BankEntry]


@pytest.fixture
def new_invoice(acme: Organisation, bakery: Client, alice: Member) -> NewInvoice:
    """An issued invoice of the bakery over an amount in euros, without tax."""

    def make(amount: int = 12050, client: Client | None = None, **values: Any) -> Invoice:
        line = NewLine(text="Consulting", price=amount)
        invoice = Invoice.draft(client or bakery, by=alice, lines=[line], currency="EUR", **values)
        invoice.issue(by=alice)
        return invoice

    return make


@pytest.fixture
def from_bank(acme: Organisation, alice: Member) -> FromBank:
    """An entry of the bank, taken in by a file of its own."""

    def make(amount: int = 12050, text: str = "", **values: Any) -> BankEntry:
        told = {"account": "DE75512108001245126199", "currency": "EUR"} | values
        told.setdefault("booked_on", date(2026, 11, 20))
        line = BankLine(amount=amount, text=text, **told)
        files = BankFile.objects.count()
        BankFile.take(f"{files}".encode(), [line], by=alice, name=f"{files}.xml")
        found: BankEntry = BankEntry.objects.latest("id")
        return found

    return make
