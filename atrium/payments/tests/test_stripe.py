"""V04, V10: what the provider does over real HTTP, told by localstripe."""

from __future__ import annotations

import pytest
from django.utils import timezone

from atrium.payments.providers.provider import (
    Became,
    Busy,
    CardTold,
    Declined,
    ProviderError,
    Unsure,
    Wish,
)
from atrium.payments.providers.stripe_provider import Stripe
from atrium.payments.tests.stripe_rig import (
    DECLINED,
    HOOK_SECRET,
    SECRET,
    Peer,
    peer,
    signed,
    stripe_process,
)

__all__ = ["peer", "stripe_process"]
pytestmark = [pytest.mark.once]


def wish(key: str, amount: int = 12050) -> Wish:
    return Wish(key=key, amount=amount, currency="EUR", what_for="INV-2026-0007", keep_card=True)


def told(peer: Peer, number: str = "4242424242424242") -> CardTold:
    customer, token = peer.card(number)
    return CardTold(token=token, customer=customer, brand="visa", last4="4242", month=1, year=2031)


def test_v10_a_card_is_charged_once_whatever_is_heard(peer: Peer) -> None:
    line = Stripe(SECRET, HOOK_SECRET, peer.home)
    assert "test mode" in line.tried()
    card, now = told(peer), timezone.now()
    peer.will("cut")
    with pytest.raises(Unsure):
        line.charge(wish("one"), card)
    again = line.charge(wish("one"), card)
    assert (again.became, again.amount, peer.paid()) == (Became.PAID, 12050, [12050])
    assert line.look("one", "", now) == line.look("one", again.ref, now) == again
    assert line.look("never", "", now) is None
    peer.will("503")
    with pytest.raises(Unsure):
        line.charge(wish("two", 500), card)
    assert line.look("two", "", now) is None
    with pytest.raises(Declined, match="declined"):
        line.charge(wish("three"), told(peer, DECLINED))
    with pytest.raises(Busy, match="refused"):
        Stripe(SECRET, "", "http://127.0.0.1:9").charge(wish("four"), card)
    back = line.refund("back", again.ref, 50, "EUR")
    assert line.refund("back", again.ref, 50, "EUR") == back
    assert [each.amount for each in line.refunds(again.ref, "EUR")] == [50]
    line.forget(card.token)
    with pytest.raises(ProviderError):
        Stripe("sk_", "", peer.home).tried()


def test_v10_a_page_of_the_provider_is_opened_paid_and_closed(peer: Peer) -> None:
    line, now = Stripe(SECRET, HOOK_SECRET, peer.home), timezone.now()
    begun = line.begin(wish("page"), back="https://atrium.example/pay/x/")
    assert (begun.became, begun.url != "") == (Became.OPEN, True)
    assert line.begin(wish("page"), back="https://atrium.example/pay/x/").ref == begun.ref
    assert line.look("page", begun.ref, now) == begun
    peer.pay(begun.ref)
    paid = line.look("page", begun.ref, now)
    assert paid is not None
    assert (paid.became, paid.amount) == (Became.PAID, 12050)
    assert paid.card is not None
    assert (paid.card.last4, paid.card.year, paid.card.customer != "") == ("4242", 2031, True)
    other = line.begin(wish("other"), back="https://atrium.example/pay/x/")
    line.close(other.ref)
    gone = line.look("other", other.ref, now)
    assert gone is not None
    assert gone.became == Became.GONE


def test_v10_news_are_believed_by_their_signature_alone(peer: Peer) -> None:
    line = Stripe(SECRET, HOOK_SECRET, peer.home)
    line.charge(wish("news"), told(peer))
    event = next(e for e in peer.events() if e["type"] == "payment_intent.succeeded")
    news = line.heard(*signed(event))
    assert (news.id, news.key, news.ref) == (event["id"], "news", event["data"]["object"]["id"])
    body, signature = signed(event)
    for wrong in (
        (body + b" ", signature),
        signed(event, secret="whsec_other"),
        signed(event, age=600),
        (body, ""),
        (b"\xff", signature),
    ):
        with pytest.raises(ProviderError, match="signature"):
            line.heard(*wrong)
