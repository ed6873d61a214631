"""C12, X09: an invoice goes to who is reached for bills, with its paper and a link of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.models import Invoice, InvoiceLink, InvoicePaper, InvoiceSending
from atrium.billing.public_bill import _DEEDS, BillDeed, on_the_bill
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.conversations.mail.marking import filled
from atrium.conversations.models import Message
from atrium.organisations.models import Member


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Mails wait for their moment, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def person(bakery: Client, alice: Member, name: str) -> Contact:
    contact = Contact.add(by=alice, given_name=name, family_name="Patel")
    Point.add(contact, by=alice, kind="email", text=f"{name.lower()}@bar.example")
    Link.make(bakery, contact, by=alice)
    return contact


@pytest.fixture
def invoice(bakery: Client, new_invoice: NewInvoice) -> Invoice:
    """One of £120, drawn already."""
    made = new_invoice(line(10_000))
    InvoicePaper.keep(made, b"%PDF-1.7 kept", holds_einvoice=False)
    return made


def test_c12_an_invoice_is_sent_to_who_is_reached_for_bills(
    bakery: Client,
    invoice: Invoice,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    visitor: Browser,
) -> None:
    mina = person(bakery, alice, "Mina")
    url = f"/acme/invoices/{invoice.public_id}/send/"
    page = as_alice.get(url).text
    assert [words in page for words in ("Mina Patel", "GBP", "INV-2024-0001")] == [True] * 3
    sent = {"to": "Mina Patel <mina@bar.example>, Office <Bo@bar.example>", "subject": "Yours"}
    sent |= {"words": "Hello <b>,\n\nhere it is."}
    assert as_alice.post(url, sent).status_code == 302
    rows = list(Message.objects.order_by("id"))
    assert [party.address for row in rows for party in row.receivers] == [
        "mina@bar.example",
        "Bo@bar.example",
    ]
    assert [row.attachments.get().name for row in rows] == ["INV-2024-0001.pdf"] * 2
    letter = filled(rows[0], rows[0].html)
    assert "/bills/" not in rows[0].html
    assert "&lt;b&gt;" in letter
    found = re.search(r"/bills/[^\s\"'<>]+/", letter)
    assert found is not None
    bill = visitor.get(found[0])
    assert [words in bill.text for words in ("Invoice INV-2024-0001", "120.00")] == [True] * 2
    assert visitor.get(f"{found[0]}paper.pdf").content == b"%PDF-1.7 kept"
    visitor.get(found[0])
    link = InvoiceLink.objects.get(address="mina@bar.example")
    assert (link.opened_times, InvoiceLink.objects.get(address="bo@bar.example").opened_times) == (
        2,
        0,
    )
    told = [
        str(e.sentence) for e in bakery.events.filter(kind__in=["invoice.sent", "invoice.opened"])
    ]
    assert sorted(told) == [
        "Alice Ash sent the invoice <b>INV-2024-0001</b> of £120 to Mina Patel, Office by e-mail",
        "mina@bar.example opened INV-2024-0001 of £120",
    ]
    as_alice.post(url, sent | {"subject": "Again"})
    assert (InvoiceLink.objects.count(), InvoiceSending.objects.count()) == (2, 2)
    link.revoke(by=alice)
    assert visitor.get(found[0]).status_code == 410
    assert visitor.get("/bills/made-up/").status_code == 410
    NoContact.place(mina, by=alice, reason="Asked")
    assert "Mina Patel: " in as_alice.get(url).text
    refused = as_alice.post(url, sent)
    assert (refused.status_code, "Take out Mina Patel" in refused.text) == (422, True)
    for wrong, words in (
        ({"to": "nobody"}, "is no e-mail address"),
        ({"to": ""}, "Say whom"),
        ({"words": ""}, "Write some words"),
    ):
        answer = as_alice.post(url, sent | wrong)
        assert (answer.status_code, words in answer.text) == (422, True), wrong
    assert as_bob.get(url).status_code == 403


def test_x09_others_offer_deeds_on_the_page_of_an_invoice(
    invoice: Invoice, alice: Member, bakery: Client, visitor: Browser, as_charlie: Browser
) -> None:
    link = InvoiceLink(invoice=invoice, address="x@bar.example")
    link.save()

    @on_the_bill
    def pay(found: InvoiceLink, left: int) -> list[BillDeed]:
        return [BillDeed(f"Pay {left}", "credit-card", "/pay/x/")] if left > 0 else []

    try:
        url = f"/bills/{link.token()}/"
        assert "Pay 12000" in visitor.get(url).text
        invoice.write_off(by=alice, reason="Gone")
        assert "Pay" not in visitor.get(url).text.split("<h1>")[1]
    finally:
        _DEEDS.remove(pay)
    assert as_charlie.get(f"/acme/invoices/{invoice.public_id}/send/").status_code == 404
