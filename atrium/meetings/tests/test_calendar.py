"""R14, X15, X16: the calendar of a member, a team, a client or all, and the link for other programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients.models import Client
from atrium.meetings import public
from atrium.meetings.agenda import Span
from atrium.meetings.models import Attendee, Meeting
from atrium.meetings.tests.conftest import NOW, NewMeeting
from atrium.organisations.models import Member, Team

CALENDAR = "/acme/calendar/"
HOUR = timedelta(hours=1)


def test_r14_the_calendar_shows_whose_it_is_asked_for(
    meet: NewMeeting, bakery: Client, alice: Member, as_bob: Browser, bob: Member
) -> None:
    meet(title="Hers")
    meet(title="His", ask={"members": [bob]})
    Task.add(
        bakery, by=alice, title="Send the quote", due_on=(NOW + timedelta(2)).date(), assignee=bob
    )
    week = f"{CALENDAR}?on=2026-11-24"

    def shown(query: str) -> set[str]:
        page = as_bob.get(f"{week}&{query}").text
        return {word for word in ("Hers", "His", "Send the quote") if f">{word}<" in page}

    assert shown("who=me") == {"His", "Send the quote"}
    assert shown("who=me&tasks=0") == {"His"}
    assert shown("who=me&tools=1") == {"His"}, "the form without its tick"
    assert shown("who=all") == {"Hers", "His", "Send the quote"}
    assert shown(f"who=member-{alice.pk}") == {"Hers", "His"}
    assert shown(f"who=client-{bakery.number}") == {"Hers", "His", "Send the quote"}
    team = Team.make("Ovens", by=alice)
    assert shown(f"who=team-{team.pk}") == set()
    for query in ("view=month", "view=day", "view=list"):
        assert shown(f"who=all&{query}") == {"Hers", "His", "Send the quote"}
    assert shown("who=all&view=day&on=2026-11-25") == set()
    for query in ("on=9999-99-99", "on=0001-01-01", "who=client-99", "who=member-x", "view=x"):
        assert as_bob.get(f"{CALENDAR}?{query}").status_code == 200, query
    bakery.restrict(by=alice, to_team=True)
    assert shown("who=all") == set(), "he does not see the client any more"


def test_x15_a_drag_moves_it_and_tells_of_a_conflict(
    meet: NewMeeting, as_alice: Browser, as_vera: Browser
) -> None:
    meeting = meet()
    place = f"/acme/clients/1/meetings/{meeting.public_id}/move/"
    start = meeting.starts_at + HOUR
    told = {
        "starts": start.isoformat(),
        "ends": (start + 2 * HOUR).isoformat(),
        "version": str(meeting.version),
        "back": "view=week&on=2026-11-24",
    }
    assert as_vera.post(place, told).status_code == 403
    answer = as_alice.post(place, told)
    assert answer.headers["Location"] == f"{CALENDAR}?view=week&on=2026-11-24"
    page = as_alice.get(answer.headers["Location"]).text
    assert "Moved Tasting to Tue 24 Nov 2026, 15:00–17:00." in page
    assert "/undo/" in page
    as_alice.post(place, told)
    assert "Somebody changed this meeting meanwhile" in as_alice.get(CALENDAR).text
    as_alice.post(place, {"starts": "soon"})
    assert "It was not moved" in as_alice.get(CALENDAR).text
    meeting.refresh_from_db()
    assert meeting.starts_at == start


def test_r14_a_free_hour_asks_for_the_client_and_brings_the_time_along(
    bakery: Client, as_alice: Browser
) -> None:
    times = "starts=2026-11-24T09:30:00Z&ends=2026-11-24T10:15:00Z"
    assert "2026-11-24T09:30:00Z" in as_alice.get(f"{CALENDAR}new/?{times}").text
    answer = as_alice.get(f"{CALENDAR}new/?{times}&client={bakery.number}")
    form = as_alice.get(answer.headers["Location"]).text
    assert 'value="2026-11-24"' in form
    assert 'value="09:30"' in form
    assert 'value="10:15"' in form
    assert as_alice.get(f"{CALENDAR}new/?client=99").status_code == 422


@pytest.mark.parametrize(
    ("view", "words", "before", "after"),
    [
        ("month", "November 2026", "2026-10-31", "2026-12-01"),
        ("week", "23–29 Nov 2026", "2026-11-17", "2026-12-01"),
        ("day", "Tue 24 Nov 2026", "2026-11-23", "2026-11-25"),
    ],
)
def test_r14_a_view_goes_back_and_on(view: str, words: str, before: str, after: str) -> None:
    span = Span.read(view, "2026-11-24", NOW.date())
    assert (span.words, f"{span.before}", f"{span.after}") == (words, before, after)


def test_x16_a_program_reads_ones_meetings_until_the_link_is_closed(
    meet: NewMeeting, bakery: Client, alice: Member, bob: Member, as_bob: Browser, visitor: Browser
) -> None:
    public.RATE.forget()
    meet(title="Hers")
    meeting = meet(title="His", ask={"members": [bob], "addresses": ["guest@mill.example"]})

    def link() -> str:
        page = as_bob.post(f"{CALENDAR}feed/").text
        found: str = page.partition('value="http')[2].partition('"')[0]
        return "/meetings/feed/" + found.partition("/meetings/feed/")[2]

    url = link()
    answer = visitor.get(url)
    calendar = vobject.readOne(answer.text)
    assert [event.summary.value for event in calendar.vevent_list] == ["His"]
    assert "guest@mill.example" not in answer.text
    assert visitor.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    meeting.move(by=alice, starts_at=meeting.starts_at + HOUR, ends_at=meeting.ends_at + HOUR)
    assert visitor.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200
    bakery.restrict(by=alice, to_team=True)
    assert "His" not in visitor.get(url).text, "what he may not see is not in his feed either"
    new = link()
    assert visitor.get(url).status_code == 404, "a new link makes the one before useless"
    assert visitor.get(new).status_code == 200
    as_bob.post(f"{CALENDAR}feed/close/")
    assert visitor.get(new).status_code == 404
    assert visitor.get("/meetings/feed/x/meetings.ics").status_code == 404


def test_r14_home_the_client_and_a_task_lead_to_a_meeting(
    meet: NewMeeting, bakery: Client, as_alice: Browser, clock: Any
) -> None:
    meeting = meet()
    assert "Meetings today" not in as_alice.get("/acme/").text
    clock.move_to(meeting.starts_at - HOUR)
    assert "Meetings today" in as_alice.get("/acme/").text
    assert "Meeting today at 14:00" in as_alice.get("/acme/clients/1/").text
    place = f"/acme/clients/1/meetings/{meeting.public_id}/"
    assert as_alice.post(f"{place}task/", {"title": "Send the quote"}).status_code in {200, 302}
    assert "Send the quote" in as_alice.get(place).text
    assert Task.objects.get().source == "meetings.meeting"
    assert Attendee.objects.count() == 0
    assert Meeting.objects.count() == 1
