"""R14: what calendar programs are sent, read back by a library that did not write it."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest
import vobject

from atrium.clients.models import Client
from atrium.meetings.ics.reading import replies
from atrium.meetings.ics.writing import Sent, cancel, published, request
from atrium.meetings.models import Answer, Attendee, Meeting
from atrium.meetings.repeating import Every, Repeat
from atrium.meetings.tests.conftest import NOW, NewMeeting
from atrium.organisations.models import Member

SENT = Sent(sender="alice@acme.example", sender_name='Alice "A" Ash', footer="Answer here", now=NOW)
HOSTILE = "Tasting\r\nATTENDEE:mailto:eve@evil.example; x, \\n y"


def read(data: bytes) -> Any:
    return vobject.readOne(data.decode())


def test_r14_an_invitation_says_who_when_and_where(meet: NewMeeting, alice: Member) -> None:
    meeting = meet(agenda="Rye\nor spelt, 50%; Ünïcode 🥐", place="At the bakery")
    [guest] = Attendee.ask([meeting], by=alice, addresses=["guest@mill.example"])
    calendar = read(request([meeting], [guest], SENT))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value) == (meeting.uid, "0")
    assert event.dtstart.value.astimezone(UTC) == meeting.starts_at
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/London"]
    assert calendar.vtimezone.tzid.value == "Europe/London"
    assert event.description.value == "Rye\nor spelt, 50%; Ünïcode 🥐\n\nAnswer here"
    assert event.organizer.value == "mailto:alice@acme.example"
    assert event.organizer.params["CN"] == ["Alice 'A' Ash"]
    assert event.attendee.value == "mailto:guest@mill.example"
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert event.status.value == "CONFIRMED"


def test_r14_what_people_type_cannot_become_a_line_of_its_own(meet: NewMeeting) -> None:
    meeting = meet(title=HOSTILE, agenda=HOSTILE, place=HOSTILE)
    data = request([meeting], [], Sent(sender="a@b.example", sender_name=HOSTILE, now=NOW))
    event = read(data).vevent
    assert not hasattr(event, "attendee")
    assert event.description.value.startswith("Tasting\nATTENDEE:mailto:eve@evil.example; x, ")
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "RFC 5545, 3.1"


def test_r14_a_series_is_sent_as_a_rule_with_what_departs_from_it(
    meet: NewMeeting, alice: Member
) -> None:
    meet(repeat=Repeat(every=Every.WEEK, until=date(2026, 12, 22)))
    second, third = Meeting.objects.order_by("original_at")[1:3]
    start = second.starts_at + timedelta(hours=3)
    second.move(by=alice, starts_at=start, ends_at=start + timedelta(hours=1))
    third.cancel(by=alice)
    standing = list(Meeting.objects.standing().select_related("series").order_by("original_at"))
    main, other = read(request(standing, [], SENT)).vevent_list
    assert main.rrule.value == "FREQ=WEEKLY;UNTIL=20261222T235959Z"
    assert [day.astimezone(UTC) for day in main.exdate.value] == [third.original_at]
    assert other.recurrence_id.value.astimezone(UTC) == second.original_at
    assert other.dtstart.value.astimezone(UTC) == start
    assert other.uid.value == main.uid.value
    days = sorted(day.astimezone(UTC) for day in main.rruleset)
    assert days == sorted(m.original_at for m in standing if m.original_at)

    third.refresh_from_db()
    gone = read(cancel([third], [], SENT))
    assert (gone.method.value, gone.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert gone.vevent.recurrence_id.value.astimezone(UTC) == third.original_at
    assert gone.vevent.sequence.value == "1"


def test_r14_a_feed_names_nobody_who_is_asked(meet: NewMeeting, alice: Member) -> None:
    meeting = meet()
    Attendee.ask([meeting], by=alice, addresses=["guest@mill.example"])
    data = published(Meeting.objects.all(), SENT, "Alice, Acme")
    calendar = read(data)
    assert calendar.method.value == "PUBLISH"
    assert calendar.vevent.summary.value == "Tasting"
    assert b"guest@mill.example" not in data


REPLY = """BEGIN:VCALENDAR\r
PRODID:-//Somebody//Calendar//EN\r
VERSION:2.0\r
METHOD:REPLY\r
BEGIN:VEVENT\r
UID:{uid}\r
SEQUENCE:1\r
DTSTAMP:20261122T120000Z\r
{more}ORGANIZER:mailto:alice@acme.example\r
ATTENDEE;CN="Guest";PARTSTAT={stat}:MAILTO:guest@mill.example\r
COMMENT:See you\\, then\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_r14_replies_of_calendar_programs_are_read(bakery: Client) -> None:
    [reply] = replies(REPLY.format(uid="x@atrium", stat="ACCEPTED", more="").encode())
    assert (reply.uid, reply.address) == ("x@atrium", "guest@mill.example")
    assert (reply.answer, reply.sequence, reply.comment) == (Answer.YES, 1, "See you, then")
    one = "RECURRENCE-ID;TZID=Europe/London:20261201T140000\r\n"
    [reply] = replies(REPLY.format(uid="x@atrium", stat="tentative", more=one).encode())
    assert reply.answer == Answer.PERHAPS
    assert reply.original_at is not None
    assert reply.original_at.astimezone(UTC).hour == 14


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"\xff\xfe\x00",
        REPLY.format(uid="x", stat="DELEGATED", more="").encode(),
        REPLY.replace("REPLY", "REQUEST").format(uid="x", stat="ACCEPTED", more="").encode(),
        REPLY.format(uid="x", stat="ACCEPTED", more="RECURRENCE-ID:not a date\r\n").encode(),
        REPLY.format(
            uid="x", stat="ACCEPTED", more="RECURRENCE-ID;TZID=Asia/Tokyo:00010101T000000\r\n"
        ).encode(),
        REPLY.format(uid="x", stat="ACCEPTED", more="X:" + "y" * 200_000 + "\r\n").encode(),
    ],
)
def test_r14_what_is_no_reply_is_passed_over(data: bytes) -> None:
    assert [reply for reply in replies(data) if reply.original_at is None] == []
