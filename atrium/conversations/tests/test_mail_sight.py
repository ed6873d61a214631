"""Who sees how much of a message, on every way it could come to light (X10)."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients.activity import Asked, stretch
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.conversations.mail.sight import as_seen
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Holding, Level, Mailbox, Message, State
from atrium.notifications.sight import may_see
from atrium.organisations import current
from atrium.organisations.models import Member, Team
from atrium.timeline.models import Act, Change, Event


@pytest.fixture
def said(bakery: Client, alice: Member) -> Message:
    """A mail that Alice sent to the bakery from her own address: for nobody else, as is usual."""
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Salary", html="<p>Secret</p>")
    message = Message.write(bakery, writing, by=alice, mailbox=box)
    Message.objects.filter(pk=message.pk).update(state=State.SENT)
    message.tell()
    return message


def seen_by(member: Member, message: Message) -> Level | None:
    found = Message.objects.visible_to(member).filter(pk=message.pk).first()
    return Level(found.seen) if found else None


def test_x10_a_personal_mailbox_shows_its_mail_to_nobody_until_somebody_by_right_opens_it(
    said: Message, alice: Member, bob: Member, bakery: Client
) -> None:
    active = Client.objects.get(pk=bakery.pk).active_at
    assert (seen_by(alice, said), seen_by(bob, said)) == (Level.ALL, None)
    assert active == bakery.active_at
    assert said.mailbox is not None
    said.mailbox.edit(by=alice, level=Level.EXISTS)
    assert seen_by(bob, said) == Level.EXISTS
    said.show_to(Level.SUBJECT, by=alice)
    assert seen_by(bob, said) == Level.SUBJECT
    said.show_to(Level.ALL, by=alice)
    assert seen_by(bob, said) == Level.ALL
    with pytest.raises(Exception, match="Only its author"):
        said.show_to(Level.NOBODY, by=bob)


def test_x10_the_most_open_mailbox_that_holds_it_decides_and_its_team_sees_all(
    said: Message, alice: Member, bob: Member, vera: Member
) -> None:
    team = Team.make("Office", by=alice)
    team.take_in(bob, by=alice)
    office = Mailbox.open(
        by=alice, address="office@acme.example", teams=[team], level=Level.SUBJECT
    )
    Holding.objects.create(message=said, mailbox=office)
    assert (seen_by(bob, said), seen_by(vera, said)) == (Level.ALL, Level.SUBJECT)


def test_x10_what_one_may_not_know_of_is_on_no_timeline_in_no_notification_and_in_no_journal(
    said: Message, alice: Member, bob: Member, bakery: Client, acme: object
) -> None:
    event = Event.objects.get(kind="message.sent")
    asked = Asked.read({}, alice.organisation)
    assert event in stretch(bakery, alice, asked).events
    assert event not in stretch(bakery, bob, asked).events
    assert (may_see(alice, event), may_see(bob, event)) == (True, False)
    portraits = [Portrait.numbered(bakery.number, member) for member in (alice, bob)]
    assert [p.client.last_contact for p in portraits if p] == [None, None]
    said.show_to(Level.EXISTS, by=alice)
    shown = Portrait.numbered(bakery.number, bob)
    assert shown is not None
    assert shown.client.last_contact == event.at
    assert event in stretch(bakery, bob, asked).events
    everything = [event.text, event.particulars, event.sentence]
    everything += [
        Act.objects.values_list("label", flat=True),
        list(Change.objects.values("after")),
    ]
    assert not any(word in str(everything) for word in ("Salary", "Secret", "ana@"))


def test_x10_at_each_level_nothing_is_handed_on_that_the_level_does_not_show(
    said: Message,
) -> None:
    shown = {level: str(as_seen(said, level)) for level in (Level.EXISTS, Level.SUBJECT, Level.ALL)}
    assert [level for level, text in shown.items() if "Secret" in text] == [Level.ALL]
    assert [level for level, text in shown.items() if "Salary" in text] == [
        Level.SUBJECT,
        Level.ALL,
    ]
    assert [level for level, text in shown.items() if "ana@" in text] == [Level.SUBJECT, Level.ALL]


def test_x10_a_restricted_client_and_another_organisation_hide_even_an_open_message(
    said: Message, bakery: Client, alice: Member, bob: Member, charlie: Member
) -> None:
    said.show_to(Level.ALL, by=alice)
    bakery.restrict(to_team=True, by=alice)
    assert seen_by(bob, said) is None
    with current.entered(charlie.organisation):
        assert seen_by(charlie, said) is None


def test_x10_what_has_not_left_is_seen_by_its_author_alone(
    said: Message, alice: Member, bob: Member
) -> None:
    said.show_to(Level.ALL, by=alice)
    Message.objects.filter(pk=said.pk).update(state=State.SCHEDULED)
    assert (seen_by(alice, said), seen_by(bob, said)) == (Level.ALL, None)


def test_r12_a_mailbox_keeps_its_password_to_itself(alice: Member, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    values = {
        "sending": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_user": "a",
        "smtp_secret": "hunter22",
    }
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice, **values)
    sealed = Mailbox.objects.get(pk=box.pk).smtp_secret
    assert sealed
    assert "hunter22" not in sealed
    box.edit(by=alice, smtp_secret="", name="Alice")
    assert Mailbox.objects.get(pk=box.pk).smtp_secret == sealed
    kept = str(list(Change.objects.values("before", "after")))
    assert "hunter22" not in kept
    assert sealed not in kept
