"""Two edit the same client at once, in every order: nothing is overwritten silently (X14)."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


def opened(browser: Browser, url: str) -> dict[str, str]:
    """The hidden values that the editor carries."""
    page = browser.get(f"{url}?edit", headers=HTMX).text
    return {"was": _hidden(page, "was")}


def _hidden(page: str, name: str) -> str:
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(value)


@pytest.fixture
def place(acme: Organisation, bakery: Client, alice: Member) -> Location:
    kind = next(iter(lexicon.of(acme).location_types.values()))
    return Location.add(bakery, by=alice, type=kind, street="1 Mill Lane", city="Bristol")


@pytest.fixture
def url(place: Location) -> str:
    return f"{PAGE}locations/{place.public_id}/"


def form(place: Location, **values: str) -> dict[str, str]:
    return {"type": str(place.type_id), "street": "1 Mill Lane", "city": "Bristol", **values}


def stands(place: Location) -> tuple[str, str]:
    place.refresh_from_db()
    return place.street, place.city


def test_x14_who_changed_another_field_is_not_asked(
    place: Location, alice: Member, as_bob: Browser, url: str
) -> None:
    mine = opened(as_bob, url)
    place.edit(by=alice, street="2 Mill Lane")

    answer = as_bob.post(url, form(place, city="Bath") | mine, headers=HTMX)

    assert answer.status_code == 200
    assert stands(place) == ("2 Mill Lane", "Bath")


def test_x14_the_same_field_is_shown_as_theirs_yours_and_original(
    place: Location, alice: Member, as_bob: Browser, url: str
) -> None:
    mine = opened(as_bob, url)
    place.edit(by=alice, street="2 Mill Lane")

    answer = as_bob.post(url, form(place, street="3 Mill Lane", city="Bath") | mine, headers=HTMX)

    assert answer.status_code == 422
    assert "Alice Ash changed this meanwhile" in answer.text
    for whose in ('Theirs: <b dir="auto">2', 'Yours: <b dir="auto">3', 'Original: <b dir="auto">1'):
        assert f"{whose} Mill Lane" in answer.text
    assert stands(place) == ("2 Mill Lane", "Bristol")


@pytest.mark.parametrize(
    ("choice", "street"),
    [("theirs", "2 Mill Lane"), ("yours", "3 Mill Lane"), ("original", "1 Mill Lane")],
)
def test_x14_the_choice_is_saved_and_nothing_else_is_lost(
    place: Location, alice: Member, as_bob: Browser, url: str, choice: str, street: str
) -> None:
    mine = opened(as_bob, url)
    place.edit(by=alice, street="2 Mill Lane")
    typed = form(place, street="3 Mill Lane", city="Bath")
    page = as_bob.post(url, typed | mine, headers=HTMX).text

    again = {name: _hidden(page, name) for name in ("was", "original")}
    as_bob.post(url, typed | again | {"resolve-street": choice}, headers=HTMX)

    assert stands(place) == (street, "Bath")


def test_x14_who_chooses_meets_a_third_change_too(
    place: Location, alice: Member, as_bob: Browser, url: str
) -> None:
    mine = opened(as_bob, url)
    place.edit(by=alice, street="2 Mill Lane")
    typed = form(place, street="3 Mill Lane")
    page = as_bob.post(url, typed | mine, headers=HTMX).text
    place.edit(by=alice, street="4 Mill Lane")

    again = {name: _hidden(page, name) for name in ("was", "original")}
    answer = as_bob.post(url, typed | again | {"resolve-street": "yours"}, headers=HTMX)

    assert answer.status_code == 422
    assert stands(place) == ("4 Mill Lane", "Bristol")


def test_x14_a_change_that_was_undone_is_no_conflict(
    place: Location, alice: Member, as_bob: Browser, url: str
) -> None:
    mine = opened(as_bob, url)
    place.edit(by=alice, street="2 Mill Lane")
    undo(Act.objects.latest("id"), by=alice)

    as_bob.post(url, form(place, street="3 Mill Lane") | mine, headers=HTMX)

    assert stands(place) == ("3 Mill Lane", "Bristol")


def test_x14_an_archived_client_is_not_changed_by_an_open_editor(
    place: Location, bakery: Client, alice: Member, as_bob: Browser, url: str
) -> None:
    mine = opened(as_bob, url)
    bakery.archive(by=alice)

    answer = as_bob.post(url, form(place, street="3 Mill Lane") | mine, headers=HTMX)
    assert "archived" in answer.text
    assert stands(place) == ("1 Mill Lane", "Bristol")
    detail = as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""})
    assert detail.status_code == 409


def test_x14_the_label_of_a_phone_and_its_number_are_changed_by_two(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    point = Point.add(bakery, by=alice, kind="phone", text="0117 496 0182")
    url = f"{PAGE}points/{point.public_id}/"
    mine = opened(as_bob, url)
    point.edit(by=alice, label="Shop")

    typed = {"value": "0117 496 0199", "label": ""}
    as_bob.post(url, typed | mine, headers=HTMX)
    point.refresh_from_db()
    assert (point.value, point.label) == ("+44 117 496 0199", "Shop")

    late = as_bob.post(url, {"value": "0117 496 0100", "label": ""} | mine, headers=HTMX)
    assert late.status_code == 422
    point.refresh_from_db()
    assert point.value == "+44 117 496 0199"


def test_x14_a_person_is_changed_by_two_at_a_client(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    link = Link.make(bakery, mina, by=alice, job_title="Baker")
    url = f"{PAGE}contacts/{link.public_id}/"
    mine = opened(as_bob, url)
    link.edit(by=alice, job_title="Head baker")
    typed = {"given_name": "Mina", "family_name": "Shah", "job_title": "Baker"}

    as_bob.post(url, typed | mine, headers=HTMX)
    mina.refresh_from_db()
    link.refresh_from_db()
    assert (mina.name, link.job_title) == ("Mina Shah", "Head baker")

    typed["job_title"] = "Miller"
    late = as_bob.post(url, typed | mine, headers=HTMX)
    assert late.status_code == 422
    assert 'Theirs: <b dir="auto">Head baker' in late.text
    link.refresh_from_db()
    assert link.job_title == "Head baker"


def test_x14_the_owner_is_changed_by_two(
    bakery: Client, alice: Member, bob: Member, vera: Member, as_alice: Browser
) -> None:
    url = f"{PAGE}owner/"
    mine = opened(as_alice, url)
    bakery.give_to(bob, by=alice)

    answer = as_alice.post(url, {"owner": str(vera.pk)} | mine, headers=HTMX)

    assert answer.status_code == 422
    assert 'Theirs: <b dir="auto">Bob Birch' in answer.text
    bakery.refresh_from_db()
    assert bakery.owner == bob


def test_x04_an_answer_offers_to_undo_what_it_did_and_nothing_else(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    detail = f"{PAGE}details/industry/"
    mine = {"was": "", "value": "Bakery"}
    page = as_alice.post(detail, mine, headers=HTMX).text
    bakery.refresh_from_db()
    assert bakery.industry == "Bakery"
    saved = Act.objects.latest("id")
    assert f'data-undo="/acme/acts/{saved.pk}/undo/"' in page
    # What the same person did in another tab a moment ago is not what this answer is about.
    bakery.edit(by=alice, about="Rye and spelt")
    page = as_alice.post(detail, {"was": "Bakery", "value": "Bakery"}, headers=HTMX).text
    assert "data-undo" not in page
    assert Act.objects.latest("id").pk > saved.pk
