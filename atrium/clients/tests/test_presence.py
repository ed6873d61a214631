"""Who else is on this page (X14)."""

from __future__ import annotations

import json
from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from atrium.clients.models import Client, Presence
from atrium.organisations.models import Member, Organisation

POLL = "/acme/clients/1/activity/part/?after=9999999999999999-1&here=1"
LEAVE = "/acme/clients/1/leave/"


def others(browser: Browser, editing: str = "") -> list[tuple[str, str]]:
    """Who else the poll says is here, and what they edit."""
    answer = browser.get(f"{POLL}&editing={editing}")
    assert answer.status_code == 204
    return [(one["name"], one["field"]) for one in json.loads(answer["Here"])]


def test_x14_one_sees_who_else_is_here_and_what_they_edit(
    bakery: Client, as_alice: Browser, as_bob: Browser
) -> None:
    assert others(as_alice) == []
    assert others(as_bob) == [("Alice Ash", "")]
    assert others(as_alice, editing="Phone") == [("Bob Birch", "")]
    assert others(as_bob) == [("Alice Ash", "Phone")]


def test_x14_every_tab_asks_who_is_here(bakery: Client, as_alice: Browser, as_bob: Browser) -> None:
    assert (
        '<at-here hidden data-url="/acme/clients/1/here/"'
        in as_bob.get("/acme/clients/1/notes/").text
    )
    assert as_alice.get("/acme/clients/1/here/?here=1&editing=Phone")["Here"] == "[]"
    answer = as_bob.get("/acme/clients/1/here/?here=1")
    assert (answer.status_code, json.loads(answer["Here"])[0]["field"]) == (204, "Phone")


def test_x14_who_leaves_is_gone_at_once_and_who_is_silent_after_half_a_minute(
    bakery: Client, as_alice: Browser, as_bob: Browser
) -> None:
    others(as_alice)
    as_alice.post(LEAVE)
    assert others(as_bob) == []

    others(as_alice)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert others(as_bob) == []
    assert Presence.objects.count() == 1


def test_x14_being_here_is_written_at_most_every_15_seconds(
    bakery: Client, alice: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Presence.stay(bakery, by=alice)
    with django_assert_num_queries(1):
        Presence.stay(bakery, by=alice)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=16))
    with django_assert_num_queries(2):
        Presence.stay(bakery, by=alice)
    assert Presence.objects.count() == 1


def test_x14_an_organisation_switches_it_off(
    acme: Organisation, bakery: Client, alice: Member, as_alice: Browser
) -> None:
    acme.edit(by=alice, shows_presence=False)
    assert "Here" not in as_alice.get(POLL)
    assert not Presence.objects.exists()


def test_x14_it_is_told_only_to_who_sees_the_client(
    bakery: Client, alice: Member, as_bob: Browser, as_charlie: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)
    for browser in (as_bob, as_charlie):
        assert browser.get(POLL).status_code == 404
        assert browser.post(LEAVE).status_code == 404
    assert not Presence.objects.exists()
