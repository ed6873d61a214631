"""V07: overdue invoices are told once, reminded of level by level, and clients held and let go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.models import Invoice, Payment
from atrium.clients.models import Client, Contact, Hold, Link, NoContact, Point
from atrium.conversations.models import Message
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.payments import dunning
from atrium.payments.models import CollectingRules, Reminder, ReminderLevel
from atrium.payments.tests.conftest import NewInvoice
from atrium.timeline.models import Event


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Mail leaves later."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


@pytest.fixture
def overdue(new_invoice: NewInvoice, bakery: Client, alice: Member) -> Invoice:
    """An invoice that was due ten days ago, of a client who can be written to."""
    person = Contact.add(by=alice, given_name="Ana")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind="email", text="ana@bakery.example")
    return late(new_invoice(12050), 10)


def late(invoice: Invoice, days: int) -> Invoice:
    due = invoice.client.organisation.today() - timedelta(days=days)
    Invoice.objects.filter(pk=invoice.pk).update(due_on=due, issued_on=due)
    invoice.refresh_from_db()
    return invoice


def kinds(client: Client) -> list[str]:
    rows = Event.objects.filter(client=client, kind__startswith="reminder").order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_v07_an_invoice_is_reminded_of_by_hand_once_a_level(
    as_alice: Browser, alice: Member, bakery: Client, overdue: Invoice
) -> None:
    page = as_alice.get("/acme/clients/1/collect/").content.decode()
    assert "10 days overdue" in page
    assert "Remind: Friendly reminder" in page
    there = f"/acme/clients/1/collect/invoices/{overdue.public_id}/remind/"
    assert as_alice.post(there).status_code == 302
    message = Message.objects.latest("id")
    assert message.subject == f"A reminder of invoice {overdue}"
    assert "€120.50 of it is still open" in message.text
    assert [file.name for file in message.attachments.all()] == [f"{overdue}.pdf"]
    assert [party.address for party in message.parties.receiving()] == ["ana@bakery.example"]
    first = ReminderLevel.objects.first()
    assert first is not None
    with pytest.raises(Refusal, match="was sent"):
        Reminder.send(overdue, first, by=alice)
    assert as_alice.post(there).status_code == 302
    levels = list(Reminder.objects.order_by("id").values_list("level__label", flat=True))
    assert levels == ["Friendly reminder", "Second reminder"]
    assert kinds(bakery) == ["reminder.sent", "reminder.sent"]
    Payment.take(bakery, by=alice, amount=12050, currency="EUR")
    assert as_alice.post(there).status_code == 409


def test_v07_what_is_done_by_itself_is_off_obeys_wishes_and_stops_when_paid(
    acme: Organisation, alice: Member, bakery: Client, overdue: Invoice, new_invoice: NewInvoice
) -> None:
    for _ in range(2):
        dunning.run(acme)
    assert (kinds(bakery), Reminder.objects.count()) == (["reminder.overdue"], 0)
    CollectingRules.put(by=alice, reminds=True, holding="off")
    person = Contact.objects.get()
    NoContact.place(person, by=alice, reason="Asked us not to")
    dunning.run(acme)
    assert not Reminder.objects.exists()
    person.no_contacts.get().lift(by=alice, reason="They changed their mind")
    for _ in range(2):
        dunning.run(acme)
    assert [str(row.level) for row in Reminder.objects.all()] == ["Friendly reminder"]
    late(new_invoice(500), 3)
    Payment.take(bakery, by=alice, amount=12050, currency="EUR", invoices=[(overdue, 12050)])
    late(overdue, 40)
    dunning.run(acme)
    assert Reminder.objects.count() == 1


def test_v07_a_client_beyond_the_limit_is_held_by_the_rules_and_let_go_once_paid(
    acme: Organisation, alice: Member, as_alice: Browser, bakery: Client, overdue: Invoice
) -> None:
    with pytest.raises(Refusal, match="Give a limit"):
        CollectingRules.put(by=alice, holding="suggest")
    CollectingRules.put(by=alice, holding="suggest", hold_days=5)
    dunning.run(acme)
    assert not Hold.objects.exists()
    page = as_alice.get("/acme/clients/1/collect/").content.decode()
    assert "Beyond your limit: Overdue for 10 days" in page
    CollectingRules.put(by=alice, holding="automatic", hold_days=5)
    for _ in range(2):
        dunning.run(acme)
    hold = Hold.objects.get()
    assert (hold.reason, hold.placed_by) == ("Overdue for 10 days", None)
    Payment.take(bakery, by=alice, amount=12050, currency="EUR")
    dunning.run(acme)
    hold.refresh_from_db()
    assert hold.lift_reason == "What was overdue is paid"
    Hold.place(bakery, by=alice, reason="By hand")
    dunning.run(acme)
    assert Hold.objects.filter(lifted_at=None).count() == 1


def test_v07_rules_and_levels_are_set_by_who_runs_the_place(
    as_alice: Browser, as_bob: Browser, alice: Member
) -> None:
    there = "/acme/settings/reminders/"
    assert as_bob.get(there).status_code == 403
    assert "Final notice" in as_alice.get(there).content.decode()
    assert as_alice.post(there, {"holding": "automatic"}).status_code == 422
    as_alice.post(there, {"reminds": "on", "holding": "suggest", "hold_amount": "1,500.00"})
    rules = CollectingRules.objects.get()
    assert (rules.reminds, rules.holding, rules.hold_amount) == (True, "suggest", 150000)
    level = ReminderLevel.objects.order_by("after_days")[0]
    form = {"label": "Hello", "after_days": 3, "subject": "S", "text": "Pay {{invoice.owing}}"}
    told = as_alice.post(f"{there}{level.public_id}/", form)
    assert (told.status_code, "did you mean" in told.content.decode()) == (422, True)
    form["text"] = "Pay {{invoice.owed}}"
    assert as_alice.post(f"{there}{level.public_id}/", form).status_code == 302
    assert as_alice.post(f"{there}add/", form).status_code == 422
    card = form | {"after_days": 50, "text": "4242 4242 4242 4242"}
    assert as_alice.post(f"{there}add/", card).status_code == 422
    level.refresh_from_db()
    assert (level.label, level.after_days) == ("Hello", 3)
