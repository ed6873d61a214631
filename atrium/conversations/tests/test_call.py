"""Calls: logged in one dialog, told in the story, counted, looked up by number (R18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from atrium.calendar.models import Task
from atrium.clients.models import Client, Contact, Link, Merge, Point
from atrium.conversations.call_checks import said, seconds_of
from atrium.conversations.callers import report
from atrium.conversations.models import Call, FollowUp, Note
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.organisations.models import Member
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
NEW = "/acme/clients/1/calls/new/"
LONDON = "+442079460123"


@pytest.fixture
def mina(bakery: Client, alice: Member) -> Contact:
    """Mina of the bakery, with a phone."""
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice)
    Point.add(mina, by=alice, kind="phone", text="020 7946 0123")
    return mina


def data(**values: str) -> dict[str, str]:
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    return {"direction": "out", "outcome": "reached", "started_at": now, **values}


def test_r18_a_call_is_logged_with_its_follow_up_in_one_act(
    bakery: Client, mina: Contact, bob: Member, as_bob: Browser
) -> None:
    form = as_bob.get(NEW, **HTMX).text
    assert f'value="{mina.public_id}/{LONDON}" selected' in form
    whom = f"{mina.public_id}/{LONDON}"
    told = data(whom=whom, duration="5:30", note="Wants a quote", follow_title="Send the quote")
    answer = as_bob.post(NEW, told | {"follow": "tomorrow", "outcome": "message"}, **HTMX)
    assert answer.status_code == 200
    call = Call.objects.get()
    assert (call.contact, call.number, call.duration, call.member) == (mina, LONDON, 330, bob)
    task = Task.objects.out_of(call).get()
    tomorrow = bakery.organisation.today() + timedelta(days=1)
    assert (task.title, task.due_on, task.is_follow_up) == ("Send the quote", tomorrow, True)
    assert list(task.contacts.all()) == [mina]

    story = as_bob.get("/acme/clients/1/?kind=call.logged").text
    assert "Wants a quote" in story
    assert "Left a message" in story
    assert "Send the quote" in story
    undo(Act.objects.latest("id"), by=bob)
    assert not Call.objects.exists()
    assert not Task.objects.exists()


def test_r18_bad_input_stays_in_the_form_and_is_named(bakery: Client, as_bob: Browser) -> None:
    for wrong, words in (
        ({"duration": "long"}, "Write how long it took"),
        ({"number": "12"}, "is not a phone number"),
        ({"started_at": "soon"}, "Give the call a day and a time."),
        ({"started_at": "2099-01-01T10:00"}, "would be in the future"),
        ({"whom": "nobody/1"}, "Select a valid choice"),
    ):
        answer = as_bob.post(NEW, data(note="Kept") | wrong, **HTMX)
        assert (answer.status_code, words in answer.text) == (422, True), wrong
        assert "Kept" in answer.text
    assert not Call.objects.exists()
    assert as_bob.post(NEW, data(number="020 7946 0999")).status_code == 302
    assert Call.objects.get().number == "+442079460999"


def test_r18_only_who_spoke_or_a_manager_changes_a_call_and_it_comes_back(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser, as_vera: Browser, as_alice: Browser
) -> None:
    call = Call.log(bakery, by=alice, note="Secret plan", duration=60)
    url = f"/acme/clients/1/calls/{call.public_id}/"
    assert "Secret plan" in as_vera.get("/acme/clients/1/").text
    for browser in (as_bob, as_vera):
        assert browser.post(url, data(note="x")).status_code == 403
        assert browser.delete(url).status_code == 403
    assert as_alice.post(url, data(note="Better", duration="2"), **HTMX).status_code == 200
    call.refresh_from_db()
    assert (call.note, call.duration) == ("Better", 120)
    as_alice.delete(url, **HTMX)
    assert "Better" not in as_alice.get("/acme/clients/1/").text
    with pytest.raises(Refusal, match="removed meanwhile"):
        Call.objects.get().edit(by=alice, note="x")
    as_alice.post(f"{url}unbin/", **HTMX)
    assert "Better" in as_alice.get("/acme/clients/1/").text


def test_r18_a_restricted_client_leaks_no_call(
    bakery: Client, mina: Contact, alice: Member, bob: Member, as_bob: Browser, as_charlie: Browser
) -> None:
    call = Call.log(bakery, by=alice, number=LONDON, note="Secret plan")
    assert "Secret plan" in as_bob.get("/acme/calls/").text
    bakery.restrict(by=alice, to_team=True)
    page = as_bob.get("/acme/calls/").text
    assert "Secret plan" not in page
    assert "Bakery" not in as_bob.get("/acme/calls/lookup/?number=02079460123").text
    assert as_bob.get(f"/acme/clients/1/calls/{call.public_id}/").status_code == 404
    assert as_charlie.get("/acme/calls/").status_code == 404
    kept, _ = report(by=bob, number=LONDON)
    assert kept.client is None


def test_r18_a_reported_call_finds_its_client_by_any_notation_and_only_once(
    bakery: Client, mina: Contact, alice: Member
) -> None:
    first, new = report(by=alice, number="0044 (0)20 79460123", direction="in", external_id="pbx-1")
    assert (new, first.client, first.contact, first.number) == (True, bakery, mina, LONDON)
    again, new = report(by=alice, number=LONDON, external_id="pbx-1", duration=90)
    assert (new, again.pk) == (False, first.pk)
    assert Call.objects.get().duration == 90
    assert bakery.events.filter(kind="call.logged").count() == 1


def test_r18_unknown_numbers_wait_to_be_assigned_or_become_a_client(
    bakery: Client, new_client: Callable[..., Client], alice: Member, as_bob: Browser
) -> None:
    for number in ("020 7946 0777", "020 7946 0777", "anonymous", "020 7946 0888"):
        report(by=alice, number=number, direction="in")
    page = as_bob.get("/acme/calls/").text
    assert page.count('id="waiting-') == 4
    named, _, withheld, other = Call.objects.order_by("id")
    as_bob.post(f"/acme/calls/{other.public_id}/assign/", {"client": "1"})
    as_bob.post(f"/acme/calls/{withheld.public_id}/remove/")
    as_bob.post(f"/acme/calls/{named.public_id}/lead/", {"name": "Quay Foods"})
    quay = Client.objects.get(name="Quay Foods")
    assert [c.client for c in Call.objects.order_by("id")] == [quay, quay, None, bakery]
    assert quay.points.get().normal == "+442079460777"
    assert as_bob.get("/acme/calls/lookup/?number=0207946 0777")["Location"].endswith("/clients/2/")
    # A number of two clients is nobody's in particular: both are offered.
    Point.add(bakery, by=alice, kind="phone", text="020 7946 0777")
    call, _ = report(by=alice, number="+44 20 7946 0777")
    assert call.client is None
    page = as_bob.get("/acme/calls/").text
    assert [page.count(f'name="client" value="{number}"') for number in (1, 2)] == [1, 1]


def test_r18_calls_are_counted_filtered_and_go_along_in_a_merge(
    bakery: Client, new_client: Callable[..., Client], alice: Member, as_alice: Browser
) -> None:
    tarn = new_client("Tarn")
    new_client("Quiet")
    Call.log(bakery, by=alice)
    Call.log(tarn, by=alice, started_at=timezone.now() - timedelta(days=40))
    Call.log(tarn, by=alice, follow_up=FollowUp(due_on=date(2030, 1, 1))).bin(by=alice)
    for where, names in (
        ("call_count.min:1", {"Bakery", "Tarn"}),
        ("call_count.is:0", {"Quiet"}),
        ("called.in:last+30+days", {"Bakery"}),
        ("called.empty", {"Quiet"}),
    ):
        page = as_alice.get(f"/acme/clients/?where={where}").text
        assert {n for n in ("Bakery", "Tarn", "Quiet") if f"{n}</a>" in page} == names, where
    Merge.perform(keep=bakery, absorb=[tarn], by=alice)
    assert set(Call.objects.values_list("client", flat=True)) == {bakery.pk}


def test_r18_the_page_with_notes_and_calls_needs_eleven_statements(
    bakery: Client, mina: Contact, alice: Member, as_bob: Browser, django_assert_num_queries: Any
) -> None:
    Note.write(bakery, by=alice, html="<p>Told</p>")
    for _ in range(3):
        Call.log(bakery, by=alice, contact=mina, follow_up=FollowUp(title="Ring back"))
    as_bob.get("/acme/clients/1/")
    with django_assert_num_queries(11):
        page = as_bob.get("/acme/clients/1/").text
    assert page.count('id="call-') == 3


@pytest.mark.parametrize(
    ("typed", "seconds", "words"),
    [
        ("5", 300, "5 min"),
        ("5:30", 330, "6 min"),
        ("1:05:00", 3900, "1 h 5 min"),
        ("45 s", 45, "45 s"),
        ("1h 5", 3900, "1 h 5 min"),
        ("2 minutes", 120, "2 min"),
    ],
)
def test_r18_how_long_it_took_is_read_as_people_write_it(
    typed: str, seconds: int, words: str
) -> None:
    assert seconds_of(typed) == seconds
    assert said(seconds) == words
    assert seconds_of(" ") is None
    with pytest.raises(FormatError):
        seconds_of(f"{typed} or so")
