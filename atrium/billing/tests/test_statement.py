"""B06: statements of account agree with the rows, by currency, on the page, as CSV, as PDF and by mail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.test import Client as Browser

from atrium.billing import statement_mail
from atrium.billing.models import Payment
from atrium.billing.printed.statement import printed_statement
from atrium.billing.statement import Statement
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.billing.tests.drawing import draws
from atrium.clients.models import Client
from atrium.conversations.mail.writing import Receiver
from atrium.conversations.models import Message
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.models import Event

URL = "/acme/clients/1/statement"
JANUARY, MARCH = date(2024, 1, 1), date(2024, 3, 31)


@pytest.fixture
def story(bakery: Client, alice: Member, new_invoice: NewInvoice) -> Client:
    """£120 of 2023, of which £20 is credited and £30 written off; £240, overpaid, part paid back; €60."""
    old = new_invoice(on=date(2023, 12, 1))
    old.credit(by=alice, reason="Late", amount=2_000, on=date(2024, 1, 10))
    old.write_off(by=alice, reason="Not worth it", amount=3_000, on=date(2024, 2, 10))
    new = new_invoice(line(20_000), on=date(2024, 2, 1), reference="=PO 7")
    paid = Payment.take(
        bakery, by=alice, amount=25_000, on=date(2024, 2, 20), invoices=[(new, 24_000)]
    )
    paid.refund(400, by=alice, reason="Too much", on=date(2024, 3, 1))
    wrong = Payment.take(bakery, by=alice, amount=99, on=date(2024, 2, 21), invoices=[])
    wrong.void(by=alice, reason="Of another client")
    new_invoice(line(5_000), on=date(2024, 3, 5), currency="EUR")
    return bakery


def test_b06_a_statement_runs_from_what_was_owed_to_what_is_owed(
    story: Client, as_alice: Browser, as_bob: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    pounds, euros = Statement(story, JANUARY, MARCH).accounts
    assert (pounds.currency, pounds.opening, pounds.closing) == ("GBP", 12_000, 6_400)
    assert [(one.what, one.amount, one.balance) for one in pounds.entries] == [
        ("credit", -2_000, 10_000),
        ("invoice", 24_000, 34_000),
        ("written_off", -3_000, 31_000),
        ("payment", -25_000, 6_000),
        ("refund", 400, 6_400),
    ]
    assert (euros.currency, euros.opening, euros.closing) == ("EUR", 0, 6_000)
    [later] = [one for one in Statement(story, MARCH, MARCH).accounts if one.currency == "GBP"]
    assert (later.opening, later.entries) == (6_400, [])
    with pytest.raises(Refusal, match="ends on or after"):
        Statement(story, MARCH, JANUARY)

    asked = "?first=2024-01-01&last=2024-03-31"
    page = as_bob.get(f"{URL}/{asked}").content.decode()
    for words in ("Opening balance", "£120", "CN-", "£64", "€60", "P-0001", "Not worth it"):
        assert words in page, words
    assert "Of another client" not in page
    rows = as_bob.get(f"{URL}.csv{asked}").content.decode().splitlines()
    assert rows[1] == "2024-01-01,opening balance,,,,GBP,,120.00"
    assert rows[3] == "2024-02-01,invoice,INV-2024-0001,'=PO 7,2024-03-02,GBP,240.00,340.00"
    assert rows[7] == "2024-03-31,closing balance,,,,GBP,,64.00"
    assert as_alice.get(f"{URL}/?first=2024-03-31&last=2024-01-01").status_code == 422
    assert as_alice.get(f"{URL}.csv?first=soon").status_code == 409
    for path in (f"{URL}/", f"{URL}.csv", f"{URL}.pdf", f"{URL}/send/"):
        assert as_vera.get(path).status_code == 403, path
        assert as_charlie.get(path).status_code == 404, path
    assert as_bob.get(f"{URL}/send/").status_code == 403


@draws
def test_b06_a_statement_is_drawn_in_the_clients_language_and_sent(
    story: Client, alice: Member, as_alice: Browser, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    story.edit(by=alice, language="de")
    told = Statement(story, JANUARY, MARCH)
    page = pypdfium2.PdfDocument(printed_statement(told))[0]
    text = page.get_textpage().get_text_bounded().replace("\u00a0", " ")
    for words in ("Kontoauszug", "Anfangssaldo", "Rechnung INV-2024-0001", "Endsaldo GBP", "64,00"):
        assert words in text, words
    subject, letter = statement_mail.letter_of(told, alice)
    assert subject.startswith("Kontoauszug")
    with pytest.raises(Refusal, match="Say whom"):
        statement_mail.send(told, by=alice, to=[], subject=subject, words=letter)
    to = [Receiver("ana@bakery.example", "Ana")]
    statement_mail.send(told, by=alice, to=to, subject=subject, words=letter)
    assert Message.objects.get().attachments.count() == 1
    assert Event.objects.filter(client=story, kind="statement.sent").count() == 1
    assert "Kontoauszug" in as_alice.get(f"{URL}/send/").content.decode()
