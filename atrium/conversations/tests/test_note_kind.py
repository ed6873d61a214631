"""Kinds of notes: special requirements and escalations stand out; escalations are told and resolved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.models import Note, NoteKind
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

PAGE = "/acme/clients/1/"
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def good_to_know(browser: Browser) -> str:
    page = browser.get(PAGE).content.decode()
    return page.split('id="good-to-know"')[1].split("</section>")[0]


def needs(browser: Browser) -> str:
    page = browser.get(PAGE).content.decode()
    return page.split('id="needs"')[1].split("</section>")[0]


@pytest.fixture
def escalation(bakery: Client, bob: Member) -> Note:
    return Note.write(bakery, by=bob, html="<p>No bread for days</p>", kind="escalation")


def told_of(kind: str) -> list[str]:
    rows = Notification.objects.filter(event__kind=kind).select_related("member")
    return sorted(row.member.name for row in rows)


def test_j13_special_requirements_and_open_escalations_stand_out(
    bakery: Client, alice: Member, escalation: Note, as_vera: Browser
) -> None:
    Note.write(bakery, by=alice, html="<p>Ring <b>twice</b></p>", kind="requirement")
    for kind in ("general", "meeting", "service", "communication"):
        Note.write(bakery, by=alice, html=f"<p>Only {kind}</p>", kind=kind)
    block = good_to_know(as_vera)
    assert block.index("No bread for days") < block.index("Ring <b>twice</b>")
    assert "Only" not in block
    assert "Resolve" not in block, "who may only look resolves nothing"
    assert "No bread for days" in needs(as_vera)


@pytest.mark.parametrize("rows", [1, 12])
def test_j13_what_stands_out_costs_no_statement_more(
    bakery: Client, alice: Member, as_alice: Browser, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        Note.write(bakery, by=alice, html=f"<p>{number}</p>", kind="requirement")
        Note.write(bakery, by=alice, html=f"<p>{number}</p>", kind="escalation", pinned=True)
    as_alice.get(PAGE)
    with django_assert_max_num_queries(12):
        as_alice.get(PAGE)


def test_j13_an_escalation_is_resolved_with_what_was_done_and_reopened(
    escalation: Note, as_alice: Browser
) -> None:
    url = f"{PAGE}notes/{escalation.public_id}/resolution/"
    assert "What was done" in as_alice.get(url, **HTMX).content.decode()
    answer = as_alice.post(url, {"outcome": "New  oven"}, **HTMX)
    assert 'id="good-to-know"' in answer.content.decode()
    escalation.refresh_from_db()
    assert (str(escalation.resolved_by), escalation.outcome) == ("Alice Ash", "New oven")
    assert "No bread" not in good_to_know(as_alice)
    assert "No bread" not in needs(as_alice)
    assert "New oven" in as_alice.get(f"{PAGE}notes/").content.decode()
    event = Event.objects.get(kind="note.resolved")
    assert event.particulars == {"excerpt": "No bread for days", "outcome": "New oven"}

    assert as_alice.delete(url, **HTMX).status_code == 200
    assert Event.objects.filter(kind="note.reopened").exists()
    assert "No bread" in good_to_know(as_alice)


def test_j13_a_resolution_is_undone(escalation: Note, alice: Member) -> None:
    escalation.resolve(by=alice)
    undo(Act.objects.latest("id"), by=alice)
    escalation.refresh_from_db()
    assert escalation.is_open_escalation


def test_j13_only_an_escalation_is_resolved(bakery: Client, alice: Member) -> None:
    note = Note.write(bakery, by=alice, html="<p>x</p>", kind="requirement")
    with pytest.raises(Refusal, match="Only an escalation"):
        note.resolve(by=alice)


def test_j13_who_looks_after_the_client_and_the_managers_hear_of_an_escalation(
    bakery: Client, alice: Member, bob: Member, new_member: Any
) -> None:
    new_member("Mona Moss", Role.MANAGER)
    bakery.give_to(alice, by=alice)
    note = Note.write(bakery, by=bob, html="<p>No bread</p>", kind="escalation")
    assert told_of("note.written") == ["Alice Ash", "Mona Moss"]
    note.resolve(by=alice)
    assert told_of("note.resolved") == ["Bob Birch", "Mona Moss"]


def test_j13_a_note_that_becomes_an_escalation_is_told_once(
    bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.give_to(alice, by=alice)
    note = Note.write(bakery, by=bob, html="<p>Late again</p>")
    assert told_of("note.written") == []
    note.edit(by=bob, kind="escalation")
    note.edit(by=bob, kind="escalation", html="<p>Later still</p>")
    assert told_of("note.escalated") == ["Alice Ash"]


@pytest.mark.parametrize("kind", NoteKind.values)
def test_j13_notes_are_sorted_by_kind_in_the_tab_and_in_the_activity(
    bakery: Client, alice: Member, as_alice: Browser, kind: str
) -> None:
    for each in NoteKind.values:
        Note.write(bakery, by=alice, html=f"<p>About {each}.</p>", kind=each)
    for url, within in (
        (f"{PAGE}notes/?kind={kind}", 'id="notes"'),
        (f"{PAGE}activity/?kind=note.written~{kind}", 'id="timeline"'),
    ):
        listed = as_alice.get(url).content.decode().split(within)[1].split("pane-right")[0]
        assert [k for k in NoteKind.values if f"<p>About {k}.</p>" in listed] == [kind]


def test_c15_notes_are_searched_within_the_client(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    Note.write(bakery, by=alice, html="<p>The oven door sticks</p>")
    Note.write(bakery, by=alice, html="<p>The oven is fine</p>")
    page = as_alice.get(f"{PAGE}notes/?q=oven+door").content.decode().split('id="notes"')[1]
    assert "The oven door sticks" in page
    assert "The oven is fine" not in page
    assert "No such note" in as_alice.get(f"{PAGE}notes/?q=nothing").content.decode()


def test_j13_two_requirements_are_open_and_the_others_fold_away(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    for number in range(1, 5):
        Note.write(bakery, by=alice, html=f"<p>Need {number}</p>", kind="requirement")
    page = as_bob.get("/acme/clients/1/").text
    panel = page[page.index('id="good-to-know"') :].partition("</section>")[0]
    open_, _, folded = panel.partition('<details class="known-more">')
    assert ("Need 4" in open_, "Need 3" in open_, "Need 2" in open_) == (True, True, False)
    assert "2 more</summary>" in folded
    assert ("Need 2" in folded, "Need 1" in folded) == (True, True)
