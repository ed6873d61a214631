"""Mail through a real server: it rejects, puts off, cuts lines, and every message arrives once (R12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.clients.models.point import PointKind
from atrium.conversations.doctor import sending
from atrium.conversations.mail import lines, receipts
from atrium.conversations.mail.leaving import TryLater
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.tasks import leave
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing, receivers
from atrium.conversations.models import Level, Mailbox, Message, Outcome, State
from atrium.conversations.models.message import UNDO_FOR
from atrium.conversations.reactions import sender
from atrium.conversations.tests.sink import Sink
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.organisations.models import Member
from atrium.queue.models import TaskRun
from atrium.timeline.models import Event


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    with Sink().listening() as sink:
        yield sink


@pytest.fixture
def box(sink: Sink, alice: Member) -> Mailbox:
    return Mailbox.open(
        by=alice,
        address="alice@acme.example",
        member=alice,
        sending="smtp",
        smtp_host="127.0.0.1",
        smtp_port=sink.port,
        smtp_security="none",
    )


@pytest.fixture
def new_mail(box: Mailbox, bakery: Client, alice: Member) -> Callable[..., Message]:
    def make(to: str = "ana@bakery.example", **values: Any) -> Message:
        words = {"subject": "Rye", "html": "<p>Three loaves</p>"} | values
        writing = Writing(to=receivers(to, "to"), **words)
        message = Message.write(bakery, writing, by=alice, mailbox=box)
        message.send(by=alice)
        return message

    return make


def let_leave(message: Message) -> Message:
    """What the worker does when the ten seconds are over."""
    with time_machine.travel(timezone.now() + UNDO_FOR, tick=False):
        leave.func(message.organisation_id, message.pk, message.turn)
    message.refresh_from_db()
    return message


def test_r12_a_mail_leaves_as_written_and_stands_on_the_timeline(
    sink: Sink, new_mail: Any, bakery: Client
) -> None:
    message = new_mail("Ana Ruiz <ana@bakery.example>", bcc=[Receiver("boss@acme.example")])
    run = TaskRun.objects.get(task__endswith="mail.tasks.leave")
    assert run.run_after == message.leave_at
    assert let_leave(message).state == State.SENT
    [letter] = sink.kept
    assert str(letter["From"]) == "Alice Ash <alice@acme.example>"
    assert (str(letter["To"]), letter["Bcc"]) == ("Ana Ruiz <ana@bakery.example>", None)
    assert sink.receivers == [["ana@bakery.example", "boss@acme.example"]]
    plain, page = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    assert plain.get_content().strip() == "Three loaves"
    assert "<p>Three loaves</p>" in page.get_content()
    event = Event.objects.get(kind="message.sent")
    assert (event.client, event.subject_id) == (bakery, message.pk)
    let_leave(message)
    assert set(sink.ids.values()) == {1}
    assert Event.objects.filter(kind="message.sent").count() == 1


def test_r12_put_off_and_cut_off_it_comes_back_with_the_same_message_id_and_arrives_once(
    sink: Sink, new_mail: Any
) -> None:
    sink.answers = ["451 greylisted, come again", "cut", "cut", "250 kept"]
    message = new_mail()
    for _ in range(3):
        with pytest.raises(TryLater):
            let_leave(message)
        assert Message.objects.get(pk=message.pk).state == State.QUEUED
    assert let_leave(message).state == State.SENT
    assert sink.ids == {f"<{message.message_id}>": 1}
    outcomes = list(message.attempts.values_list("outcome", flat=True))
    assert outcomes == [Outcome.LATER] * 3 + [Outcome.TAKEN]
    assert message.attempts.first().answer == "451 greylisted, come again"


def test_r12_a_server_that_looks_long_into_a_mail_is_waited_for_and_gets_it_once(
    sink: Sink, new_mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "SECONDS", 0.4)
    sink.answers, sink.pause = ["slowly"], 1.2
    assert let_leave(new_mail()).state == State.SENT
    assert list(sink.ids.values()) == [1]


def test_r12_what_is_put_off_or_fails_is_told_to_who_runs_it(
    sink: Sink, new_mail: Any, visitor: Browser
) -> None:
    assert [verdict for verdict, _ in sending()] == [Verdict.GOOD]
    sink.answers = ["452 disk full", "cut", "554 we do not like this"]
    waits, cut, failed = new_mail(), new_mail(), new_mail()
    for message in (waits, cut):
        with pytest.raises(TryLater):
            let_leave(message)
    let_leave(failed)
    assert "broke off the connection" in Message.objects.get(pk=cut.pk).problem
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        [(verdict, words)] = sending()
        shown = visitor.get("/metrics").content.decode()
    assert verdict == Verdict.WARN
    assert "more than a quarter of an hour: 2. Failed within a day: 1." in words
    assert "disk full" not in words
    assert 'atrium_messages_troubled{trouble="put off"} 2.0' in shown
    assert 'atrium_messages_troubled{trouble="failed"} 1.0' in shown


def test_r12_refused_for_good_it_says_so_in_the_servers_words_and_can_be_tried_again(
    sink: Sink, new_mail: Any, alice: Member
) -> None:
    sink.answers = ["554 we do not like this"]
    message = let_leave(new_mail())
    assert (message.state, message.problem) == (State.FAILED, "554 we do not like this")
    failed = Event.objects.get(kind="message.failed", subject_id=message.pk)
    assert (list(sender(failed)), failed.actor) == ([alice], None)
    message.retry(by=alice)
    assert let_leave(message).state == State.SENT
    assert sink.ids == {f"<{message.message_id}>": 1}


def test_r12_of_several_receivers_each_gets_it_once_and_who_is_refused_is_named(
    sink: Sink, new_mail: Any
) -> None:
    sink.refused = {
        "gone@bakery.example": "550 no such user",
        "busy@bakery.example": "450 mailbox busy",
    }
    message = new_mail("ana@bakery.example, gone@bakery.example, busy@bakery.example")
    with pytest.raises(TryLater):
        let_leave(message)
    del sink.refused["busy@bakery.example"]
    assert let_leave(message).state == State.SENT
    assert sink.receivers == [["ana@bakery.example"], ["busy@bakery.example"]]
    refused = message.parties.exclude(refusal="").values_list("address", "refusal")
    assert list(refused) == [("gone@bakery.example", "550 no such user")]


def test_r12_taken_by_the_server_but_killed_before_the_end_it_is_not_offered_again(
    sink: Sink, new_mail: Any
) -> None:
    message = new_mail()
    let_leave(message)
    # As it stands when the worker dies right after the record of the 250.
    Message.objects.filter(pk=message.pk).update(state=State.LEAVING, told_at=None)
    assert let_leave(message).state == State.SENT
    assert set(sink.ids.values()) == {1}


def test_r12_killed_between_the_servers_answer_and_the_row_the_file_beside_it_knows(
    sink: Sink, new_mail: Any
) -> None:
    message = new_mail()
    receipts.note(message.pk, message.parties.receiving().values_list("pk", flat=True))
    assert let_leave(message).state == State.SENT
    assert sink.kept == []
    assert receipts.noted(message.pk) == []


def test_c04_within_ten_seconds_it_can_be_taken_back_and_then_never_leaves(
    sink: Sink, new_mail: Any, alice: Member
) -> None:
    message = new_mail()
    turn = message.turn
    message.take_back(by=alice)
    with time_machine.travel(timezone.now() + UNDO_FOR, tick=False):
        leave.func(message.organisation_id, message.pk, turn)
    assert (Message.objects.get(pk=message.pk).state, sink.kept) == (State.DRAFT, [])
    message.send(by=alice, at=timezone.now() + timedelta(days=2))
    assert message.state == State.SCHEDULED
    with (
        pytest.raises(Refusal, match="too late"),
        time_machine.travel(message.leave_at, tick=False),
    ):
        message.take_back(by=alice)


def test_c04_what_its_server_puts_off_can_be_taken_back_until_somebody_has_it(
    sink: Sink, new_mail: Any, alice: Member
) -> None:
    sink.answers = ["452 disk full"]
    message = new_mail()
    with pytest.raises(TryLater):
        let_leave(message)
    turn = Message.objects.get(pk=message.pk).turn
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        message.take_back(by=alice)
        leave.func(message.organisation_id, message.pk, turn)
    kept = Message.objects.get(pk=message.pk)
    assert (kept.state, kept.problem) == (State.DRAFT, "")
    kept.send(by=alice)
    assert let_leave(kept).state == State.SENT
    assert len(sink.kept) == 1
    sink.refused = {"busy@bakery.example": "450 mailbox busy"}
    some = new_mail("ana@bakery.example, busy@bakery.example")
    with pytest.raises(TryLater):
        let_leave(some)
    later = time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False)
    with pytest.raises(Refusal, match="too late"), later:
        some.take_back(by=alice)


def test_r12_no_line_break_reaches_a_header(
    sink: Sink, new_mail: Any, box: Mailbox, alice: Member
) -> None:
    box.edit(by=alice, name="Alice\r\nBcc: all@acme.example")
    message = new_mail(subject="Rye\r\nBcc: victim@example.org\r\n\r\n<b>body</b>")
    let_leave(message)
    [letter] = sink.kept
    assert letter["Bcc"] is None
    assert sink.receivers == [["ana@bakery.example"]]
    with pytest.raises(Refusal):
        receivers("a@b.example\r\nRCPT TO:<c@d.example>, x y z", "to")


def test_r19_who_does_not_want_to_be_contacted_is_named_and_nothing_is_sent(
    new_mail: Any, bakery: Client, alice: Member
) -> None:
    ana = Contact.add(by=alice, given_name="Ana", family_name="Ruiz")
    Link.make(bakery, ana, by=alice)
    Point.add(ana, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    NoContact.place(ana, by=alice, reason="left in anger")
    with pytest.raises(Refusal, match="Ana Ruiz: Do not contact: left in anger"):
        new_mail()
    assert not Message.objects.exists()


def test_r12_the_password_and_the_words_stay_out_of_the_log_and_inner_hosts_are_refused(
    alice: Member, settings: Any
) -> None:
    settings.OUTBOUND_ALLOW = []
    with pytest.raises(Refusal, match="inside this network") as refusal:
        Mailbox.open(
            by=alice, address="a@acme.example", member=alice, sending="smtp", smtp_host="10.0.0.1"
        )
    assert refusal.value.field == "smtp_host"


def test_r14_what_atrium_posts_itself_leaves_as_an_invitation_that_mail_programs_ask_by(
    sink: Sink, box: Mailbox, bakery: Client, alice: Member
) -> None:
    office = Mailbox.open(by=alice, address="office@acme.example", name="Acme")
    Mailbox.objects.filter(pk=office.pk).update(imap_on=True)
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Käse\r\nEND:VCALENDAR\r\n".encode()
    writing = Writing(
        to=[Receiver("ana@bakery.example")],
        subject="Tasting",
        html="<p>Come</p>",
        level=Level.ALL,
        files=[Enclosure("invite.ics", calendar, "REQUEST"), Enclosure("menu.txt", b"Rye")],
    )
    message = post(bakery, writing, by=alice, fetched=True)
    assert (message.mailbox, message.state, message.level) == (box, State.QUEUED, Level.ALL)
    assert let_leave(message).state == State.SENT
    [letter] = sink.kept
    words, invite, menu = letter.iter_parts()
    kinds = [part.get_content_type() for part in words.iter_parts()]
    assert letter.get_content_type() == "multipart/mixed"
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    asked = list(words.iter_parts())[-1]
    assert asked["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert "SUMMARY:Käse" in asked.get_content()
    assert (invite.get_content_type(), invite.get_filename()) == ("application/ics", "invite.ics")
    assert (invite.get_content(), menu.get_content()) == (calendar, "Rye")
    assert str(letter["Reply-To"]) == "Acme <office@acme.example>"
    assert Event.objects.filter(kind="message.sent", client=bakery, subject_id=message.pk).exists()
