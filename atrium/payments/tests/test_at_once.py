"""Eight processes charge, pay, take back and bill the same money at the same moment: each once (V07, V10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest

from atrium.billing.models import Invoice, NewLine, Payment
from atrium.clients.models import Client, Status
from atrium.foundation.errors import Refusal
from atrium.jobs.models import Job
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.payments import paying
from atrium.payments.charging_work import Price, bill_of
from atrium.payments.models import Billed, Card, Charge, Heard, ProviderAccount, Returned
from atrium.payments.paying import TryLater
from atrium.payments.providers.provider import News
from atrium.payments.tests.stripe_rig import HOOK_SECRET, SECRET, Peer, peer, stripe_process
from atrium.payments.tests.test_charging import on_file, owed
from atrium.payments.work import the_work
from atrium.testing.processes import run_at_once

__all__ = ["peer", "stripe_process"]

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


def work(organisation: int, day: str, seed: int) -> None:
    """Everyone charges the same card for the same invoice, hears the same news, and bills the same job."""
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        client, card = Client.objects.get(), Card.objects.select_related("account").get()
        client.organisation = alice.organisation
        card.client = client
        invoice = Invoice.objects.get(
            dated_on=date.fromisoformat(day), kind="invoice", number="INV-1"
        )
        invoice.client = client
        with suppress(Refusal):
            Charge.ask(card, [invoice], by=alice)
        for charge in Charge.objects.all():
            with suppress(TryLater):
                paying.carry_out(charge.pk)
            news = News(id="evt_same", kind="payment_intent.succeeded", key=str(charge.public_id))
            with suppress(TryLater):
                heard = Heard.keep(card.account, news)
                if heard is not None:
                    paying.act_upon(heard.pk)
        job = the_work(client, alice, Job.objects.get().public_id)
        assert job is not None
        with suppress(Refusal):
            bill_of(job, Price()).draft(by=alice)
        debit = Payment.objects.select_related("client").get(method="debit")
        debit.client.organisation = alice.organisation
        Returned.book(debit, by=alice, kind="debit", external_id="bank:7", fee=100 + seed)


def test_v07_v10_eight_at_once_charge_bill_and_take_back_once(alice: Member, peer: Peer) -> None:
    status = Status.objects.get(is_default=True)
    bakery = Client.add(by=alice, name="Vincent's Bakery", status=status)
    account = ProviderAccount.set_up(
        by=alice, secret=SECRET, hook_secret=HOOK_SECRET, home=peer.home
    )
    on_file(peer, account, bakery)
    invoices = []
    for amount in (12050, 3300):
        line = NewLine(text="Consulting", price=amount, tax_category="O")
        invoice = Invoice.draft(bakery, by=alice, lines=[line])
        invoice.issue(by=alice)
        invoices.append(invoice)
    Invoice.objects.filter(pk=invoices[0].pk).update(number="INV-1")
    Payment.take(bakery, by=alice, amount=3300, method="debit", invoices=[(invoices[1], 3300)])
    job = Job.add(bakery, by=alice, title="Shelves", amount=5000)
    job.complete(by=alice)
    each = [(alice.organisation_id, f"{invoices[0].dated_on}", n) for n in range(WRITERS)]
    assert [outcome.error for outcome in run_at_once(work, each) if outcome.error] == []
    for charge in Charge.objects.unsettled():
        paying.carry_out(charge.pk)
    assert (peer.paid(), owed(invoices[0])) == ([12050], 0)
    assert Charge.objects.filter(state="paid").count() == 1
    assert Payment.objects.filter(source="provider").count() == 1
    assert (Returned.objects.count(), owed(invoices[1])) == (1, 3300)
    billed = Billed.objects.get()
    assert list(Invoice.objects.drafts()) == [billed.invoice]
