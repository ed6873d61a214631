"""Pages that ask by statements composed once show each role what they would composed anew.

The start page (R01), the palette (J02), people (R08), who stands around a client (J15) and the story
of SMS (R12), with one of each noun in the organisation.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon, people_list
from atrium.clients.models import Client, Contact, Favourite, Link, LinkRole
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.organisations.models import Member, Organisation
from atrium.testing.composed import composed_alike

TYPED = (
    "", "bak", "bakery", "ann oak", "oak", "1", "J-1", "T-0001", "P-1", "100%", "a_b", "\\", "+44 20",
    "ann@", "an*", "bakrey", "zzz nobody",
)  # fmt: skip


@pytest.fixture
def members(alice: Member, bob: Member, vera: Member) -> list[Member]:
    return [alice, bob, vera]


@pytest.fixture(autouse=True)
def firm(acme: Organisation, alice: Member, bob: Member, bakery: Client) -> dict[str, Any]:
    made = one_of_each(acme, alice, bakery)
    ann = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Link.make(bakery, ann, by=alice, job_title="Baker")
    Contact.add(by=alice, given_name="Anna", family_name="Ash")
    Favourite.star(bakery, by=bob)
    return made


def test_r01_the_start_page_asks_the_same(members: list[Member]) -> None:
    with composed_alike() as asked:
        for member in members:
            assert _signed_in(member).get("/acme/").status_code == 200
    assert asked.keys() >= {
        "clients.dashboard_cards.recent", "clients.dashboard_cards.seen", "conversations.mentions_of.lately",
        "tenders.navigation.due_soon", "meetings.navigation.between",
    }  # fmt: skip
    assert all(query.binds for query in asked.values())


def test_j02_the_palette_asks_the_same(members: list[Member]) -> None:
    with composed_alike() as asked:
        for member in members:
            for typed in TYPED:
                answer = _signed_in(member).get("/acme/palette/", {"q": typed})
                assert answer.status_code == 200
    assert asked.keys() >= {
        "jobs.navigation.called", "tenders.navigation.called", "projects.navigation.called", "clients.search.people.beginning", "clients.search.people.fitted",
        "clients.search.people.how_many", "clients.search.people.links_with", "clients.search.people.links_of", "clients.palette.latest_acts",
        "clients.palette.changed", "clients.palette.seen", "clients.palette.starred",
    }  # fmt: skip
    assert all(query.binds for query in asked.values())


def test_r08_people_ask_the_same(
    members: list[Member], bakery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.people_list.PAGE", 1)
    with composed_alike() as asked:
        for member in members:
            for query in ("", "?view=none", "?view=archived", "?q=ann", "?q=oak"):
                assert _signed_in(member).get(f"/acme/contacts/{query}").status_code == 200
    assert asked.keys() >= {
        "clients.people_list.first", "clients.people_list.how_many", "clients.people_list.links", "clients.people_list.points",
    }  # fmt: skip
    assert all(query.binds for query in asked.values())


def test_r08_the_roles_of_people_are_named_once(alice: Member, bakery: Client) -> None:
    ann = Contact.objects.get(given_name="Ann")
    link = Link.objects.get(contact=ann, client=bakery)
    words = lexicon.of(alice.organisation).contact_roles
    first, second = list(words.values())[:2]
    for role in (second, first):
        LinkRole.objects.create(link=link, role=role)
    found = people_list.People(alice, {"q": "ann oak"}).lines
    assert [line.roles for line in found] == [[second.label, first.label]]


def test_j15_relations_ask_the_same(members: list[Member], bakery: Client) -> None:
    with composed_alike() as asked:
        for member in members:
            for tab in ("", "relations/", "activity/"):
                page = f"/acme/clients/{bakery.number}/{tab}"
                assert _signed_in(member).get(page).status_code == 200
    assert "clients.network.of_client" in asked
    assert all(query.binds for query in asked.values())


def _signed_in(member: Member) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser
