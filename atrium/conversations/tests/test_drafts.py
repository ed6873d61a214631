"""Drafts keep themselves, are found again in any browser, and two tabs lose nothing (R12)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.models import Message
from atrium.organisations.models import Member

PAGE = "/acme/clients/1/activity/"
JOT = "/acme/clients/1/mail/draft/"
NEW = "/acme/clients/1/mail/new/"


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def jot(browser: Browser, **values: Any) -> dict[str, Any]:
    answer = browser.post(JOT, {"to": "ana@bak", "subject": "Rye", "html": "<p>Thr</p>"} | values)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_r12_what_is_half_typed_is_kept_and_found_again_where_one_writes(
    bakery: Client, as_bob: Browser, as_alice: Browser, as_charlie: Browser, as_vera: Browser
) -> None:
    first = jot(as_bob)
    again = jot(as_bob, **first, html="<p>Three</p>", leave_at="tomorrow?")
    assert (again["draft"], again["version"], again["apart"]) == (first["draft"], 2, False)
    page = as_bob.get(f"{PAGE}?mail").text
    assert "You are going on with your draft" in page
    for typed in ('value="ana@bak"', "&lt;p&gt;Three&lt;/p&gt;", 'value="Rye"', first["draft"]):
        assert typed in page
    assert "You are going on" not in as_bob.get(f"{PAGE}?mail&new").text
    assert first["draft"] in as_bob.get("/acme/clients/1/mail/").text
    for page in (as_alice.get(f"{PAGE}?mail").text, as_alice.get("/acme/clients/1/mail/").text):
        assert first["draft"] not in page
    assert as_bob.post(JOT, {"to": "", "html": "<p></p>"}).status_code == 204
    assert as_charlie.post(JOT, {"subject": "x"}).status_code == 404
    assert as_vera.post(JOT, {"subject": "x"}).status_code == 403
    assert Message.objects.count() == 1


def test_r12_two_tabs_lose_nothing_and_what_was_sent_is_never_written_over(
    bakery: Client, as_bob: Browser
) -> None:
    first = jot(as_bob)
    jot(as_bob, **first, html="<p>In one tab</p>")
    other = jot(as_bob, **first, html="<p>In the other</p>")
    assert other["apart"]
    assert {m.text for m in Message.objects.all()} == {"In one tab", "In the other"}
    words = {"to": "ana@bakery.example", "html": "<p>Sent</p>"} | other
    assert as_bob.post(NEW, words).status_code == 302
    late = jot(as_bob, **other, html="<p>Typed late</p>")
    assert late["apart"]
    told = {m.text: m.state for m in Message.objects.all()}
    assert told == {"In one tab": "draft", "Sent": "queued", "Typed late": "draft"}


def test_r12_an_answer_that_was_begun_goes_on_as_an_answer(
    bakery: Client, as_bob: Browser, bob: Member
) -> None:
    as_bob.post(NEW, {"to": "ana@bakery.example", "subject": "Rye", "text": "Three"})
    sent = Message.objects.get()
    Message.objects.update(state="sent")
    kept = jot(as_bob, answers=str(sent.public_id), html="<p>Four</p>")
    assert kept["draft"] not in as_bob.get(f"{PAGE}?mail").text
    page = as_bob.get(f"{PAGE}?mail&reply={sent.public_id}").text
    assert kept["draft"] in page
    assert f'name="answers" value="{sent.public_id}"' in page
    other = as_bob.get(f"{PAGE}?mail&draft={kept['draft']}").text
    assert f'name="answers" value="{sent.public_id}"' in other
