"""Invoices of the bakery, drafted by Alice and issued in the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from atrium.billing.models import Invoice, NewLine
from atrium.clients.models import Client
from atrium.organisations.models import Member

type NewInvoice = Callable[..., Invoice]


def line(price: int, quantity: str = "1", percent: str = "20", **values: Any) -> NewLine:
    """A line of so many minor units for one, taxed."""
    told = {"text": "Bread", "tax_name": "VAT", "unit": "C62"} | values
    return NewLine(price=price, quantity=Decimal(quantity), tax_percent=Decimal(percent), **told)


@pytest.fixture
def new_invoice(bakery: Client, alice: Member) -> NewInvoice:
    """Issued on ``on``, £120 with tax unless lines say else."""

    def make(
        *lines: NewLine, on: date = date(2024, 1, 5), client: Client = bakery, **values: Any
    ) -> Invoice:
        invoice = Invoice.draft(client, by=alice, lines=lines or [line(10_000)], **values)
        invoice.issue(by=alice, on=on)
        return invoice

    return make
