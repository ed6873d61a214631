"""V10: a client is thanked for a payment in its language, by hand or by itself, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.models import Payment
from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.conversations.models import Message
from atrium.integrations.tests.conftest import Program, program
from atrium.organisations.models import Member
from atrium.payments.models import CollectingRules, Receipt
from atrium.payments.reactions import thank
from atrium.payments.tests.conftest import NewInvoice
from atrium.payments.tests.test_reminding import queue
from atrium.timeline.models import Event

__all__ = ["program", "queue"]


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    """She gets the bills."""
    person = Contact.add(by=alice, given_name="Ana")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind="email", text="ana@bakery.example")
    return person


@pytest.fixture
def payment(bakery: Client, alice: Member, new_invoice: NewInvoice) -> Payment:
    """€150 for an invoice of €120.50."""
    Client.objects.update(language="de")
    bakery.refresh_from_db()
    invoice = new_invoice(12050)
    towards = [(invoice, 12050)]
    return Payment.take(bakery, by=alice, amount=15000, currency="EUR", invoices=towards)


def test_v10_a_receipt_is_shown_sent_once_and_kept_as_it_was(
    as_alice: Browser,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
    payment: Payment,
    ana: Contact,
) -> None:
    there = f"/acme/payments/{payment.number}/receipt"
    assert f'href="{there}/"' in as_alice.get(f"/acme/payments/{payment.number}/").content.decode()
    page = as_alice.get(f"{there}/").content.decode()
    assert ("Quittung über Ihre Zahlung" in page, "ana@bakery.example" in page) == (True, True)
    assert as_bob.post(f"{there}/").status_code == 403
    assert as_vera.get(f"{there}.pdf").status_code == 403
    assert as_charlie.get(f"{there}.pdf").status_code == 404
    assert as_alice.post(f"{there}/").status_code == 302
    assert as_alice.post(f"{there}/").status_code == 409
    message = Message.objects.get()
    assert message.subject.startswith("Quittung über Ihre Zahlung von EUR 150,00")
    assert [file.name for file in message.attachments.all()] == [f"{payment.code}.pdf"]
    sent = as_bob.get(f"{there}.pdf").content
    assert sent == Receipt.objects.get().content
    assert sent.startswith(b"%PDF")
    assert Event.objects.filter(kind="payment.thanked").count() == 1
    assert "Sent on" in as_alice.get(f"{there}/").content.decode()


def test_v10_receipts_leave_by_themselves_once_that_is_wanted_and_obey_wishes(
    alice: Member, payment: Payment, ana: Contact, program: Program
) -> None:
    event: Any = Event.objects.get(kind="payment.received")
    thank(event)
    CollectingRules.put(by=alice, thanks=True, holding="off")
    hold = NoContact.place(ana, by=alice, reason="Asked us not to")
    thank(event)
    assert not Receipt.objects.exists()
    there = f"/payments/{payment.public_id}/receipt"
    assert program.ask("POST", there).status_code == 409
    hold.lift(by=alice, reason="Changed her mind")
    for _ in range(2):
        thank(event)
    receipt = Receipt.objects.get()
    assert (receipt.by, receipt.language, Message.objects.count()) == (None, "de", 1)
    assert program.ask("POST", there).status_code == 409


def test_v10_what_receipts_say_is_the_organisations_in_each_language(
    as_alice: Browser, as_bob: Browser, payment: Payment, ana: Contact
) -> None:
    there = "/acme/settings/receipts/de/"
    assert as_bob.get(there).status_code == 403
    assert as_alice.get("/acme/settings/receipts/xx/").status_code == 404
    assert "Vielen Dank" in as_alice.get(there).content.decode().replace("vielen", "Vielen")
    form = {"subject": "Danke", "text": "Danke für {{payment.amont}}!"}
    assert as_alice.post(there, form).status_code == 422
    form["text"] = "Danke für {{payment.amount}}!"
    shown = as_alice.post(there, form | {"show": "1"}).content.decode()
    assert "Danke für £" in shown or "Danke für GBP" in shown
    assert "usual" in as_alice.get("/acme/settings/reminders/").content.decode().lower()
    assert as_alice.post(there, form).status_code == 302
    page = as_alice.get(f"/acme/payments/{payment.number}/receipt/").content.decode()
    assert "Danke für EUR" in page
    as_alice.post(there, {"drop": "1"})
    assert "Quittung" in as_alice.get(there).content.decode()
