"""SMS through a provider over real HTTP: counted, sent once, news in any order (R17, R19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, NoContact
from atrium.conversations.models import Level, Outcome, Sms, SmsNumber, State
from atrium.conversations.sms import receipts
from atrium.conversations.sms.leaving import TryLater
from atrium.conversations.sms.tasks import leave
from atrium.conversations.tests.fake_provider import ACCOUNT, TOKEN, FakeProvider
from atrium.conversations.tests.sms_rig import (
    ANA,
    HTMX,
    NEW,
    OURS,
    PAGE,
    ana,
    let_leave,
    new_person,
    news,
    number,
    provider,
    send,
)
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation, Team
from atrium.queue.models import TaskRun
from atrium.timeline.models import Event

__all__ = ["ana", "new_person", "number", "provider"]


def test_r17_written_on_the_page_it_leaves_once_and_its_card_tells_how_it_fares(
    number: SmsNumber, ana: Contact, as_bob: Browser, bob: Member, provider: FakeProvider
) -> None:
    page = as_bob.get(f"{PAGE}?sms").text
    assert "Goes out to the client" in page
    assert "Send to Ana" in page
    assert "leaves in 10 seconds" in send(as_bob, ana).text
    sms = let_leave()
    assert (sms.state, sms.author) == (State.SENT, bob)
    leave.func(sms.organisation_id, sms.pk, sms.turn)
    [sent] = provider.sent
    assert (sent["From"], sent["To"], sent["Body"]) == (OURS, ANA, "Tomorrow at 9?")
    assert sent["StatusCallback"].startswith(f"{configured.BASE_URL}/sms/acme/{number.key}/status/")
    assert "Tomorrow at 9?" in as_bob.get(PAGE).text
    assert news(sms, "delivered").status_code == 204
    news(sms, "sent")
    news(sms, "undelivered", ErrorCode="30003")
    assert sms.state == State.DELIVERED
    assert "Delivered" in as_bob.get(PAGE).text
    assert Event.objects.filter(kind="sms.sent", subject_id=sms.pk).count() == 1


def test_r17_what_failed_says_why_on_the_card_and_is_tried_again_with_a_button(
    number: SmsNumber, ana: Contact, as_bob: Browser, provider: FakeProvider
) -> None:
    provider.answers = [(400, 21211)]
    send(as_bob, ana)
    sms = let_leave()
    assert (sms.state, sms.problem) == (State.FAILED, "This is no phone number. (21211)")
    page = as_bob.get(PAGE).text
    assert "This is no phone number. (21211)" in page
    assert "Try again" in page
    as_bob.post(f"/acme/clients/1/sms/{sms.public_id}/retry/")
    assert let_leave(sms).state == State.SENT
    news(sms, "undelivered", ErrorCode="30003")
    assert (sms.state, sms.problem) == (
        State.FAILED,
        "The phone is off or out of reach. (30003)",
    )
    first = sms.attempts.earliest("id").pk
    as_bob.post(f"/acme/clients/1/sms/{sms.public_id}/retry/")
    let_leave(sms)
    news(sms, "failed", attempt=first)
    assert sms.state == State.SENT, "late news of an earlier attempt"
    assert len(provider.sent) == 2


def test_r17_busy_providers_are_asked_again_and_unsure_ones_never(
    number: SmsNumber, ana: Contact, as_bob: Browser, provider: FakeProvider
) -> None:
    provider.answers = [(429, 20429), (503, 0)]
    send(as_bob, ana)
    sms: Sms = Sms.objects.get()
    for _ in range(2):
        with pytest.raises(TryLater):
            let_leave(sms)
    assert let_leave(sms).state == State.SENT
    assert len(provider.sent) == 1
    for answer in ("cut", (500, 0), (504, 0)):
        provider.answers = [answer]
        send(as_bob, ana)
        unsure = let_leave()
        had = len(provider.sent)
        leave.func(unsure.organisation_id, unsure.pk, unsure.turn)
        assert (unsure.state, len(provider.sent)) == (State.UNKNOWN, had)
        assert unsure.attempts.get().outcome == Outcome.UNSURE
    assert "Unknown: check before sending again" in as_bob.get(PAGE).text
    assert "It may have arrived" in as_bob.get(PAGE).text
    news(unsure, "sent")
    assert unsure.state == State.SENT, "the provider told by itself how it ended"


def test_r17_a_worker_that_dies_leaves_no_second_sms(
    number: SmsNumber, ana: Contact, as_bob: Browser, provider: FakeProvider
) -> None:
    send(as_bob, ana)
    sms = let_leave()
    # Killed between the provider's answer and the row: the file beside it knows.
    Sms.objects.filter(pk=sms.pk).update(state=State.LEAVING, message_id="")
    receipts.note(sms.pk, "SM1")
    assert let_leave(sms).state == State.SENT
    assert sms.message_id == f"sms:{number.pk}:SM1"
    # Killed before the answer came: nobody knows.
    Sms.objects.filter(pk=sms.pk).update(state=State.LEAVING)
    assert let_leave(sms).state == State.UNKNOWN
    assert len(provider.sent) == 1


def test_r19_several_contacts_get_one_each_and_who_cannot_is_named(  # noqa: PLR0913, PLR0917 - everyone who takes part
    number: SmsNumber,
    ana: Contact,
    new_person: Any,
    bakery: Client,
    alice: Member,
    as_bob: Browser,
    as_alice: Browser,
) -> None:
    bo, cy, di = (
        new_person("Bo", "+447700900462"),
        new_person("Cy", "+442071838750", "Work"),
        new_person("Di"),
    )
    NoContact.place(bo, by=alice, reason="left in anger", channel="sms")
    links = bakery.links.filter(contact__in=[ana, bo, cy, di])
    chosen = "&".join(f"selected={link.public_id}" for link in links)
    page = as_bob.get(f"{NEW}?{chosen}", follow=True).text
    for words in ("Bo: Not by SMS: left in anger.", "is a landline", "Di: No phone number."):
        assert words in page
    refused = send(as_bob, ana, bo)
    assert (refused.status_code, "left in anger" in refused.text) == (422, True)
    assert not Sms.objects.exists()
    ed = new_person("Ed", "+447700900463")
    answer = send(as_bob, ana, ed).text
    assert "SMS to Ana + 1" in answer
    assert Sms.objects.count() == 2
    keys = "&".join(f"key={sms.public_id}" for sms in Sms.objects.all())
    undo = f"/acme/clients/1/sms/undo/?{keys}"
    assert as_alice.post(undo).status_code == 404, "somebody else's"
    assert "Tomorrow at 9?" in as_bob.post(undo, headers=HTMX).text
    assert not Sms.objects.exists()


def test_r17_at_a_moment_or_with_a_mistake_it_says_so(
    number: SmsNumber, ana: Contact, as_bob: Browser, bob: Member, provider: FakeProvider
) -> None:
    for values, words in (
        ({"text": " "}, "Write something first."),
        ({"text": "x" * 1601}, "at most 1,600"),
        ({"leave_at": "2020-01-01T10:00"}, "still to come"),
        ({"to": []}, "Choose whom it goes to."),
    ):
        answer = send(as_bob, ana, **values)
        assert (answer.status_code, words in answer.text) == (422, True), words
    assert send(as_bob, ana, leave_at="2099-01-01T10:00").status_code == 200
    sms: Sms = Sms.objects.get()
    assert sms.state == State.SCHEDULED
    assert "Scheduled" in as_bob.get("/acme/clients/1/mail/").text
    run = TaskRun.objects.latest("id")
    assert run.run_after == sms.leave_at
    with (
        time_machine.travel(sms.leave_at + timedelta(seconds=1), tick=False),
        pytest.raises(Refusal, match="too late"),
    ):
        sms.take_back(by=bob)


def test_x10_others_read_as_much_as_the_number_says_and_nobody_of_a_restricted_client(  # noqa: PLR0913, PLR0917 - everyone who takes part
    number: SmsNumber,
    ana: Contact,
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
) -> None:
    send(as_alice, ana, text="The code is 4711")
    sms = let_leave()
    seen = {}
    for level in Level:
        number.edit(by=alice, level=level)
        page = as_vera.get(PAGE).text
        seen[level] = ("4711" in page, f"message-{sms.public_id}" in page)
        assert "4711" in as_alice.get(PAGE).text
    assert seen == {
        Level.NOBODY: (False, False),
        Level.EXISTS: (False, True),
        Level.SUBJECT: (False, True),
        Level.ALL: (True, True),
    }
    assert as_vera.get(NEW).status_code == 403
    assert send(as_vera, ana).status_code == 403
    retry = f"/acme/clients/1/sms/{sms.public_id}/retry/"
    assert as_charlie.post(retry).status_code == 404
    number.edit(by=alice, level=Level.ALL)
    bakery.restrict(by=alice, to_team=True)
    assert (as_bob.get(NEW).status_code, as_bob.post(retry).status_code) == (404, 404)


def test_r17_numbers_are_set_up_by_admins_tested_and_their_tokens_never_shown(  # noqa: PLR0913, PLR0917 - everyone who takes part
    provider: FakeProvider,
    acme: Organisation,
    alice: Member,
    bob: Member,
    ana: Contact,
    as_alice: Browser,
    as_bob: Browser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fields = {
        "name": "Office", "provider": "twilio", "account": ACCOUNT, "token": TOKEN,
        "number": "+44 7700 900123", "level": "3", "home": provider.home,
    }  # fmt: skip
    add = "/acme/settings/sms/add/"
    assert as_bob.get(add).status_code == 403
    wrong = as_alice.post(add, fields | {"home": "http://10.0.0.1"})
    assert (wrong.status_code, "inside this network" in wrong.text) == (422, True)
    as_alice.post(add, fields)
    number: SmsNumber = SmsNumber.objects.get()
    assert (number.number, number.is_default) == (OURS, True)
    url = f"/acme/settings/sms/{number.public_id}/"
    assert "The provider let us in: Acme, active." in as_alice.post(f"{url}test/", follow=True).text
    as_alice.post(url, fields | {"token": "", "name": "Desk"})
    assert "let us in" in as_alice.post(f"{url}test/", follow=True).text, "the token stays"
    team = Team.objects.create(name="Night shift")
    as_alice.post(url, fields | {"token": "wrong", "teams": [team.pk]})
    assert "does not accept the account" in as_alice.post(f"{url}test/").text
    assert list(SmsNumber.objects.usable_by(bob)) == []
    assert send(as_bob, ana).status_code == 422
    shown = as_alice.get(url).text
    assert f"/sms/acme/{number.key}/incoming/" in shown
    for text in (shown, caplog.text, str(list(acme.__class__.objects.values()))):
        assert TOKEN not in text
    assert TOKEN not in SmsNumber.objects.get().token
    as_alice.post(f"{url}remove/")
    assert SmsNumber.objects.get().token == ""


def test_r17_the_local_outbox_lays_sms_down_and_none_leaves(
    provider: FakeProvider, ana: Contact, alice: Member, as_bob: Browser
) -> None:
    SmsNumber.set_up(by=alice, name="Trial", provider="outbox")
    send(as_bob, ana)
    sms = let_leave()
    assert (sms.state, provider.sent) == (State.SENT, [])
    assert "Tomorrow at 9?" in (configured.DATA / "sms" / f"{sms.public_id}.json").read_text()
