"""R14: meetings are planned, moved, cancelled, answered and repeated."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from atrium.clients.models import Client, Contact, Point
from atrium.foundation.errors import Refusal
from atrium.meetings.models import Answer, Attendee, Meeting, Scope
from atrium.meetings.repeating import Every, Repeat
from atrium.meetings.tests.conftest import NOW, NewMeeting
from atrium.organisations.models import Member
from atrium.timeline.models import Event
from atrium.timeline.undoing import undo

HOUR = timedelta(hours=1)


def told(client: Client) -> list[str]:
    return [str(event.sentence) for event in Event.objects.filter(client=client).newest_first()]


def weekly(until: date = date(2027, 1, 1)) -> Repeat:
    return Repeat(every=Every.WEEK, until=until)


def test_r14_a_meeting_is_planned_moved_and_called_off(
    meet: NewMeeting, bakery: Client, alice: Member
) -> None:
    meeting = meet(agenda="Rye or spelt", place="At the bakery", link="meet.example/rye")
    assert meeting.when == "Tue 24 Nov 2026, 14:00–15:00"
    assert meeting.link == "https://meet.example/rye"
    assert "planned the meeting <b>Tasting</b> for Tue 24 Nov 2026, 14:00–15:00" in told(bakery)[0]

    later = meeting.starts_at + timedelta(days=1)
    meeting.move(by=alice, starts_at=later, ends_at=later + 2 * HOUR)
    assert "from Tue 24 Nov 2026, 14:00–15:00 to Wed 25 Nov 2026, 14:00–16:00" in told(bakery)[0]
    meeting.edit(by=alice, title="Tasting of rye")
    assert (meeting.sequence, meeting.moved_sequence) == (2, 1)
    assert meeting.edit(by=alice, title="Tasting of rye") == [], "nothing changed, nobody is told"

    meeting.cancel(by=alice, reason="The oven broke")
    assert "cancelled the meeting <b>Tasting of rye</b>" in told(bakery)[0]
    assert told(bakery)[0].endswith(": The oven broke")
    with pytest.raises(Refusal, match="plan a new one"):
        meeting.move(by=alice, starts_at=later, ends_at=later + HOUR)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"ends_at": NOW}, "ends"),
        ({"ends_at": NOW + timedelta(days=60)}, "ends"),
        ({"repeat": weekly(date(2026, 11, 25))}, "until"),
        ({"repeat": Repeat(every=Every.DAY, until=date(2030, 1, 1))}, "until"),
        ({"repeat": Repeat(every=Every.WORKDAY, until=date(2026, 12, 24)), "on": 6}, "starts"),
    ],
)
def test_r14_what_does_not_fit_is_refused_at_its_field(
    values: dict[str, Any], field: str, meet: NewMeeting
) -> None:
    if days := values.pop("on", 0):
        values["starts_at"] = NOW + timedelta(days=days)
        values["ends_at"] = values["starts_at"] + HOUR
    with pytest.raises(Refusal) as refused:
        meet(**values)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_r14_a_series_keeps_its_hour_when_the_clocks_change(
    meet: NewMeeting, alice: Member
) -> None:
    summer = datetime(2026, 10, 12, 13, tzinfo=UTC)
    first = meet(starts_at=summer, repeat=weekly(date(2026, 11, 2)))
    rows = list(Meeting.objects.soonest_first())
    assert [row.starts_at.astimezone(first.zone).hour for row in rows] == [14] * 4
    assert [row.starts_at.hour for row in rows] == [13, 13, 14, 14]
    assert {row.uid for row in rows} == {first.uid}


def test_r14_one_the_following_or_all_of_a_series_move(meet: NewMeeting, alice: Member) -> None:
    meet(repeat=weekly(date(2026, 12, 22)))
    second = Meeting.objects.soonest_first()[1]
    start = second.starts_at + timedelta(days=1)

    def days() -> list[int]:
        return [row.starts_at.day for row in Meeting.objects.order_by("original_at")]

    assert days() == [24, 1, 8, 15, 22]
    second.move(by=alice, starts_at=start, ends_at=start + HOUR)
    assert days() == [24, 2, 8, 15, 22]
    third = Meeting.objects.order_by("original_at")[2]
    start = third.starts_at + timedelta(days=2)
    third.move(by=alice, starts_at=start, ends_at=start + HOUR, scope=Scope.FOLLOWING)
    assert days() == [24, 2, 10, 17, 24]
    first = Meeting.objects.order_by("original_at")[0]
    act = alice.acts.order_by("-id")[0]
    first.cancel(by=alice, scope=Scope.ALL)
    assert not Meeting.objects.standing().exists()
    undo(alice.acts.order_by("-id")[0], by=alice)
    assert Meeting.objects.standing().count() == 5
    undo(act, by=alice)
    assert days() == [24, 2, 8, 15, 22]


def test_r14_people_are_asked_once_and_answer_for_the_time_they_were_told(
    meet: NewMeeting, bakery: Client, alice: Member, bob: Member
) -> None:
    mina = Contact.add(by=alice, given_name="Mina")
    Point.add(mina, by=alice, kind="email", text="mina@bakery.example")
    meeting = meet()
    people: dict[str, Any] = {
        "members": [bob],
        "contacts": [mina],
        "addresses": ["guest@mill.example"],
    }
    assert len(Attendee.ask([meeting], by=alice, **people)) == 3
    assert Attendee.ask([meeting], by=alice, **people) == [], "nobody is asked twice"
    with pytest.raises(Refusal) as refused:
        Attendee.ask([meeting], by=alice, addresses=["no address"])
    assert refused.value.field == "addresses"

    hers = Attendee.objects.get(contact=mina)
    assert hers.address == "mina@bakery.example"
    assert Attendee.key_in(hers.token()) == (hers.organisation_id, str(hers.public_id))
    assert Attendee.key_in(hers.token() + "x") is None
    hers.reply(Answer.YES, comment="  With   Ada ")
    assert "Mina accepted the meeting <b>Tasting</b>" in told(bakery)[0]
    hers.refresh_from_db()
    assert (hers.answer, hers.comment) == ("accepted", "With Ada")

    start = meeting.starts_at + timedelta(days=1)
    meeting.move(by=alice, starts_at=start, ends_at=start + HOUR)
    hers.refresh_from_db()
    assert hers.answer == "", "she accepted another time"
    with pytest.raises(Refusal, match="moved meanwhile"):
        hers.reply(Answer.YES, sequence=0)
    hers.reply(Answer.NO, sequence=1)

    Attendee.withdraw([meeting], hers, by=alice)
    hers.refresh_from_db()
    with pytest.raises(Refusal, match="called off"):
        hers.reply(Answer.YES)


def test_r14_minutes_are_written_once_it_has_begun(
    meet: NewMeeting, bakery: Client, alice: Member, clock: Any
) -> None:
    meeting = meet()
    with pytest.raises(Refusal, match="not begun"):
        meeting.write_minutes(by=alice, text="Too early")
    clock.move_to(meeting.starts_at + HOUR)
    meeting.write_minutes(by=alice, text="Rye it is")
    assert "wrote the minutes of <b>Tasting</b>" in told(bakery)[0]
    bakery.archive(by=alice)
    with pytest.raises(Refusal):
        meeting.write_minutes(by=alice, text="Spelt after all")
