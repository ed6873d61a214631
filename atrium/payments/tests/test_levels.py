"""V07: a level of reminders asks its fee and interest, goes by mail, SMS or letter, in the client's language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client as Browser

from atrium.billing.models import Invoice
from atrium.clients.models import Client, Contact, Point
from atrium.conversations.models import Message, Sms, SmsNumber
from atrium.conversations.placeholders import unknown
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import Program, bobs_program, program
from atrium.organisations.models import Member, Organisation
from atrium.payments.models import Fee, Reminder, ReminderLevel, Wording
from atrium.payments.models.wording import NAMES
from atrium.payments.reminder_words import PLACEHOLDERS
from atrium.payments.reminding import interest
from atrium.payments.tests.conftest import NewInvoice
from atrium.payments.tests.test_charging import owed
from atrium.payments.tests.test_reminding import late, overdue, queue

__all__ = ["bobs_program", "overdue", "program", "queue"]


@pytest.mark.parametrize(
    ("of", "percent", "days", "comes_to"),
    [
        # 1,000.00 at 9.27 % (German base rate 1.27 % + 8) for 30 days.
        (100000, "9.27", 30, 762),
        # £12,500 at 12.25 % (Bank Rate 4.25 % + 8) for 91 days.
        (1250000, "12.25", 91, 38176),
        (5000, "5", 365, 250),
        (5000, "5", 0, 0),
    ],
)
def test_v07_interest_is_simple_by_days(of: int, percent: str, days: int, comes_to: int) -> None:
    assert interest(of, Decimal(percent), days) == comes_to


def test_v07_fees_are_owed_shown_on_the_reminder_and_asked_once(
    as_alice: Browser, acme: Organisation, alice: Member, bakery: Client, overdue: Invoice
) -> None:
    Organisation.objects.update(currency="EUR")
    acme.refresh_from_db()
    bakery.organisation = overdue.client.organisation = acme
    levels = ReminderLevel.all_of(by=alice)
    first = f"/acme/settings/reminders/{levels[0].public_id}/"
    form = {"label": "First", "after_days": 5, "subject": "{{invoice.number}}", "channel": "mail"}
    form |= {"text": "{{invoice.owed}} and {{invoice.fees}}: {{invoice.sum}}", "fee": "5,00"}
    assert as_alice.post(first, form | {"interest": "101"}).status_code == 422
    assert as_alice.post(first, form | {"interest": "9.27"}).status_code == 302
    levels[0].refresh_from_db()
    late(overdue, 30)
    Reminder.send(overdue, levels[0], by=alice)
    kinds = list(Fee.objects.values_list("kind", "amount"))
    assert kinds == [("reminder", 500), ("interest", 92)]
    assert Message.objects.get().text.strip() == "€120.50 and €5.92: €126.42"
    assert [owed(fee.invoice) for fee in Fee.objects.all()] == [500, 92]
    levels[1].edit(by=alice, **(vars_of(levels[1]) | {"interest": "9.27", "after_days": 25}))
    late(overdue, 60)
    Reminder.send(overdue, levels[1], by=alice)
    assert list(Fee.objects.values_list("kind", "amount"))[2:] == [("interest", 92)]
    page = as_alice.get("/acme/clients/1/collect/").content.decode()
    assert page.count("Remind: ") == 1
    with pytest.raises(Refusal, match="asks for a fee"):
        Reminder.send(late(Fee.objects.all()[0].invoice, 9), levels[0], by=alice)


def vars_of(level: ReminderLevel) -> dict[str, object]:
    return {name: getattr(level, name) for name in ("label", "after_days", "subject", "text")}


def test_v07_a_level_goes_by_letter_or_sms_in_the_clients_language(
    as_alice: Browser, as_vera: Browser, alice: Member, bakery: Client, overdue: Invoice
) -> None:
    one, two, three = ReminderLevel.all_of(by=alice)
    for language in NAMES:
        subject, text = Wording.of(three, language)
        assert (subject == three.subject) == (text == three.text) == (language == "en"), language
        assert unknown(f"{subject} {text}", PLACEHOLDERS) == [], language
    assert Wording.of(three, "de")[0] == "Letzte Mahnung zur Rechnung {{invoice.number}}"
    one.edit(by=alice, **(vars_of(one) | {"channel": "letter"}))
    two.edit(by=alice, **(vars_of(two) | {"channel": "sms", "text": "Pay {{invoice.sum}}"}))
    Client.objects.update(language="fr")
    overdue.client.refresh_from_db()
    there = f"/acme/settings/reminders/{two.public_id}/fr/"
    words = {"subject": "Rappel", "text": "Merci de régler {{invoice.sum}}"}
    assert as_alice.post(there, words).status_code == 302
    assert Wording.of(two, "de") == (two.subject, two.text)
    remind = f"/acme/clients/1/collect/invoices/{overdue.public_id}/remind/"
    assert as_alice.post(remind).status_code == 302
    assert 'letter.pdf"' in as_alice.get("/acme/clients/1/collect/").content.decode()
    assert as_alice.get(f"{remind}letter.pdf").content.startswith(b"%PDF")
    assert as_vera.get(f"{remind}letter.pdf").status_code == 403
    late(overdue, 30)
    assert as_alice.post(remind).status_code == 409
    SmsNumber.set_up(by=alice, name="Office", number="+447700900000", provider="outbox")
    Point.add(Contact.objects.get(), by=alice, kind="phone", text="+447700900123")
    assert as_alice.post(remind).status_code == 302
    assert Sms.objects.get().text == "Merci de régler €120.50"


def test_v07_a_program_sets_levels_and_what_is_done_by_itself(
    program: Program, bobs_program: Program, new_invoice: NewInvoice
) -> None:
    body = {"reminds": True, "thanks": True, "holding": "suggest", "hold_days": 30}
    assert program.ask("PUT", "/payment-settings", body).json() == body | {"hold_amount": None}
    assert bobs_program.ask("PUT", "/payment-settings", body).status_code == 403
    assert program.ask("PUT", "/payment-settings", body | {"hold_days": None}).status_code == 422
    level = {"label": "Last", "after_days": 60, "subject": "S", "text": "T", "fee": 1500}
    made = program.ask("POST", "/reminder-levels", level)
    assert (made.status_code, made.json()["fee"], made.json()["channel"]) == (201, 1500, "mail")
    assert program.ask("POST", "/reminder-levels", level).status_code == 422
    there = f"/reminder-levels/{made.json()['id']}"
    assert program.ask("PATCH", there, {"interest": "8.5"}).json()["interest"] == "8.5"
    assert program.ask("DELETE", there).status_code == 204
    assert len(program.ask("GET", "/reminder-levels").json()["items"]) == 3
