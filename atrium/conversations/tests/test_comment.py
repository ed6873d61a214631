"""Comments: internal, told to the right people once, answered by mail (B11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core import mail as post
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Merge
from atrium.conversations.comment_audience import _HEARING, hears_comments
from atrium.conversations.comment_replies import (
    ABOVE,
    NotTaken,
    above_the_quote,
    is_reply,
    reply_address,
    reply_of,
)
from atrium.conversations.models import Comment
from atrium.notifications.audience import notify
from atrium.notifications.letter import send
from atrium.notifications.models import Delivery, Notification
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
HOME = "/acme/clients/1/comments/"


@pytest.fixture(autouse=True)
def taking_replies(settings: Any) -> None:
    settings.REPLY_TO = "reply@acme.example"


def say(client: Client, by: Member, text: str, **more: Any) -> Comment:
    """A comment whose event has been told."""
    comment = Comment.write(client, by=by, html=f"<p>{text}</p>", **more)
    notify(Event.objects.latest("id"))
    return comment


def told(comment: Comment) -> set[str]:
    """The names of those who got a mail about the comment."""
    owed = Delivery.objects.filter(event__subject_id=comment.pk, event__kind="comment.written")
    return set(owed.values_list("member__name", flat=True))


def letter_to(member: Member) -> EmailMessage:
    """What was mailed to the member about the last comment, as a mail program reads it."""
    send(Delivery.objects.filter(member=member).latest("id").pk)
    message = message_from_string(post.outbox[-1].message().as_string(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def answer(letter: EmailMessage, sender: str, text: str, **headers: str) -> EmailMessage:
    """The answer to a letter, as a mail program sends it: with the letter quoted."""
    message = EmailMessage()
    message["From"], message["To"] = f"Somebody <{sender}>", letter["Reply-To"]
    message["Subject"], message["Message-ID"] = f"Re: {letter['Subject']}", "<1@mail.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in body_of(letter).splitlines())
    message.set_content(
        f"{text}\n\nOn Sun, 22 Nov 2026 at 10:00,\nAtrium <a@b.example> wrote:\n{quoted}\n"
    )
    return message


def test_b11_everyone_who_commented_before_managers_and_named_are_told_once(
    bakery: Client, alice: Member, bob: Member, vera: Member, new_member: Callable[..., Member]
) -> None:
    first = say(bakery, alice, "Who rings them?")
    assert told(first) == set()
    dora = new_member("Dora Dale", Role.STAFF)

    def managers(client: Client) -> list[Member]:
        return [dora, alice]

    hears_comments(managers)
    try:
        second = say(bakery, bob, "I do, says @Vera Vine and @Alice Ash", reply_to=first)
    finally:
        _HEARING.remove(managers)
    assert told(second) == {"Alice Ash", "Dora Dale", "Vera Vine"}
    assert Notification.objects.filter(event__subject_id=second.pk).count() == 3
    # Never the author, never who may not see the client, never who took all of it back.
    bakery.restrict(by=alice, to_team=True)
    assert told(say(bakery, alice, "Only us, @Vera Vine")) == set()
    bakery.restrict(by=alice, to_team=False)
    second.bin(by=bob)
    assert told(say(bakery, alice, "Alone again")) == set()


def test_b11_a_reply_by_mail_becomes_a_comment_in_the_thread_and_only_once(
    bakery: Client, alice: Member, bob: Member
) -> None:
    first = say(bakery, bob, "Who rings them?")
    say(bakery, alice, "Do you, Bob?", reply_to=first)
    letter = letter_to(bob)
    body = body_of(letter)
    assert "Do you, Bob?" in body
    assert body.startswith(f"--- {ABOVE} ---")
    mail = answer(letter, "Bob@acme.example", "Yes, <b>tomorrow</b>.\n\nAt nine.")
    assert is_reply(mail)
    comment = Comment.receive(reply_of(mail))
    assert (comment.text, comment.author, comment.reply_to) == (
        "Yes, <b>tomorrow</b>.\nAt nine.",
        bob,
        first,
    )
    event = Event.objects.get(kind="comment.written", subject_id=comment.pk)
    assert (event.client, event.source, event.actor) == (bakery, "mail", bob)
    with pytest.raises(NotTaken, match="taken before"):
        Comment.receive(reply_of(mail))


def test_b11_what_may_not_come_back_does_not(
    bakery: Client, alice: Member, bob: Member, new_client: Callable[..., Client]
) -> None:
    say(bakery, bob, "Who rings them?")
    say(bakery, alice, "You?")
    letter = letter_to(bob)
    sound = answer(letter, "bob@acme.example", "Yes")
    for headers in (
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ):
        with pytest.raises(NotTaken, match="by a machine"):
            reply_of(answer(letter, "bob@acme.example", "Away", **headers))
    with pytest.raises(NotTaken, match="says nothing"):
        reply_of(answer(letter, "bob@acme.example", ""))
    with pytest.raises(NotTaken, match="not from the address of Bob Birch"):
        Comment.receive(reply_of(answer(letter, "mina@bakery.example", "Yes")))
    # Every sign of the token counts: another thread, member, day or organisation is another token.
    address = str(letter["Reply-To"])
    token = address.partition("+")[2].partition("@")[0]
    for at, sign in enumerate(token):
        forged = token[:at] + ("1" if sign != "1" else "2") + token[at + 1 :]
        sound.replace_header("To", f"reply+{forged}@acme.example")
        with pytest.raises(NotTaken, match="none that was given out"):
            Comment.receive(reply_of(sound))
    sound.replace_header("To", address.upper())
    later = time_machine.travel(timezone.now() + timedelta(days=92))
    with later, pytest.raises(NotTaken, match="ninety days"):
        Comment.receive(reply_of(sound))
    bakery.restrict(by=alice, to_team=True)
    with pytest.raises(NotTaken, match="may not comment on this client"):
        Comment.receive(reply_of(sound))
    bakery.restrict(by=alice, to_team=False)
    for change in ({"role": Role.VIEWER}, {"role": Role.STAFF, "disabled_at": timezone.now()}):
        Member.objects.filter(pk=bob.pk).update(**change)
        with pytest.raises(NotTaken, match="may not comment on this client"):
            Comment.receive(reply_of(sound))
    Member.objects.filter(pk=bob.pk).update(disabled_at=None)
    bakery.archive(by=alice)
    with pytest.raises(NotTaken, match="archived"):
        Comment.receive(reply_of(sound))
    assert Comment.objects.count() == 2


def test_b11_without_a_mailbox_for_replies_the_mail_asks_for_none(
    bakery: Client, alice: Member, bob: Member, settings: Any
) -> None:
    settings.REPLY_TO = ""
    say(bakery, bob, "Who rings them?")
    say(bakery, alice, "You?")
    letter = letter_to(bob)
    assert letter["Reply-To"] is None
    assert ABOVE not in body_of(letter)
    settings.REPLY_TO = "reply@acme.example"
    longest = reply_address(organisation=10**6, thread=10**9, member=10**6)
    assert len(longest.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes\n\n> Who?\n> Me", "Yes"),
        ("Ja.\n\nAm 22.11.2026 um 10:00 schrieb Atrium:\n> Wer?", "Ja."),
        ("Oui\r\n\r\nLe dim. 22 nov. 2026, Atrium a écrit :\r\n> Qui", "Oui"),
        ("Yes\n-----Original Message-----\nFrom: a", "Yes"),
        ("Yes\n________________________________\nFrom: A <a@b.c>", "Yes"),
        ("Yes\n-- \nBob Birch\nAcme", "Yes"),
        (f"Yes\n--- {ABOVE} ---\nHello", "Yes"),
        ("On Monday we wrote to them.\nThat is all.", "On Monday we wrote to them.\nThat is all."),
    ],
)
def test_b11_of_a_reply_only_what_was_written_anew_is_kept(text: str, kept: str) -> None:
    assert above_the_quote(text) == kept


def test_b11_comments_are_written_answered_changed_and_removed_on_the_page(
    bakery: Client, bob: Member, as_bob: Browser, as_alice: Browser, as_vera: Browser
) -> None:
    page = as_bob.post(f"{HOME}new/", {"text": "Who **rings**?<script>"}, **HTMX).text
    assert "<strong>rings</strong>?&lt;script&gt;" in page
    comment = Comment.objects.get()
    url = f"{HOME}{comment.public_id}/"
    assert as_alice.post(f"{url}reply/", {"text": "I do"}).status_code == 302
    reply = Comment.objects.latest("id")
    as_bob.post(f"{HOME}{reply.public_id}/reply/", {"text": "Thanks"})
    assert set(Comment.objects.exclude(reply_to=None).values_list("reply_to", flat=True)) == {
        comment.pk
    }
    assert as_bob.post(f"{HOME}new/", {"text": " "}, **HTMX).status_code == 422
    story = as_vera.get("/acme/clients/1/").text
    assert "<strong>rings</strong>" in story
    for browser in (as_alice, as_vera):
        assert browser.post(url, {"text": "Mine"}).status_code == 403
    assert as_vera.post(f"{HOME}new/", {"text": "x"}).status_code == 403
    as_bob.post(url, {"text": "Who writes?", "version": "1"}, **HTMX)
    assert as_bob.post(url, {"text": "x", "version": "1"}, **HTMX).status_code == 409
    assert "Who writes?" in as_vera.get("/acme/clients/1/").text
    as_alice.post(url, {"remove": "1"}, **HTMX)
    story = as_vera.get("/acme/clients/1/?kind=comment.written").text
    assert "<p>Who writes?</p>" not in story
    assert "Removed." in as_vera.get(HOME).text
    undo(Act.objects.latest("id"), by=bob)
    assert "Who writes?" in as_vera.get(HOME).text


def test_b11_a_restricted_client_and_a_merge(
    bakery: Client, new_client: Callable[..., Client], alice: Member, as_bob: Browser
) -> None:
    tarn = new_client("Tarn")
    first = Comment.write(tarn, by=alice, html="<p>Secret plan</p>")
    Comment.write(tarn, by=alice, html="<p>More</p>", reply_to=first)
    Merge.perform(keep=bakery, absorb=[tarn], by=alice)
    assert as_bob.get(HOME).text.count('class="comment"') == 2
    Client.objects.get(pk=bakery.pk).restrict(by=alice, to_team=True)
    assert as_bob.get(HOME).status_code == 404


def test_b11_the_story_carries_comments_without_a_statement_of_their_own(
    bakery: Client, alice: Member, as_bob: Browser, django_assert_num_queries: Any
) -> None:
    as_bob.get("/acme/clients/1/")
    with django_assert_num_queries(10):
        as_bob.get("/acme/clients/1/")
    for number in range(3):
        Comment.write(bakery, by=alice, html=f"<p>Number {number}</p>")
    with django_assert_num_queries(10):
        page = as_bob.get("/acme/clients/1/").text
    assert page.count("<p>Number") == 3
