"""V04, V10: money is taken through the provider once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from atrium.billing.models import Invoice, Payment
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.payments import paying
from atrium.payments.models import (
    Card,
    Charge,
    ChargeState,
    Heard,
    PayBack,
    PayLink,
    ProviderAccount,
)
from atrium.payments.paying import TryLater
from atrium.payments.providers.provider import News
from atrium.payments.tests.conftest import NewInvoice
from atrium.payments.tests.stripe_rig import (
    DECLINED,
    HOOK_SECRET,
    SECRET,
    Peer,
    peer,
    stripe_process,
)
from atrium.timeline.models import Event

__all__ = ["peer", "stripe_process"]


@pytest.fixture
def account(peer: Peer, alice: Member) -> ProviderAccount:
    """Acme takes cards."""
    return ProviderAccount.set_up(by=alice, secret=SECRET, hook_secret=HOOK_SECRET, home=peer.home)


def on_file(peer: Peer, account: ProviderAccount, client: Client, number: str = "") -> Card:
    """A card of the client's."""
    customer, token = peer.card(*filter(None, [number]))
    told = {"brand": "visa", "last4": "4242", "month": 12, "year": 2099}
    is_default = not Card.objects.on_file().exists()
    return Card.objects.create(  # type: ignore[no-any-return]
        client=client,
        account=account,
        token=token,
        customer=customer,
        is_default=is_default,
        **told,
    )


def owed(invoice: Invoice) -> int:
    row: Any = Invoice.objects.with_balance().get(pk=invoice.pk)
    return int(row.balance)


def now(charge: Charge) -> Charge:
    found = paying.the_charge(charge.pk)
    assert found is not None
    return found


def told(client: Client) -> list[str]:
    rows = Event.objects.filter(client=client, strand="money").exclude(kind__startswith="invoice")
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_v10_a_card_on_file_is_charged_once_though_the_answer_was_lost(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice, card = new_invoice(12050), on_file(peer, account, bakery)
    charge = Charge.ask(card, [invoice], by=alice)
    with pytest.raises(Refusal, match="not settled yet"):
        Charge.ask(card, [invoice], by=alice)
    peer.will("cut")
    with pytest.raises(TryLater):
        paying.carry_out(charge.pk)
    assert (now(charge).state, owed(invoice), peer.paid()) == (ChargeState.SENT, 12050, [12050])
    paying.carry_out(charge.pk)
    paying.carry_out(charge.pk)
    settled = now(charge)
    assert (settled.state, owed(invoice), peer.paid()) == (ChargeState.PAID, 0, [12050])
    assert settled.payment is not None
    assert (settled.payment.source, settled.payment.method) == ("provider", "card")
    assert told(bakery) == ["charge.asked", "payment.received"]
    with pytest.raises(Refusal, match="Nothing is owed"):
        Charge.ask(card, [invoice], by=alice)


def test_v10_what_never_got_there_is_tried_again_and_what_is_declined_says_so(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    first, second, third = new_invoice(100), new_invoice(200), new_invoice(300)
    card = on_file(peer, account, bakery)
    charge = Charge.ask(card, [first], by=alice)
    ProviderAccount.objects.update(home="http://127.0.0.1:9")
    with pytest.raises(TryLater):
        paying.carry_out(charge.pk)
    assert now(charge).state == ChargeState.WAITING
    ProviderAccount.objects.update(home=peer.home)
    peer.will("503")
    with pytest.raises(TryLater):
        paying.carry_out(charge.pk)
    paying.carry_out(charge.pk)
    assert (now(charge).state, peer.paid()) == (ChargeState.PAID, [100])
    declined = Charge.ask(on_file(peer, account, bakery, DECLINED), [second], by=alice)
    paying.carry_out(declined.pk)
    assert (now(declined).state, now(declined).problem) == ("failed", "Your card was declined.")
    assert told(bakery)[-1] == "charge.failed"
    late = Charge.ask(card, [third], by=alice)
    Payment.take(bakery, by=alice, amount=300, currency="EUR", invoices=[(third, 300)])
    paying.carry_out(late.pk)
    assert (now(late).state, peer.paid()) == (ChargeState.GONE, [100])
    lost = Charge.ask(card, [second], by=alice)
    two_days = timezone.now() - timedelta(days=2)
    Charge.objects.filter(pk=lost.pk).update(state="sent", made_at=two_days)
    paying.carry_out(lost.pk)
    assert (now(lost).state, peer.paid()) == (ChargeState.GONE, [100])


def test_v10_news_before_the_answer_replayed_and_lost_end_in_one_payment(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice(5000)
    link = PayLink.of(invoice, by=alice)
    url = paying.page_of(link, account, keeps_card=True)
    charge = Charge.objects.get()
    assert (url, charge.state) == (charge.url, ChargeState.OPEN)
    assert paying.page_of(link, account, keeps_card=True) == url
    peer.pay(charge.ref)
    for turn in range(3):
        news = News(
            id=f"evt_{turn // 2}", kind="checkout.session.completed", key=str(charge.public_id)
        )
        heard = Heard.keep(account, news)
        assert (heard is None) == (turn == 1)
        if heard is not None:
            paying.act_upon(heard.pk)
            paying.act_upon(heard.pk)
    paying.learn(now(charge))
    assert (owed(invoice), Payment.objects.count(), peer.paid()) == (0, 1, [5000])
    card = Card.objects.get()
    assert (str(card), card.expires, card.is_default) == ("Visa …4242", "12/31", True)
    assert told(bakery) == ["charge.link_made", "payment.received", "card.kept"]
    other = new_invoice(700)
    Charge.ask(card, [other], by=alice)
    card.remove(by=alice)
    assert not Card.objects.on_file().exists()


def test_v10_a_page_over_another_amount_is_closed_before_a_new_one_opens(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice(5000)
    link = PayLink.of(invoice, by=alice)
    paying.page_of(link, account, keeps_card=False)
    Payment.take(bakery, by=alice, amount=2000, currency="EUR", invoices=[(invoice, 2000)])
    paying.page_of(link, account, keeps_card=False)
    states = list(Charge.objects.order_by("id").values_list("amount", "state"))
    assert states == [(5000, "gone"), (3000, "open")]
    peer.pay(Charge.objects.latest("id").ref)
    Payment.take(bakery, by=alice, amount=1000, currency="EUR", invoices=[(invoice, 1000)])
    paying.learn(now(Charge.objects.latest("id")))
    by_provider: Any = Payment.objects.with_free().get(source="provider")
    assert (owed(invoice), by_provider.amount, by_provider.unused) == (0, 3000, 1000)
    link.revoke(by=alice)
    assert PayLink.opened_by(link.token.partition(".")[2]) is None


def test_v10_money_goes_back_once_and_what_the_provider_paid_back_is_kept(
    peer: Peer, account: ProviderAccount, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice, card = new_invoice(5000), on_file(peer, account, bakery)
    charge = Charge.ask(card, [invoice], by=alice)
    paying.carry_out(charge.pk)
    payment = Payment.objects.select_related("client").get()
    payment.client.organisation = alice.organisation
    row = PayBack.ask(payment, 1500, by=alice, reason="Too much")
    with pytest.raises(Refusal, match="€35 of"):
        PayBack.ask(payment, 4000, by=alice, reason="More")
    peer.will("cut")
    with pytest.raises(TryLater):
        paying.pay_back(row.pk)
    paying.pay_back(row.pk)
    paying.pay_back(row.pk)
    assert [refund.amount for refund in payment.refunds.all()] == [1500]
    peer.ask("POST", "/v1/refunds", {"payment_intent": now(charge).ref, "amount": 500})
    heard = Heard.keep(account, News(id="evt", kind="charge.refunded", ref=now(charge).ref))
    assert heard is not None
    paying.act_upon(heard.pk)
    assert sorted(refund.amount for refund in payment.refunds.all()) == [500, 1500]
    assert owed(invoice) == 2000
