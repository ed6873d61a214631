"""Search inside one client, over everything its timeline tells (X07)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.clients.tests.test_activity import middle
from atrium.conversations.models import Note
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member
from atrium.timeline.models import Event
from atrium.timeline.models.erasing import Erasing

TOLD = [
    "Called about the Zürich façade, quote 4711",
    "Lunch with Łukasz and ПЕТРОВ; naïve O'Brien e-mail",
    "50 % off_season \ue0001 #1 日本",
]
FOUND = [
    ("zurich", [0]),
    ("FACADE quo", [0]),
    ("façade zürich", [0]),
    ("471", [0]),
    ("711", []),
    ("петров", [1]),
    ("naive brien", [1]),
    ("mail lunch", [1]),
    ("mail zurich", []),
    ("season 50%", [2]),
    ("日本", [2]),
    ("\ue0001", [2]),
    ("#1", [2]),
    ('" OR words* (NEAR', []),
    ("%_-", []),
]


@pytest.fixture
def notes(bakery: Client, alice: Member, new_client: Any) -> list[Note]:
    elsewhere = new_client("Elsewhere")
    Note.write(elsewhere, html=" ".join(TOLD), by=alice)
    return [Note.write(bakery, html=f"<p>{text}</p>", by=alice) for text in TOLD]


def test_x07_words_are_found_in_any_order_spelling_and_beginning(
    notes: list[Note], as_alice: Browser, program: Program
) -> None:
    bakery = Client.objects.get(number=1)
    for asked, wanted in FOUND:
        address = f"/api/v1/clients/{bakery.public_id}/timeline"
        events = program.get(address, {"q": asked}).json()["items"]
        told = {e["particulars"]["excerpt"] for e in events if e["kind"] == "note.written"}
        assert (asked, told) == (asked, {TOLD[place] for place in wanted})
        page = as_alice.get("/acme/clients/1/activity/", {"q": asked}).text
        shown = [place for place, note in enumerate(notes) if f'id="note-{note.public_id}"' in page]
        assert (asked, shown) == (asked, wanted)


def test_x07_an_erasure_takes_the_words_away(notes: list[Note], as_alice: Browser) -> None:
    with Erasing.allowed("asked for"), connection.cursor() as cursor:
        key = Event.objects.get(
            kind="note.written", text__contains="4711", client=notes[0].client
        ).pk
        organisation = notes[0].organisation_id
        cursor.execute(
            "UPDATE timeline_event SET text = 'erased' WHERE organisation_id = %s AND id = %s",
            [organisation, key],
        )
    assert "Nothing matches" in middle(as_alice, "?q=zurich")
    assert str(notes[0].public_id) in as_alice.get("/acme/clients/1/activity/?q=erased").text
