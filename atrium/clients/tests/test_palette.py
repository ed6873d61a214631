"""The command palette, the pickers and ``atrium search``: one search behind all of them."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser

from atrium.cli import main
from atrium.clients.models import Client, Contact, Favourite, Link, Point
from atrium.conftest import NewClient
from atrium.organisations.models import Member

PALETTE, CONTACTS, CLIENTS = "/acme/palette/", "/acme/contacts/find/", "/acme/clients/find/"


def answer(browser: Browser, url: str, **asked: str | int) -> str:
    response = browser.get(url, asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ann(bakery: Client, alice: Member) -> Contact:
    """Ann Oak stands with the bakery."""
    contact = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Link.make(bakery, contact, by=alice, job_title="Owner")
    Point.add(contact, by=alice, kind="email", text="ann@oak.example")
    return contact


def test_j02_the_palette_leads_to_a_client(bakery: Client, as_alice: Browser) -> None:
    page = answer(as_alice, PALETTE, q="vincnets bakry")

    assert 'href="/acme/clients/1/"' in page
    assert "C-0001" in page


def test_j02_the_palette_leads_from_a_contact_to_its_client(
    ann: Contact, as_alice: Browser
) -> None:
    page = answer(as_alice, PALETTE, q="oak")

    assert "Ann Oak" in page
    assert "Owner, Vincent&#x27;s Bakery" in page


def test_j20_the_palette_offers_to_create_what_it_does_not_find(
    as_alice: Browser, as_vera: Browser
) -> None:
    assert "/acme/clients/new/?name=Nobody" in answer(as_alice, PALETTE, q="Nobody")
    assert "/clients/new/" not in answer(as_vera, PALETTE, q="Nobody")


def test_j20_the_palette_names_the_archive(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    bakery.archive(by=alice)

    assert "See it in the archive" in answer(as_alice, PALETTE, q="vincent")


def test_x12_the_palette_runs_commands_that_the_member_may(
    as_alice: Browser, as_vera: Browser
) -> None:
    assert "Add a client" in answer(as_alice, PALETTE)
    assert "Add a client" not in answer(as_vera, PALETTE)
    assert 'data-run="theme"' in answer(as_vera, PALETTE, q="dark")
    assert "/acme/settings/members/" in answer(as_alice, PALETTE, q="memb")


def test_x12_the_palette_begins_with_favourites_and_what_one_worked_on(
    bakery: Client, new_client: NewClient, alice: Member, as_alice: Browser, as_vera: Browser
) -> None:
    Favourite.star(bakery, by=alice)
    new_client("Harbour Lettings")
    page = answer(as_alice, PALETTE)

    assert page.index("Favourites") < page.index("Vincent") < page.index("Recent")
    assert page.index("Recent") < page.index("Harbour Lettings")
    assert "Vincent" not in answer(as_vera, PALETTE)


def test_j02_the_palette_keeps_what_is_restricted(
    ann: Contact, bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)

    for query in ("vincent", "C-0001", "ann", "oak", "ann@oak.example"):
        assert "/acme/clients/1/" not in answer(as_bob, PALETTE, q=query)
        assert "Ann Oak" not in answer(as_bob, PALETTE, q=query)
        assert "Vincent" not in answer(as_bob, CLIENTS, q=query)
        assert "Ann Oak" not in answer(as_bob, CONTACTS, q=query)


@pytest.mark.parametrize("url", [PALETTE, CONTACTS, CLIENTS])
def test_j02_other_organisations_find_nothing_there(
    bakery: Client, as_charlie: Browser, visitor: Browser, url: str
) -> None:
    assert as_charlie.get(url, {"q": "vincent"}).status_code == 404
    assert visitor.get(url, {"q": "vincent"}).status_code == 302


@pytest.mark.parametrize("query", ["ann", "oak", "oak ann", "aok", "ann@oak", ""])
def test_r08_contacts_are_found_as_one_types(ann: Contact, as_alice: Browser, query: str) -> None:
    page = answer(as_alice, CONTACTS, q=query)

    assert f'data-value="{ann.public_id}"' in page
    assert "Owner, Vincent&#x27;s Bakery" in page


def test_r08_a_contact_of_no_client_is_found(alice: Member, as_alice: Browser) -> None:
    contact = Contact.add(by=alice, given_name="Zoë", family_name="Free")

    assert str(contact.public_id) in answer(as_alice, CONTACTS, q="zoe")


def test_r08_who_stands_with_the_client_is_shown_and_not_offered(
    ann: Contact, as_alice: Browser
) -> None:
    page = answer(as_alice, CONTACTS, q="ann", client=1)

    assert 'aria-disabled="true"' in page
    assert "Already a contact here" in page


def test_r08_a_client_one_may_not_see_is_not_there(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)

    assert as_bob.get(CONTACTS, {"q": "ann", "client": "1"}).status_code == 404
    assert as_bob.get(CONTACTS, {"client": "9" * 40}).status_code == 404


def test_r08_the_clients_shown_beside_a_contact_are_those_one_may_see(
    ann: Contact, bakery: Client, new_client: NewClient, alice: Member, as_bob: Browser
) -> None:
    Link.make(new_client("Harbour Lettings"), ann, by=alice)
    bakery.restrict(by=alice, to_team=True)
    page = answer(as_bob, CONTACTS, q="ann")

    assert "Harbour Lettings" in page
    assert "Vincent" not in page


def test_j02_a_client_is_picked_by_its_number(bakery: Client, as_vera: Browser) -> None:
    assert 'data-value="1"' in answer(as_vera, CLIENTS, q="bakery")


def test_j02_the_command_prints_what_it_found(
    bakery: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "vincent", "--organisation", "acme", "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)["results"]

    assert found["number"] == 1
    assert found["public_id"] == str(bakery.public_id)
    assert found["name"] == "Vincent's Bakery"
    assert found["why"] == "name"
    assert 0 < found["score"] <= 2


def test_j02_the_command_says_what_is_wrong(
    bakery: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "vincent", "--organisation", "nowhere"]) == 1
    assert "There is no organisation nowhere." in capsys.readouterr().err
