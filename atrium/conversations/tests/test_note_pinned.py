"""Notes that stand on top of the story of a client (R13)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.facts import MOST_PINNED
from atrium.conversations.models import Note
from atrium.organisations.models import Member

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
MIDDLE: dict[str, Any] = HTMX | {"HTTP_HX_TARGET": "section#client-main"}


@pytest.fixture
def note(bakery: Client, bob: Member) -> Note:
    """Bob's note on the bakery."""
    return Note.write(bakery, by=bob, html="<p>Oven <b>broken</b></p>")


def tab(browser: Browser) -> str:
    return browser.get("/acme/clients/1/activity/", **MIDDLE).content.decode()


def test_r13_pinned_notes_stand_on_top_once(note: Note, as_bob: Browser) -> None:
    as_bob.post(f"/acme/clients/1/notes/{note.public_id}/pin/", **HTMX)
    html = tab(as_bob)
    pinned, timeline = html.split('id="pinned-notes"')[1].split('id="timeline"')
    assert "Oven <b>broken</b>" in pinned
    assert "Oven <b>broken</b>" not in timeline
    as_bob.delete(f"/acme/clients/1/notes/{note.public_id}/pin/", **HTMX)
    assert "Oven <b>broken</b>" in tab(as_bob).split('id="timeline"')[1]


def test_r13_more_pinned_notes_than_stand_on_top_are_told_and_listed(
    bakery: Client, bob: Member, as_bob: Browser
) -> None:
    for number in range(MOST_PINNED + 2):
        Note.write(bakery, by=bob, html=f"<p>Pinned {number}</p>", pinned=True)
    top, story = tab(as_bob).split('id="pinned-notes"')[1].split('id="timeline"')
    assert re.findall(r"<p>Pinned (\d)</p>", top) == ["6", "5", "4", "3", "2"]
    assert "All pinned notes" in top
    assert re.findall(r"<p>Pinned (\d)</p>", story) == ["1", "0"], "none is lost, none told twice"
