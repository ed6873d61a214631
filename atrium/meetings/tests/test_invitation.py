"""R14, V08: who is asked is told by mail, once for each change, and nobody whom that could harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import vobject
from django.utils import translation

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Mailbox, Message
from atrium.foundation.errors import Refusal
from atrium.meetings.answering import take_reply
from atrium.meetings.invitations import WAIT, untold
from atrium.meetings.models import Answer, Attendee, Meeting, Scope
from atrium.meetings.repeating import Every, Repeat
from atrium.meetings.tasks import tell
from atrium.meetings.tests.conftest import NewMeeting
from atrium.meetings.tests.test_ics import REPLY
from atrium.organisations.models import Member
from atrium.queue.models import TaskRun
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HOUR = timedelta(hours=1)
type Mails = list[tuple[str, str, Any]]
type Told = Callable[[], Mails]


@pytest.fixture
def told(clock: Any, bakery: Client) -> Told:
    """What the worker sends when the seconds are over: receivers, subject, what a calendar reads."""
    seen: set[int] = set()

    def later() -> Mails:
        clock.shift(WAIT)
        for run in TaskRun.objects.filter(task__endswith="meetings.tasks.tell"):
            tell.func(*run.args)
        found: Mails = []
        for message in Message.objects.of_client(bakery).exclude(pk__in=seen).order_by("id"):
            seen.add(message.pk)
            letter = message_from_bytes(as_bytes(message), policy=policy.default)
            parts = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
            [part] = parts
            calendar = vobject.readOne(part.get_content())
            assert part.get_param("method") == calendar.method.value
            found.append((str(letter["To"]), str(letter["Subject"]), calendar))
        return found

    return later


@pytest.fixture
def mina(bakery: Client, alice: Member) -> Contact:
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, mina, by=alice)
    Point.add(mina, by=alice, kind="email", text="mina@bakery.example")
    return mina


def heads(mails: Mails) -> list[tuple[str, str]]:
    return [(to, subject.partition(":")[0]) for to, subject, _ in mails]


def test_j11_each_is_asked_in_their_own_language(
    meet: NewMeeting, mina: Contact, bob: Member, told: Told
) -> None:
    mina.edit(by=bob, language="de")
    bob.user.speak("fr")
    meeting = meet(ask={"contacts": [mina], "members": [bob]})
    subjects = {to: subject for to, subject, _ in told()}
    with translation.override("de"):
        german = meeting.when
    with translation.override("fr"):
        french = meeting.when
    assert german != french
    assert subjects["Mina <mina@bakery.example>"].endswith(german)
    assert subjects["Bob Birch <bob@acme.example>"].endswith(french)


def test_r14_each_who_is_asked_gets_a_mail_of_their_own_once_for_each_change(
    meet: NewMeeting, mina: Contact, alice: Member, bob: Member, told: Told
) -> None:
    ask: Any = {"contacts": [mina], "members": [alice, bob], "addresses": ["guest@mill.example"]}
    meeting = meet(ask=ask, agenda="Rye or spelt", place="At the bakery")
    first = told()
    assert sorted(heads(first)) == [
        ("Bob Birch <bob@acme.example>", "Invitation"),
        ("Mina <mina@bakery.example>", "Invitation"),
        ("guest@mill.example", "Invitation"),
    ], "the organiser holds the meeting already"
    for to, _, calendar in first:
        assert calendar.method.value == "REQUEST"
        [guest] = calendar.vevent.attendee_list
        assert guest.value.removeprefix("mailto:") in to, "nobody reads another guest's address"
        assert calendar.vevent.organizer.value == "mailto:alice@acme.example"
    assert told() == [], "what is told is told"
    guest = meeting.attendees.get(address="guest@mill.example")
    kept = Message.objects.get(parties__address_key="guest@mill.example")
    calendar = kept.attachments.get()
    link = guest.token().encode()
    assert all(
        link not in part for part in (kept.html.encode(), kept.text.encode(), calendar.read())
    )
    left = message_from_bytes(as_bytes(kept), policy=policy.default)
    parts = [part.get_content() for part in left.walk() if not part.is_multipart()]
    unfolded = [(p if isinstance(p, str) else p.decode()).replace("\r\n ", "") for p in parts]
    assert [guest.token() in part for part in unfolded] == [True] * 4
    assert all(f"{guest.token()}/?answer=accepted" in part for part in unfolded[:2])
    writing = Writing(to=[Receiver("eve@evil.example")], html=kept.html)
    stolen = Message.write(meeting.client, writing, by=bob, mailbox=Mailbox.of(bob))
    stolen.queued_at = kept.queued_at
    assert link not in as_bytes(stolen).replace(b"=\r\n", b""), "it goes to who is asked alone"
    stolen.discard(by=bob)

    start = meeting.starts_at + HOUR
    meeting.move(by=alice, starts_at=start, ends_at=start + HOUR)
    meeting.edit(by=alice, title="Tasting of rye")
    moved = told()
    assert heads(moved) == [(to, "Changed") for to, _ in heads(first)], "two changes, one mail"
    assert {calendar.vevent.sequence.value for *_, calendar in moved} == {"2"}

    Attendee.withdraw([meeting], Attendee.objects.get(contact=mina), by=alice)
    [(to, subject, calendar)] = told()
    assert (to, calendar.method.value) == ("Mina <mina@bakery.example>", "CANCEL")
    assert subject.startswith("Cancelled: Tasting of rye")
    meeting.cancel(by=alice, reason="The oven broke")
    assert {calendar.method.value for *_, calendar in told()} == {"CANCEL"}
    assert told() == []


def test_r14_a_change_waits_until_nothing_more_is_changed(
    meet: NewMeeting, alice: Member, clock: Any
) -> None:
    meeting = meet(ask={"addresses": ["guest@mill.example"]})
    clock.shift(WAIT / 2)
    meeting.edit(by=alice, place="Here")
    first, second = TaskRun.objects.filter(task__endswith="meetings.tasks.tell").order_by("id")
    clock.shift(WAIT / 2)
    assert tell.func(*first.args) == 0
    clock.shift(WAIT / 2)
    assert tell.func(*second.args) == 1
    assert tell.func(*second.args) == 0, "a worker that was killed runs it again"


def test_r14_a_series_is_told_as_one_and_its_changes_one_by_one(
    meet: NewMeeting, alice: Member, told: Told
) -> None:
    weekly = Repeat(every=Every.WEEK, until=date(2026, 12, 22))
    first = meet(repeat=weekly, ask={"addresses": ["guest@mill.example"]})
    [(_, _, calendar)] = told()
    assert calendar.vevent.rrule.value.startswith("FREQ=WEEKLY")
    second, third = Meeting.objects.order_by("original_at")[1:3]
    start = second.starts_at + HOUR
    second.move(by=alice, starts_at=start, ends_at=start + HOUR)
    third.cancel(by=alice)
    changed, gone = sorted((c for *_, c in told()), key=lambda c: str(c.method.value), reverse=True)
    assert changed.vevent.recurrence_id.value.astimezone(UTC) == second.original_at
    assert gone.vevent.recurrence_id.value.astimezone(UTC) == third.original_at
    first.cancel(by=alice, scope=Scope.ALL)
    [(_, _, calendar)] = told()
    assert calendar.method.value == "CANCEL"
    assert not hasattr(calendar.vevent, "recurrence_id"), "the whole series"


def test_r14_who_cannot_or_does_not_want_to_be_told_is_named(
    meet: NewMeeting, bakery: Client, mina: Contact, alice: Member, told: Told
) -> None:
    silent = Contact.add(by=alice, given_name="Silvan")
    Link.make(bakery, silent, by=alice)
    NoContact.place(mina, by=alice, reason="Asked us not to")
    meeting = meet(ask={"contacts": [mina, silent], "addresses": ["guest@mill.example"]})
    assert [to for to, *_ in told()] == ["guest@mill.example"]
    rows = list(meeting.attendees.select_related("contact").order_by("id"))
    assert untold(bakery, rows) == {
        rows[0].pk: "Do not contact: Asked us not to.",
        rows[1].pk: "Has no e-mail address",
    }


def test_r14_what_has_left_is_cancelled_and_not_undone(
    meet: NewMeeting, alice: Member, told: Told
) -> None:
    ask: Any = {"addresses": ["guest@mill.example"]}
    meet(ask=ask)
    undo(_last(alice), by=alice)
    assert not Meeting.objects.exists()
    assert told() == []

    meeting = meet(ask=ask)
    planned = _last(alice)
    told()
    with pytest.raises(Refusal, match="Cancel the meeting instead"):
        undo(planned, by=alice)
    start = meeting.starts_at + HOUR
    meeting.move(by=alice, starts_at=start, ends_at=start + HOUR)
    moving = _last(alice)
    told()
    undo(moving, by=alice)
    [(_, _, calendar)] = told()
    assert calendar.vevent.sequence.value == "2", "calendars never count backwards"
    assert calendar.vevent.dtstart.value.astimezone(UTC) == start - HOUR


def test_r14_an_answer_by_mail_counts_for_who_sent_it(
    meet: NewMeeting, alice: Member, told: Told
) -> None:
    meeting = meet(ask={"addresses": ["Guest@mill.example", "eve@evil.example"]})
    guest = meeting.attendees.get(address__istartswith="guest")

    def answer(sender: str, stat: str = "ACCEPTED", uid: str = meeting.uid) -> int:
        return take_reply(REPLY.format(uid=uid, stat=stat, more="").encode(), sender)

    assert answer("eve@evil.example") == 0, "she answers for somebody else"
    assert answer("guest@mill.example", uid="another@atrium") == 0
    guest.refresh_from_db()
    assert guest.answer == ""
    assert answer("GUEST@mill.example") == 1
    guest.refresh_from_db()
    assert (guest.answer, guest.comment) == (Answer.YES, "See you, then")
    start = meeting.starts_at + HOUR
    for shift in (1, 2):
        at = start + shift * HOUR
        meeting.move(by=alice, starts_at=at, ends_at=at + HOUR)
    assert answer("guest@mill.example") == 0, "of a time that holds no more"


def _last(member: Member) -> Act:
    found: Act = member.acts.filter(changes__model="meetings.meeting").order_by("-id")[0]
    return found
