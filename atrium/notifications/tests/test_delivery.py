"""The mail of an event leaves once, whatever ends in between."""

from __future__ import annotations

from smtplib import SMTPDataError
from typing import Any

import pytest
from django.core import mail as post
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend

from atrium.clients.models import Client, Hold
from atrium.conftest import NewClient
from atrium.notifications.letter import message_id, send
from atrium.notifications.models import Delivery, Notification
from atrium.organisations.models import Member
from atrium.timeline.models import Event
from atrium.timeline.together import together


@pytest.fixture
def owed(bakery: Client, alice: Member, bob: Member) -> Delivery:
    """A mail to Bob about a hold, not sent yet."""
    Hold.place(bakery, by=alice, reason="Unpaid & overdue")
    event = Event.objects.get(kind="client.put_on_hold")
    delivery: Delivery = Delivery.objects.create(member=bob, event=event, act=event.act)
    return delivery


class Killed(BaseException):
    """What a test throws where a process would be gone."""


def killed(*_: object) -> None:
    raise Killed


def test_b09_the_mail_names_the_client_says_what_happened_and_leads_there(owed: Delivery) -> None:
    send(owed.pk)

    [letter] = post.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    assert letter.to == ["bob@acme.example"]
    assert letter.subject == "Vincent's Bakery: Alice Ash put the client on hold: Unpaid & overdue"
    assert f"/acme/notifications/events/{owed.event_id}/" in letter.body
    assert "Unpaid & overdue" in letter.body
    assert "Unpaid &amp; overdue" in str(letter.alternatives[0][0])
    assert letter.extra_headers["Message-ID"] == message_id(owed)
    assert "/acme/settings/notifications/" in letter.extra_headers["List-Unsubscribe"]


def test_a_mail_that_was_sent_is_not_sent_again(owed: Delivery) -> None:
    send(owed.pk)
    send(owed.pk)

    assert len(post.outbox) == 1


def test_a_worker_killed_before_the_claim_leaves_the_mail_to_the_next(
    owed: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Delivery, "claim", killed)
        with pytest.raises(Killed):
            send(owed.pk)

    send(owed.pk)

    assert len(post.outbox) == 1


def test_a_worker_killed_after_the_hand_over_does_not_make_a_second_mail(
    owed: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Delivery, "mark_sent", killed)
        with pytest.raises(Killed):
            send(owed.pk)

    send(owed.pk)

    assert len(post.outbox) == 1


def test_what_the_mail_server_refused_is_tried_again_under_the_same_id(
    owed: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> int:
        raise SMTPDataError(451, b"Try later")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(SMTPDataError):
            send(owed.pk)
    assert post.outbox == []

    send(owed.pk)

    assert [m.extra_headers["Message-ID"] for m in post.outbox] == [message_id(owed)]
    assert Delivery.objects.get().sent_at is not None


def test_who_was_disabled_or_shut_out_meanwhile_gets_no_mail(
    owed: Delivery, bakery: Client, alice: Member
) -> None:
    bakery.restrict(by=alice, to_team=True)

    send(owed.pk)

    assert post.outbox == []


def test_one_step_for_many_clients_is_one_mail(
    new_client: NewClient, alice: Member, bob: Member
) -> None:
    with together(by=alice, label="Held two"):
        for name in ("Bar", "Baz"):
            client = new_client(name)
            client.give_to(bob, by=alice)
            Hold.place(client, by=alice, reason="Unpaid")

    assert Notification.objects.filter(member=bob).count() == 4
    assert len(post.outbox) == 1
