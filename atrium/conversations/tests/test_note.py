"""Notes: written, read, changed, pinned, removed and brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.models import Note
from atrium.conversations.tasks import empty_bin, remind
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

NEW = "/acme/clients/1/notes/new/"
TAB = "/acme/clients/1/notes/"
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
MIDDLE: dict[str, Any] = HTMX | {"HTTP_HX_TARGET": "section#client-main"}


@pytest.fixture
def note(bakery: Client, bob: Member) -> Note:
    """Bob's note on the bakery."""
    return Note.write(bakery, by=bob, html="<p>Oven <b>broken</b></p>")


def url_of(note: Note, rest: str = "") -> str:
    return f"/acme/clients/1/notes/{note.public_id}/{rest}"


def tab(browser: Browser, slug: str = "activity", query: str = "") -> str:
    answer = browser.get(f"/acme/clients/1/{slug}/{query}", **MIDDLE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_r13_a_note_is_written_with_its_formatting(bakery: Client, as_bob: Browser) -> None:
    html = "<p>Oven <b>broken</b><script>alert(1)</script><img src=x></p>"
    answer = as_bob.post(NEW, {"html": html, "note_kind": "meeting"}, **HTMX)
    assert answer.status_code == 200
    note = Note.objects.get()
    assert (note.html, note.text) == ("<p>Oven <b>broken</b></p>", "Oven broken")
    assert (note.kind, note.author.name) == ("meeting", "Bob Birch")
    assert "Oven <b>broken</b>" in tab(as_bob)


def test_r13_a_note_is_written_without_script(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(NEW, {"text": "One <b>\ntwo\n\nthree"})
    assert answer.status_code == 302
    assert Note.objects.get().html == "<p>One &lt;b&gt;<br>two</p><p>three</p>"


def test_r13_an_empty_note_is_refused_and_keeps_the_rest(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(NEW, {"html": "<p> </p>", "note_kind": "service", "pinned": "on"}, **HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Write something first." in html
    assert '<option value="service" selected>' in html
    assert 'name="pinned" checked' in html
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("remind_at", "tomorrow", 422),
        ("note_kind", "no such", 422),
        ("html", "<p>" + "x" * 100_001, 422),
        ("html", "\x00<p>x\x00", 422),
    ],
)
def test_r13_bad_input_is_named(
    bakery: Client, as_bob: Browser, field: str, value: str, status: int
) -> None:
    answer = as_bob.post(NEW, {"html": "<p>x</p>", field: value}, **HTMX)
    assert answer.status_code == status
    assert not Note.objects.exists()


def test_r13_a_reminder_is_set_by_the_clock_of_the_organisation(
    bakery: Client, as_bob: Browser
) -> None:
    as_bob.post(NEW, {"text": "Call", "remind_at": "2027-07-01T09:00"}, **HTMX)
    assert Note.objects.get().remind_at.isoformat() == "2027-07-01T08:00:00+00:00"


def test_r13_earlier_versions_are_kept_and_come_back(
    note: Note, bob: Member, as_bob: Browser
) -> None:
    note.edit(by=bob, html="<p>Oven repaired</p>", kind="general", remind_at=None)
    html = as_bob.get(url_of(note, "versions/")).content.decode()
    assert '<ins><span class="sr">[put in: </span>repaired' in html
    assert '<del><span class="sr">[taken out: </span>broken' in html
    key = html.split('{"version": ')[1].split("}")[0]

    assert as_bob.post(url_of(note, "versions/"), {"version": key}).status_code == 302

    note.refresh_from_db()
    assert note.text == "Oven broken"
    assert as_bob.post(url_of(note, "versions/"), {"version": "x"}).status_code == 404


def test_r13_a_note_is_edited_in_place(note: Note, as_bob: Browser) -> None:
    opened = as_bob.get(url_of(note, "?edit"), **HTMX).content.decode()
    assert 'name="version" value="1"' in opened
    answer = as_bob.post(url_of(note), {"html": "<p>New</p>", "version": "1"}, **HTMX)
    assert answer.status_code == 200
    note.refresh_from_db()
    assert note.text == "New"
    assert ">Edited</span>" in tab(as_bob)


def test_r13_what_another_wrote_meanwhile_is_shown_and_not_lost(
    note: Note, alice: Member, as_bob: Browser
) -> None:
    note.edit(by=alice, html="<p>By Alice</p>", kind="general", remind_at=None)
    answer = as_bob.post(url_of(note), {"html": "<p>By Bob</p>", "version": "1"}, **HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this note meanwhile" in html
    assert '<ins><span class="sr">[theirs: </span>Alice' in html
    assert '<del><span class="sr">[yours: </span>Bob' in html
    assert ">By Bob</p>" in html.replace("&lt;", "<").replace("&gt;", ">")
    note.refresh_from_db()
    assert note.text == "By Alice"


def test_c15_a_removed_note_comes_back_for_30_days(
    note: Note, bob: Member, as_bob: Browser
) -> None:
    as_bob.delete(url_of(note), **HTMX)
    assert "Oven <b>broken</b>" not in tab(as_bob)
    assert "Oven <b>broken</b>" not in tab(as_bob, "notes")
    assert "Oven <b>broken</b>" in tab(as_bob, "notes", "?kind=removed")
    as_bob.post(url_of(note, "unbin/"), **HTMX)
    assert "Oven <b>broken</b>" in tab(as_bob, "notes")
    note.refresh_from_db()
    note.bin(by=bob)

    with time_machine.travel(timezone.now() + timedelta(days=29)):
        empty_bin.func()
    note.refresh_from_db()
    assert note.text == "Oven broken"

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        empty_bin.func()
    note.refresh_from_db()
    assert (note.html, note.text) == ("", "")
    with pytest.raises(Refusal, match="removed for good"):
        note.unbin(by=bob)


def test_c15_a_removal_is_undone(note: Note, bob: Member) -> None:
    note.bin(by=bob)
    undo(Act.objects.latest("id"), by=bob)
    note.refresh_from_db()
    assert note.binned_at is None


def test_c15_notes_are_listed_with_author_and_time_pinned_first(
    note: Note, alice: Member, as_bob: Browser
) -> None:
    later = Note.write(note.client, by=alice, html="<p>Later</p>", kind="meeting")
    html = tab(as_bob, "notes")
    assert html.index("Later") < html.index("Oven <b>")
    assert "<b>Alice Ash</b><span>noted a meeting</span>" in html
    note.pin(by=alice)
    html = tab(as_bob, "notes")
    assert html.index("Oven <b>") < html.index("Later")
    assert "Oven <b>" not in tab(as_bob, "notes", "?kind=meeting")
    assert str(later.public_id) in tab(as_bob, "notes", "?kind=meeting")


def test_c15_pages_of_notes_meet(bakery: Client, alice: Member, as_alice: Browser) -> None:
    for number in range(35):
        Note.write(bakery, by=alice, html=f"<p>Note {number}.</p>", pinned=number < 32)
    first = tab(as_alice, "notes")
    more = first.split('data-hx-get="/acme/clients/1/notes/part/')[1].split('"')[0]
    rest = as_alice.get(f"/acme/clients/1/notes/part/{more.replace('&amp;', '&')}")
    both = first + rest.content.decode()
    assert [n for n in range(35) if both.count(f"<p>Note {n}.</p>") != 1] == []
    assert 'id="notes-earlier"' not in rest.content.decode()


def test_c15_who_did_not_write_it_may_not_change_it(
    bakery: Client, alice: Member, as_bob: Browser, as_vera: Browser, bob: Member
) -> None:
    note = Note.write(bakery, by=alice, html="<p>Mine</p>")
    assert as_bob.post(url_of(note), {"html": "<p>Other</p>"}, **HTMX).status_code == 409
    assert as_bob.delete(url_of(note), **HTMX).status_code == 409
    assert as_vera.post(NEW, {"html": "<p>x</p>"}, **HTMX).status_code == 403
    assert as_vera.post(url_of(note, "pin/"), **HTMX).status_code == 403
    assert as_vera.post(url_of(note, "unbin/"), **HTMX).status_code == 403
    assert as_vera.post(url_of(note, "reminder/"), **HTMX).status_code == 403
    assert as_vera.get(url_of(note)).status_code == 200
    note.refresh_from_db()
    assert (note.text, note.version) == ("Mine", 1)


def test_c15_a_stranger_finds_no_note(note: Note, as_charlie: Browser, visitor: Browser) -> None:
    for rest in ("", "pin/", "unbin/", "reminder/", "versions/"):
        assert as_charlie.get(url_of(note, rest)).status_code in {404, 405}
        assert as_charlie.post(url_of(note, rest), {"html": "x"}).status_code == 404
        assert visitor.post(url_of(note, rest), {"html": "x"}).status_code == 302
    assert as_charlie.post(NEW, {"html": "<p>x</p>"}).status_code == 404
    assert Note.objects.get().version == 1


def test_r13_an_archived_client_is_read_and_no_more(
    note: Note, alice: Member, bakery: Client, as_bob: Browser
) -> None:
    bakery.archive(by=alice)
    assert "This client is archived" in tab(as_bob)
    assert 'id="note-form"' not in tab(as_bob)
    assert as_bob.post(NEW, {"html": "<p>x</p>"}, **HTMX).status_code == 409
    assert as_bob.post(url_of(note), {"html": "<p>x</p>"}, **HTMX).status_code == 409
    assert as_bob.delete(url_of(note), **HTMX).status_code == 409
    assert Note.objects.get().version == 1


def test_r13_members_named_with_an_at_are_kept_once(
    acme: Organisation, bakery: Client, alice: Member, bob: Member
) -> None:
    alice.organisation.refresh_from_db()
    note = Note.write(bakery, by=alice, html="<p>@Bob Birch, @Alice Ash: x@Bob Birch.de</p>")
    assert Event.objects.get(kind="note.written").particulars["mentions"] == [bob.pk]
    note.edit(by=alice, html="<p>@bob  birch again</p>", kind="general", remind_at=None)
    assert Event.objects.get(kind="note.edited").particulars["mentions"] == []


def test_r13_a_reminder_is_told_once_and_waits_until_it_is_done(
    bakery: Client, bob: Member, as_bob: Browser
) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    note = Note.write(bakery, by=bob, html="<p>Call the oven man</p>", remind_at=soon)
    remind.func()
    assert not Event.objects.filter(kind="note.reminded").exists()
    with time_machine.travel(soon + timedelta(minutes=1)):
        remind.func()
        remind.func()
        assert Event.objects.filter(kind="note.reminded").count() == 1
        assert (
            "Call the oven man"
            in as_bob.get("/acme/clients/1/").content.decode().split('id="latest-note"')[0]
        )
        as_bob.post(url_of(note, "reminder/"), **HTMX)
    note.refresh_from_db()
    assert note.remind_at is None


def test_v02_the_latest_note_stands_in_the_left_pane(
    note: Note, alice: Member, bakery: Client, as_bob: Browser
) -> None:
    note.pin(by=alice)
    Note.write(bakery, by=alice, html="<p>Flour is late</p>")
    page = as_bob.get("/acme/clients/1/").content.decode()
    latest = page.split('id="latest-note"')[1].split("</section>")[0]
    assert "Flour is late" in latest
    assert "Alice Ash" in latest


@pytest.mark.parametrize("rows", [1, 3])
def test_r13_the_story_costs_the_same_for_few_and_many_notes(
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        Note.write(bakery, by=alice, html=f"<p>{number}</p>", pinned=number == 0)
    tab(as_alice)
    with django_assert_num_queries(5):
        tab(as_alice)


def test_r13_who_is_named_in_a_note_is_told(bakery: Client, alice: Member, bob: Member) -> None:
    alice.organisation.refresh_from_db()
    Note.write(bakery, by=alice, html="<p>@Bob Birch please call</p>")
    told = Notification.objects.filter(event__kind="note.written")
    assert [each.member for each in told] == [bob]
