"""R14: meetings are planned, changed and called off in the browser, by who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Link, Point
from atrium.meetings.models import Attendee, Meeting
from atrium.meetings.tests.conftest import NewMeeting
from atrium.organisations.models import Member

TAB = "/acme/clients/1/meetings/"
FORM = {
    "title": "Tasting",
    "day": "2026-11-24",
    "begins": "14:00",
    "ends": "15:00",
    "zone": "Europe/London",
}


@pytest.fixture
def mina(bakery: Client, alice: Member) -> Contact:
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, mina, by=alice)
    Point.add(mina, by=alice, kind="email", text="mina@bakery.example")
    return mina


def test_r14_bob_plans_a_meeting_and_asks_people_to_it(
    clock: Any, bakery: Client, mina: Contact, alice: Member, as_bob: Browser
) -> None:
    assert "Plan a meeting" in as_bob.get(TAB).text
    page = as_bob.get(f"{TAB}new/").text
    assert "Mina" in page
    people = {
        "contacts": [str(mina.public_id)],
        "members": [str(alice.public_id)],
        "addresses": "guest@mill.example; guest@mill.example",
    }
    assert as_bob.post(f"{TAB}new/", FORM | people).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.when, meeting.organiser.name) == ("Tue 24 Nov 2026, 14:00–15:00", "Bob Birch")
    asked = {attendee.address for attendee in meeting.attendees.all()}
    assert asked == {"mina@bakery.example", "alice@acme.example", "guest@mill.example"}
    assert "3 have not answered" in as_bob.get(TAB).text
    assert "mina@bakery.example" in as_bob.get(f"{TAB}{meeting.public_id}/").text

    place = f"{TAB}{meeting.public_id}/"
    late = FORM | {"begins": "23:30", "ends": "00:30", "title": "Late tasting"}
    assert as_bob.post(f"{place}edit/", late).status_code == 302
    meeting.refresh_from_db()
    assert meeting.when == "Tue 24 Nov 2026, 23:30–Wed 25 Nov, 00:30"
    hers = meeting.attendees.get(contact=mina)
    assert as_bob.post(f"{place}people/{hers.public_id}/").status_code == 302
    assert "mina@bakery.example" not in as_bob.get(place).text
    assert as_bob.post(f"{place}people/", {"contacts": [str(mina.public_id)]}).status_code == 302
    assert "Mina" in as_bob.get(place).text

    assert as_bob.post(f"{place}minutes/", {"minutes": "Rye"}).status_code == 422, "not begun yet"
    clock.move_to(meeting.starts_at + timedelta(minutes=5))
    assert as_bob.post(f"{place}minutes/", {"minutes": "Rye it is"}).status_code == 302
    assert "Rye it is" in as_bob.get(place).text


def test_r14_a_series_is_planned_and_its_rest_called_off(
    clock: Any, bakery: Client, as_alice: Browser
) -> None:
    form = FORM | {"every": "week", "until": "2026-12-31"}
    assert as_alice.post(f"{TAB}new/", form).status_code == 302
    second = Meeting.objects.soonest_first()[1]
    place = f"{TAB}{second.public_id}/"
    assert 'name="scope"' in as_alice.get(f"{place}cancel/").text
    told = {"reason": "Off to sea", "scope": "following"}
    assert as_alice.post(f"{place}cancel/", told).status_code == 302
    assert Meeting.objects.standing().count() == 1
    assert "Off to sea" in as_alice.get(TAB).text
    assert as_alice.post(f"{place}edit/", FORM).status_code == 422


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "Say what the meeting is about."),
        ({"day": "soon"}, "Write the day like"),
        ({"ends": "25:00"}, "Write the time like"),
        ({"every": "week"}, "Say up to which day it repeats."),
        ({"every": "week", "until": "2026-11-25"}, "choose a later last day"),
        ({"link": "javascript:alert(1)"}, "web address"),
        ({"addresses": "nobody"}, "nobody"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_r14_what_does_not_fit_is_said_and_nothing_is_lost(
    typed: dict[str, str], told: str, clock: Any, bakery: Client, as_bob: Browser
) -> None:
    answer = as_bob.post(f"{TAB}new/", FORM | {"agenda": "Rye or spelt"} | typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Rye or spelt" in answer.text
    assert not Meeting.objects.exists()
    assert not Attendee.objects.exists()


def test_r14_a_list_costs_the_same_for_one_and_for_three(
    meet: NewMeeting, alice: Member, as_alice: Browser, django_assert_max_num_queries: Any
) -> None:
    def statements() -> int:
        with django_assert_max_num_queries(30) as counted:
            as_alice.get(TAB)
        return len(counted)

    Attendee.ask([meet()], by=alice, members=[alice])
    as_alice.get(TAB)
    one = statements()
    for _ in range(2):
        Attendee.ask([meet()], by=alice, members=[alice], addresses=["guest@mill.example"])
    assert statements() == one


def test_r14_who_may_only_look_changes_nothing(
    meet: NewMeeting, alice: Member, as_vera: Browser, as_charlie: Browser, as_bob: Browser
) -> None:
    meeting = meet()
    place = f"{TAB}{meeting.public_id}/"
    assert as_vera.get(place).status_code == 200
    for path in (f"{TAB}new/", f"{place}edit/", f"{place}cancel/", f"{place}people/"):
        assert as_vera.post(path, FORM).status_code == 403
        assert as_charlie.post(path, FORM).status_code == 404
    meeting.client.restrict(by=alice, to_team=True)
    assert as_bob.get(place).status_code == 404
    assert as_bob.post(f"{place}cancel/", {}).status_code == 404
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.is_cancelled) == (0, False)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_r14_a_day_that_no_clock_shows_is_refused(
    day: str, clock: Any, bakery: Client, as_bob: Browser
) -> None:
    told = FORM | {"day": day, "begins": "23:00", "ends": "01:00", "zone": "Asia/Tokyo"}
    answer = as_bob.post(f"{TAB}new/", told)
    assert (answer.status_code, "Choose a day from 1970" in answer.text) == (422, True)
    assert as_bob.get(f"{TAB}new/?starts={day}T23:30").status_code == 200
    assert not Meeting.objects.exists()
