"""SMS that come in: answers, unknown numbers, stop words, forged and foreign calls (R17, J11)."""

from __future__ import annotations

from time import time
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Link, NoContact
from atrium.conversations.models import Sms, SmsNumber, SmsStop, State
from atrium.conversations.sms import pace
from atrium.conversations.sms.signature import signed
from atrium.conversations.tests.fake_provider import TOKEN, FakeProvider
from atrium.conversations.tests.sms_rig import (
    ANA,
    PAGE,
    ana,
    call,
    come_in,
    let_leave,
    new_person,
    number,
    provider,
    send,
)
from atrium.notifications.models import Notification
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.queue.worker import Worker

__all__ = ["ana", "new_person", "number", "provider"]


def test_r17_an_answer_comes_in_once_into_its_thread_and_those_concerned_are_told(  # noqa: PLR0913, PLR0917 - everyone who takes part
    number: SmsNumber,
    ana: Contact,
    new_client: Any,
    alice: Member,
    as_bob: Browser,
    bob: Member,
    provider: FakeProvider,
) -> None:
    cafe = new_client("Café Ana")
    Link.make(cafe, ana, by=alice)
    send(as_bob, ana)
    first = let_leave()
    for _ in range(2):
        answer = come_in(number, "Yes, at 9", MediaUrl0="https://provider.example/photo")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    reply: Sms = Sms.objects.get(direction="in")
    assert reply.thread_id == first.thread_id
    assert [filing.client.number for filing in reply.filings.all()] == [1]
    assert reply.text == "Yes, at 9\nPicture: https://provider.example/photo"
    page = as_bob.get(PAGE).text
    assert "Yes, at 9" in page
    assert f"?sms&amp;reply={reply.public_id}" in page
    again = as_bob.get(f"{PAGE}?sms&reply={reply.public_id}").text
    assert "Send to Ana" in again
    Worker().run_due()
    told = Notification.objects.filter(event__kind="sms.received")
    assert {each.member.name for each in told} == {"Bob Birch"}


def test_r17_who_is_known_by_number_alone_is_filed_and_who_is_not_waits_for_a_member(
    number: SmsNumber,
    ana: Contact,
    bakery: Client,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
) -> None:
    come_in(number, "Is it ready?")
    assert Sms.objects.get(message_id__endswith="IN1").filings.get().client == bakery
    for turn, sender in enumerate(["+447700900777", "+447700900777", "+447700900888", "BANK"]):
        come_in(number, f"Hello {turn}", sid=f"U{turn}", sender=sender)
    page = as_bob.get("/acme/calls/").text
    assert "Who wrote these SMS?" in page
    assert "Hello 0" in page
    waiting = {sms.text: sms for sms in Sms.objects.waiting()}
    assert set(waiting) == {"Hello 0", "Hello 1", "Hello 2", "Hello 3"}
    first = f"/acme/sms/{waiting['Hello 0'].public_id}/assign/"
    assert as_vera.post(first, {"client": "1"}).status_code == 403
    assert as_charlie.post(first, {"client": "1"}).status_code == 404
    as_bob.post(first, {"client": "1"})
    assert {sms.text for sms in Sms.objects.waiting()} == {"Hello 2", "Hello 3"}
    assert "Hello 1" in as_bob.get(PAGE).text
    as_bob.post(f"/acme/sms/{waiting['Hello 2'].public_id}/lead/", {"name": "Newcomer"})
    new = Client.objects.get(name="Newcomer")
    assert new.points.get().normal == "+447700900888"
    assert waiting["Hello 2"].filings.get().client == new
    as_bob.post(f"/acme/sms/{waiting['Hello 3'].public_id}/ignore/")
    assert not Sms.objects.waiting().exists()


@pytest.mark.parametrize("word", ["stop", " Unsubscribe. ", "ARRET"])
def test_j11_who_answers_stop_gets_nothing_more_until_they_come_back(
    word: str,
    number: SmsNumber,
    ana: Contact,
    as_bob: Browser,
    provider: FakeProvider,
) -> None:
    send(as_bob, ana)
    queued: Sms = Sms.objects.get()
    answer = come_in(number, word)
    assert ("no more SMS" in answer.text) == (word == "ARRET"), "the provider answers its own words"
    row = NoContact.objects.get(contact=ana)
    assert (row.channel, row.reason.startswith("Answered")) == ("sms", True)
    assert let_leave(queued).state == State.FAILED
    assert "answered" in queued.problem
    assert send(as_bob, ana).status_code == 422
    assert provider.sent == []
    come_in(number, "please do not STOP", sid="IN2")
    assert SmsStop.objects.standing().count() == 1
    come_in(number, "Start", sid="IN3")
    ana.refresh_from_db()
    assert ana.bars == {}
    assert send(as_bob, ana).status_code == 200


def test_j11_a_bar_of_a_member_stays_when_somebody_sends_start(
    number: SmsNumber, ana: Contact, alice: Member
) -> None:
    NoContact.place(ana, by=alice, reason="a lawyer's letter", channel="sms")
    come_in(number, "STOP")
    come_in(number, "START", sid="IN2")
    assert NoContact.objects.get(contact=ana).lifted_at is None


def test_r17_only_what_is_signed_is_heard_and_nobody_reaches_into_another_organisation(
    number: SmsNumber, ana: Contact, charlie: Member, as_bob: Browser, provider: FakeProvider
) -> None:
    send(as_bob, ana)
    sms = let_leave()
    with current.entered(charlie.organisation):
        theirs = SmsNumber.set_up(
            by=charlie, name="Other", provider="twilio", home=provider.home,
            account="AC9", token=TOKEN, number="+447700900999",
        )  # fmt: skip
    query = f"?message={sms.public_id}&attempt={sms.attempts.get().pk}"
    other = charlie.organisation.slug
    told = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert call(theirs, "status", query, place=other, **told).status_code == 204
    assert call(number, "status", query, place=other, **told).status_code == 404
    sms.refresh_from_db()
    assert sms.state == State.SENT
    url = f"/sms/acme/{number.key}/incoming/"
    forged = {"MessageSid": "F1", "From": ANA, "Body": "STOP"}
    for signature in ("", "x", "ä", signed("other", f"{configured.BASE_URL}{url}", forged.items())):
        headers = {"X-Twilio-Signature": signature}
        assert Browser().post(url, forged, headers=headers).status_code == 403
    assert Browser().get(url).status_code == 405
    assert Browser().post(url, {"Body": "x" * 70_000}).status_code == 413
    assert call(number, "incoming", Body="x").status_code == 400
    assert not Sms.objects.filter(direction="in").exists()
    now = time()
    with pytest.MonkeyPatch.context() as still:
        still.setattr("atrium.foundation.rate.clock", lambda: now)
        for _ in range(2 * pace.EACH_MINUTE):
            pace.is_too_fast(number.key)
        assert come_in(number, "Hi").status_code == 429
