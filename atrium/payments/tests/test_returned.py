"""V10: a payment that comes back makes its invoices owed again, once, and nothing counts twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.models import Invoice, Payment, Refund
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import Program, program
from atrium.organisations.models import Member, Organisation
from atrium.payments import dunning, paying, tasks
from atrium.payments.models import (
    BankBooking,
    BankEntry,
    Charge,
    CollectingRules,
    Fee,
    Heard,
    OwedAgain,
    ProviderAccount,
    Reminder,
    Returned,
    Share,
)
from atrium.payments.providers.provider import News
from atrium.payments.tests.conftest import FromBank, NewInvoice
from atrium.payments.tests.stripe_rig import Peer, peer, stripe_process
from atrium.payments.tests.test_charging import account, now, on_file, owed
from atrium.payments.tests.test_reminding import late, overdue, queue
from atrium.timeline.models import Event

__all__ = ["account", "overdue", "peer", "program", "queue", "stripe_process"]


def paid(client: Client, by: Member, amount: int, invoice: Invoice, **values: Any) -> Payment:
    towards = [(invoice, amount)]
    told = {"currency": "EUR", "invoices": towards} | values
    return Payment.take(client, by=by, amount=amount, **told)


def kinds(client: Client) -> list[str]:
    rows = Event.objects.filter(client=client, kind__startswith="payment").order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_v10_a_returned_payment_is_owed_again_with_a_fee_and_reminders_begin_anew(
    as_alice: Browser,
    as_bob: Browser,
    acme: Organisation,
    alice: Member,
    bakery: Client,
    overdue: Invoice,
) -> None:
    CollectingRules.put(by=alice, reminds=True, holding="off")
    dunning.run(acme)
    payment = paid(bakery, alice, 12050, overdue, method="debit")
    there = f"/acme/payments/{payment.number}/return/"
    assert "Returned" in as_alice.get(f"/acme/payments/{payment.number}/").content.decode()
    assert "Failed direct debit" in as_alice.get(there).content.decode()
    assert as_bob.get(there).status_code == 403
    form = {"kind": "debit", "on": f"{acme.today()}", "reason": "No funds", "fee": "7.50"}
    assert as_alice.post(there, form | {"amount": "500"}).status_code == 422
    assert as_alice.post(there, form).status_code == 302
    assert as_alice.post(there, form).status_code == 422
    fee = Fee.objects.get()
    assert (owed(overdue), fee.amount, owed(fee.invoice), fee.about) == (12050, 750, 750, overdue)
    assert fee.invoice.tax == 0
    assert kinds(bakery) == ["payment.received", "payment.returned"]
    late(fee.invoice, 9)
    dunning.run(acme)
    assert Reminder.objects.count() == 1
    OwedAgain.objects.update(on=acme.today() - timedelta(days=8))
    Reminder.objects.update(at=overdue.created_at - timedelta(days=3))
    dunning.run(acme)
    sent = Reminder.objects.order_by("id").values_list("level__label", "turn", "invoice")
    assert list(sent) == [
        ("Friendly reminder", 0, overdue.pk),
        ("Friendly reminder", 1, overdue.pk),
    ]


def test_v10_the_bank_tells_of_a_return_and_what_was_recorded_by_hand_counts_once(
    as_alice: Browser, alice: Member, bakery: Client, new_invoice: NewInvoice, from_bank: FromBank
) -> None:
    first, second = new_invoice(12050), new_invoice(3300)
    iban = "DE02120300000000202051"
    came = from_bank(12050, f"Invoice {first}", iban=iban, payer=bakery.name)
    BankBooking.book(came, [Share(bakery, 12050, [(first, 12050)])], by=alice)
    went = from_bank(-12350, f"RETURNED {first} insufficient funds", iban=iban)
    page = as_alice.get("/acme/bank/?show=out").content.decode()
    assert ("Certain" in page, "The bank keeps €3" in page, f"names {first}" in page) == (True,) * 3
    assert (
        "1 entry of the money that went out looks like"
        in as_alice.get("/acme/bank/").content.decode()
    )
    payment = Payment.objects.get()
    there = f"/acme/payments/{payment.number}/return/?entry={went.public_id}"
    assert 'value="3.00"' in as_alice.get(there).content.decode()
    form = {"kind": "debit", "on": f"{went.booked_on}", "fee": "3.00"}
    assert as_alice.post(there, form).status_code == 302
    went.refresh_from_db()
    assert (went.state, owed(first), Fee.objects.get().amount) == ("booked", 12050, 300)
    assert "Returned payment" in as_alice.get("/acme/bank/?show=booked").content.decode()
    with pytest.raises(Refusal, match="stays in the books"):
        BankBooking.free(went, by=alice, reason="Wrong")
    hand = paid(bakery, alice, 3300, second, on=went.booked_on - timedelta(days=1))
    entry = from_bank(3300, f"{second}", payer=bakery.name)
    page = as_alice.get("/acme/bank/").content.decode()
    assert ("Recorded already" in page, "certain</button>" in page) == (True, False)
    match = f"/acme/bank/entries/{entry.public_id}/match/"
    assert as_alice.post(match, {"payment": payment.number}).status_code == 409
    assert as_alice.post(match, {"payment": hand.number}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, Payment.objects.count(), owed(second)) == ("booked", 2, 0)
    BankBooking.free(entry, by=alice, reason="Another one")
    hand.refresh_from_db()
    assert (BankEntry.objects.get(pk=entry.pk).state, hand.is_void) == ("open", False)


def test_v10_a_dispute_takes_a_charge_back_once_and_brings_it_again_when_it_is_won(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice(5000)
    charge = Charge.ask(on_file(peer, account, bakery), [invoice], by=alice)
    paying.carry_out(charge.pk)
    ref = now(charge).ref
    told = {"payment_intent": ref, "amount": 5000, "reason": "product_not_received"}
    dispute = peer.ask("POST", "/v1/disputes", told)["id"]

    def hear(name: str, kind: str) -> None:
        heard = Heard.keep(account, News(id=name, kind=kind, ref=ref))
        assert heard is not None
        paying.act_upon(heard.pk)

    hear("a", "charge.dispute.created")
    hear("b", "charge.dispute.funds_withdrawn")
    hear("c", "charge.refunded")
    row = Returned.objects.get()
    assert (owed(invoice), row.kind, row.amount) == (5000, "chargeback", 5000)
    assert row.reason == "The owner of the card disputes it: product not received"
    peer.ask("POST", f"/v1/disputes/{dispute}/_decide", {"status": "won"})
    hear("d", "charge.dispute.closed")
    hear("e", "charge.dispute.funds_reinstated")
    tasks.catch_up.func()
    assert (owed(invoice), Payment.objects.count(), Returned.objects.count()) == (0, 2, 1)
    assert kinds(bakery) == ["payment.received", "payment.returned", "payment.received"]


def test_v10_what_news_were_lost_about_is_asked_for_by_the_clock_once(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    card, charges = on_file(peer, account, bakery), []
    for amount in (5000, 3000):
        charges.append(Charge.ask(card, [new_invoice(amount)], by=alice))
        paying.carry_out(charges[-1].pk)
    first, second = (now(charge).ref for charge in charges)
    peer.ask(
        "POST", "/v1/disputes", {"payment_intent": first, "amount": 5000, "reason": "fraudulent"}
    )
    peer.ask("POST", "/v1/refunds", {"payment_intent": second, "amount": 1000})
    for _ in range(2):
        tasks.catch_up.func()
    assert list(Returned.objects.values_list("kind", "amount")) == [("chargeback", 5000)]
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [1000, 5000]
    assert sorted(kinds(bakery)[2:]) == ["payment.refunded", "payment.returned"]


def test_v10_a_program_takes_a_payment_back_and_matches_the_bank(
    program: Program, alice: Member, bakery: Client, new_invoice: NewInvoice, from_bank: FromBank
) -> None:
    invoice = new_invoice(12050)
    payment = paid(bakery, alice, 12050, invoice)
    entry = from_bank(12050, "Thank you", booked_on=payment.received_on)
    told = program.ask("GET", f"/bank-entries/{entry.public_id}").json()
    assert [one["number"] for one in told["recorded"]] == [payment.code]
    there = f"/bank-entries/{entry.public_id}/match"
    assert program.ask("POST", there, {"payment": str(entry.public_id)}).status_code == 422
    assert (
        program.ask("POST", there, {"payment": str(payment.public_id)}).json()["state"] == "booked"
    )
    returns = f"/payments/{payment.public_id}/returns"
    body = {"kind": "bounced", "amount": 2050, "fee": 500}
    made = program.ask("POST", returns, body, **{"Idempotency-Key": "r"})
    assert program.ask("POST", returns, body, **{"Idempotency-Key": "r"}).json() == made.json()
    assert (made.status_code, made.json()["invoices"]) == (201, [str(invoice.public_id)])
    assert owed(invoice) == 2050
    [row] = program.ask("GET", returns).json()["items"]
    assert (row["amount"], row["fee"]) == (2050, 500)
    assert program.ask("POST", returns, body | {"amount": 10**9}).status_code == 422
