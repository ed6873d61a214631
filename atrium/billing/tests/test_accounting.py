"""Books: postings that balance, files of other programs, and periods that are closed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.accounting.postings import postings
from atrium.billing.models import Books, Payment
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

JANUARY = date(2024, 1, 31)
PAGE = "/acme/accounting/"


@pytest.fixture
def year(bakery: Client, new_invoice: NewInvoice, alice: Member) -> None:
    """£120 at 20 %, of which £12 were credited and £100 paid, £5 back and £8 written off; £100 reverse charge."""
    first = new_invoice(line(10_000))
    first.credit(by=alice, reason="Stale", amount=1_200, on=date(2024, 1, 10))
    paid = Payment.take(
        bakery,
        by=alice,
        amount=10_000,
        currency="GBP",
        on=date(2024, 1, 12),
        method="transfer",
        reference="=1+1",
        invoices=[(first, 10_000)],
    )
    first.write_off(by=alice, reason="Pence", amount=800, on=date(2024, 1, 15))
    paid.refund(by=alice, amount=500, reason="Too much", on=date(2024, 1, 20))
    new_invoice(line(10_000, percent="0", tax_category="AE"), on=date(2024, 1, 25))


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def told(as_alice: Browser, layout: str, **period: str) -> bytes:
    asked = {"first": "2024-01-01", "last": "2024-01-31"} | period
    answer = as_alice.get(f"{PAGE}entries/{layout}/", asked)
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


@pytest.mark.usefixtures("year")
def test_c12_what_happened_is_booked_and_balances(alice: Member, as_alice: Browser) -> None:
    found = postings(Books.of(alice.organisation), date(2024, 1, 1), JANUARY)
    assert [one.is_balanced for one in found] == [True] * 6
    balance: dict[str, int] = {}
    for one in found:
        for leg in one.legs:
            balance[leg.account] = balance.get(leg.account, 0) + leg.debit - leg.credit
    # Receivables: 120 - 12 - 100 - 8 + 5, and 100 with reverse charge.
    assert balance == {
        "1100": 105_00,
        "1200": 95_00,
        "6900": 8_00,
        "4000": -90_00,
        "4030": -100_00,
        "2200": -18_00,
    }
    rows = table(told(as_alice, "csv"))
    assert sum(float(row["debit"] or 0) for row in rows) == 345.0
    assert sum(float(row["credit"] or 0) for row in rows) == 345.0
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    xero = table(told(as_alice, "xero"))
    assert [(row["*InvoiceNumber"], row["*UnitAmount"], row["TaxAmount"]) for row in xero] == [
        ("INV-2024-0001", "100.00", "20.00"),
        ("CN-2024-0001", "-10.00", "-2.00"),
        ("INV-2024-0002", "100.00", "0.00"),
    ]
    quick = table(told(as_alice, "quickbooks"))
    assert len({row["*JournalNo"] for row in quick}) == 6


@pytest.mark.usefixtures("year")
def test_c12_datev_reads_a_batch_of_one_year(alice: Member, as_alice: Browser) -> None:
    alice.organisation.edit(by=alice, country="DE")
    sent = {"consultant": "12345", "mandate": "77", "revenue": "8401", "standard_rate": "20"}
    assert as_alice.post(PAGE, sent).status_code == 302
    head, columns, *rows = told(as_alice, "datev").decode("cp1252").split("\r\n")[:-1]
    assert head.split(";")[:5] == ['"EXTF"', "700", "21", '"Buchungsstapel"', "13"]
    assert head.split(";")[10:16] == ["12345", "77", "20240101", "4", "20240101", "20240131"]
    assert len(head.split(";")) == 31
    assert {len(row.split(";")) for row in [columns, *rows]} == {125}
    first = rows[0].split(";")
    assert (first[:3], first[6:8], first[9:11]) == (
        ["120,00", '"S"', '"GBP"'],
        ["1400", "8401"],
        ["0501", '"INV-2024-0001"'],
    )
    assert [row.split(";")[1] for row in rows] == ['"S"', '"H"', '"S"', '"S"', '"H"', '"S"']
    beyond = as_alice.get(f"{PAGE}entries/datev/", {"first": "2023-12-01", "last": "2024-01-31"})
    assert (beyond.status_code, "one year at a time" in beyond.text) == (409, True)


def test_c12_nothing_is_booked_into_a_closed_period(
    bakery: Client, new_invoice: NewInvoice, alice: Member
) -> None:
    invoice = new_invoice(on=date(2024, 2, 1))
    told: dict[str, Any] = {"by": alice, "amount": 500, "currency": "GBP", "method": "cash"}
    early = Payment.take(bakery, on=date(2024, 1, 20), **told)
    with pytest.raises(Refusal, match="that is past"):
        Books.edit(alice.organisation, by=alice, locked_until=alice.organisation.today())
    Books.edit(alice.organisation, by=alice, locked_until=JANUARY)
    for deed in (
        lambda: new_invoice(on=JANUARY),
        lambda: invoice.credit(by=alice, reason="Stale", amount=1, on=JANUARY),
        lambda: Payment.take(bakery, on=JANUARY, **told),
        lambda: early.refund(by=alice, reason="Back", amount=1, on=JANUARY),
        lambda: early.void(by=alice, reason="Twice"),
        lambda: invoice.write_off(by=alice, reason="Pence", amount=1, on=JANUARY),
    ):
        with pytest.raises(Refusal, match="closed up to 31 Jan 2024"):
            deed()
    Payment.take(bakery, on=date(2024, 2, 2), **told)
    Books.edit(alice.organisation, by=alice, locked_until=None)
    early.void(by=alice, reason="Twice")


def test_c12_only_who_sees_every_client_sees_the_books(
    as_alice: Browser, as_bob: Browser, as_charlie: Browser
) -> None:
    entries = f"{PAGE}entries/csv/"
    assert [as_bob.get(url).status_code for url in (PAGE, entries)] == [403, 403]
    assert [as_charlie.get(url).status_code for url in (PAGE, entries)] == [404, 404]
    assert as_alice.get(f"{PAGE}entries/made-up/").status_code == 404
    wrong = as_alice.get(entries, {"first": "2024-02-01", "last": "2024-01-01"})
    assert (wrong.status_code, "on or after the day it begins" in wrong.text) == (422, True)
    for sent, words in (({"bank": "!"}, "letters and digits"), ({"mandate": "x"}, "5 digits")):
        answer = as_alice.post(PAGE, sent)
        assert (answer.status_code, words in answer.text) == (422, True), sent
