"""Fetching mail from a real IMAP server (R12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Point
from atrium.clients.models.point import PointKind
from atrium.conversations.comment_replies import reply_address
from atrium.conversations.mail import fetching, storing
from atrium.conversations.mail.fetching import fetch
from atrium.conversations.models import Comment, Direction, Filing, Holding, Mailbox, Message
from atrium.conversations.tests.dovecot import Dovecot, dovecot
from atrium.conversations.tests.letters import letter
from atrium.organisations.models import Member

BOXES = "/acme/settings/mailboxes/"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def box(server: Dovecot, alice: Member, settings: Any, request: Any) -> Mailbox:
    """The office's mailbox; each test has its own account on the server."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    return Mailbox.open(
        by=alice,
        address="office@acme.example",
        imap_on=True,
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_security="none",
        imap_user=f"user{abs(hash(request.node.name))}",
        imap_secret="secret",
        imap_since=date(2020, 1, 1),
    )


def mail(at: int, **headers: Any) -> bytes:
    return letter(f"Mail {at}", Message_ID=f"<{at}@bakery.example>", **headers)


def test_r12_what_came_in_and_what_was_sent_elsewhere_is_fetched_once_and_only_what_is_new(
    server: Dovecot, box: Mailbox, bakery: Client, alice: Member
) -> None:
    Point.add(bakery, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    user = box.imap_user
    server.put(mail(1), user=user)
    server.put(mail(2, From="office@acme.example", To="ana@bakery.example"), "Sent", user)
    server.put(mail(3), "Junk", user)
    first = fetch(box)
    assert first
    assert (first.read, first.problem) == (2, "")
    ways = set(Message.objects.values_list("direction", flat=True))
    assert ways == {Direction.IN, Direction.OUT}
    assert Filing.objects.count() == 2
    server.put(mail(4), user=user)
    second, third = fetch(box), fetch(box)
    assert second
    assert third
    assert (second.read, third.read) == (1, 0)
    assert b"Seen" not in b"".join(server.flags(user))
    assert box.imap_read["INBOX"]["uid"] == 2
    Mailbox.objects.filter(pk=box.pk).update(imap_read={"INBOX": {"uidvalidity": 1, "uid": 9}})
    fetch(box)
    assert (Message.objects.count(), Holding.objects.filter(mailbox=box).count()) == (3, 3)


def test_r12_a_run_is_bounded_and_a_killed_one_is_gone_on_from_where_it_was(
    server: Dovecot, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(6):
        server.put(mail(at), user=box.imap_user)
    bounded = fetch(box, most=2)
    assert bounded
    assert (bounded.read, bounded.more) == (2, True)
    kept: list[Any] = []

    def killed(*args: Any) -> Any:
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(storing.stored(*args))

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "stored", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch(box)
    assert fetch(box) is None, "its lease is not over"
    Mailbox.objects.filter(pk=box.pk).update(fetching_until=None)
    rest = fetch(box)
    assert rest
    assert rest.read == 2
    assert Message.objects.count() == 6


def test_r12_an_old_mail_is_left_out_and_one_too_large_is_kept_by_its_headers(
    server: Dovecot, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 400)
    server.put(mail(1) + b"x" * 1_000, user=box.imap_user)
    fetch(box)
    row = Message.objects.get()
    assert (row.subject, row.text) == ("Rye", "")
    assert "too large to be fetched" in row.problem
    Mailbox.objects.filter(pk=box.pk).update(imap_read={}, imap_since=date(2099, 1, 1))
    again = fetch(box)
    assert again
    assert again.read == 0


def test_r12_a_wrong_password_stands_on_the_mailbox_in_words_and_testing_and_fetching_say_it(
    server: Dovecot, box: Mailbox, as_alice: Browser, as_bob: Browser, alice: Member
) -> None:
    assert "INBOX" in as_alice.post(f"{BOXES}{box.public_id}/test/", follow=True).text
    as_alice.post(f"{BOXES}{box.public_id}/fetch/", {"again": "1"})
    box.refresh_from_db()
    assert box.ran_well_at
    box.edit(by=alice, imap_secret="wrong")
    run = fetch(box)
    assert run
    assert run.problem == "The server refused the user name or the password."
    page = as_alice.get(BOXES).text
    assert run.problem in page
    assert "wrong" not in page
    assert as_alice.post(f"{BOXES}{box.public_id}/test/").status_code == 409
    assert as_bob.post(f"{BOXES}{box.public_id}/fetch/").status_code == 404


def test_b11_the_reply_to_a_comment_becomes_a_comment_and_never_mail_with_a_client(
    server: Dovecot, box: Mailbox, bakery: Client, alice: Member, settings: Any
) -> None:
    settings.REPLY_TO = "office@acme.example"
    Point.add(bakery, by=alice, kind=PointKind.EMAIL, text=alice.user.email)
    first = Comment.write(bakery, by=alice, html="<p>Who rings them?</p>")
    to = reply_address(organisation=alice.organisation.pk, thread=first.pk, member=alice.pk)
    server.put(letter("I do", From=alice.user.email, To=to), user=box.imap_user)
    forged = letter("Me too", From="eve@evil.example", To=to, Message_ID="<2@x>")
    server.put(forged, user=box.imap_user)
    run = fetch(box)
    assert run
    assert (run.read, run.problem, Message.objects.count()) == (2, "", 0)
    assert [c.text for c in Comment.objects.filter(reply_to=first)] == ["I do"]
