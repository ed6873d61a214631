"""Preferences on the pages: set, told, forbidden, explained, and who may (J11, X05)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, NoContact, Point, Preference
from atrium.clients.reach.asking import reach
from atrium.clients.reach.words import Purpose
from atrium.clients.tests.test_preferences import HTMX, MONDAY_NOON, PAGE, fresh, person
from atrium.organisations.models import Member, Organisation


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    """Ana, the primary contact of the bakery, with an e-mail address and a mobile."""
    return person(bakery, alice, "Ana", "ana@bakery.example", phone="+44 7700 900123")


FORM = {
    "preferred_channel": "Phone",
    "language": "de",
    "timezone": "Europe/Berlin",
    "day_0": "9-12, 13-17",
    "quiet": "21-8",
    "answer_within": "24",
    "emergency": "Ring the caretaker.",
    "mailings": "no",
}


def test_j11_preferences_are_set_on_the_page_and_told_in_words(
    bakery: Client, as_bob: Browser
) -> None:
    assert as_bob.get(f"{PAGE}preferences/").status_code == 200
    answer = as_bob.post(f"{PAGE}preferences/", FORM, headers=HTMX)
    assert answer.status_code == 200
    panel = as_bob.get(f"{PAGE}preferences/panel/").text
    for word in ("Phone", "German", "Mon 9–12, 13–17", "21–8", "Berlin", "No mailings"):
        assert word in panel
    assert "Within a day" in panel
    assert "Ring the caretaker." in panel
    assert fresh(bakery).language == "de"


def test_j11_a_form_that_does_not_fit_says_how_to_mend_it(bakery: Client, as_bob: Browser) -> None:
    wrong = FORM | {"day_0": "late", "quiet": "x", "language": "Klingon", "timezone": "Mars"}
    answer = as_bob.post(f"{PAGE}preferences/", wrong, headers=HTMX)
    assert answer.status_code == 422
    for words in ("9–12, 13:30–17.", "like 21–8.", "is not a language", "Europe/London."):
        assert words in answer.text
    assert not Preference.objects.filter(client=bakery).exists()


def test_j11_do_not_contact_stands_out_and_closes_the_buttons(
    bakery: Client, ana: Contact, alice: Member, as_bob: Browser
) -> None:
    Point.add(bakery, by=alice, kind="phone", text="+44 117 496 0182")
    assert 'href="tel:' in as_bob.get(PAGE).text
    place = {"channel": "any", "reason": "Asked by letter on 3 May"}
    assert as_bob.post(f"{PAGE}no-contact/", place, headers=HTMX).status_code == 200

    page = as_bob.get(PAGE).text
    assert "Do not contact: Asked by letter on 3 May" in page
    assert 'href="tel:' not in page
    assert 'href="mailto:' not in page
    listed = as_bob.get("/acme/clients/?no_contact=1").text
    assert "Vincent" in listed
    assert "Do not contact" in as_bob.get("/acme/palette/?q=vincent").text
    assert "Do not contact" in as_bob.get("/acme/clients/find/?q=vincent").text

    row = NoContact.objects.get()
    lift = f"{PAGE}no-contact/{row.public_id}/lift/"
    assert as_bob.post(lift, {"reason": ""}, headers=HTMX).status_code == 422
    assert as_bob.post(lift, {"reason": "They rang"}, headers=HTMX).status_code == 200
    assert 'href="tel:' in as_bob.get(PAGE).text


def test_j11_copied_addresses_leave_out_who_is_not_to_be_contacted(
    bakery: Client, ana: Contact, alice: Member, as_bob: Browser
) -> None:
    ben = person(bakery, alice, "Ben", "ben@bakery.example")
    NoContact.place(ana, by=alice, reason="Asked", channel="email")
    keys = [str(link.public_id) for link in bakery.links.current()]
    text = as_bob.get(f"{PAGE}contacts/addresses/", {"selected": keys}).text
    assert f"{ben} &lt;ben@bakery.example&gt;" in text
    assert "ana@bakery.example" not in text
    assert "Do not contact by e-mail: Asked" in text


def test_x05_can_we_reach_them_says_who_how_when_and_why(
    bakery: Client, ana: Contact, alice: Member, as_vera: Browser
) -> None:
    NoContact.place(ana, by=alice, reason="Asked", channel="sms")
    text = as_vera.get(f"{PAGE}reach/?kind=general").text
    assert "Goes to Ana." in text
    assert "ana@bakery.example" in text
    assert "Not wanted: mailings" in as_vera.get(f"{PAGE}reach/?kind=mailings").text
    assert as_vera.get(f"{PAGE}reach/?kind=nonsense").status_code == 200
    assert "Goes to Ana." in as_vera.get(f"/acme/contacts/{ana.public_id}/reach/").text


def test_j11_a_person_has_preferences_of_their_own(
    bakery: Client, ana: Contact, as_bob: Browser
) -> None:
    base = f"/acme/contacts/{ana.public_id}/"
    assert as_bob.get(f"{base}preferences/").status_code == 200
    as_bob.post(f"{base}preferences/", FORM)
    as_bob.post(f"{base}no-contact/", {"channel": "phone", "reason": "No calls please"})
    page = as_bob.get(base).text
    assert "Not by phone" in page
    assert "German" in page
    assert 'href="tel:' not in page
    assert "Not by phone" in as_bob.get("/acme/contacts/").text


def test_j11_languages_and_zones_are_found_while_typing(as_bob: Browser) -> None:
    assert 'data-value="de"' in as_bob.get("/acme/languages/find/?q=germ").text
    assert "Europe/Berlin" in as_bob.get("/acme/zones/find/?q=berlin").text


def test_j11_the_organisation_says_what_holds_for_everyone(
    acme: Organisation, bakery: Client, ana: Contact, as_alice: Browser, as_bob: Browser
) -> None:
    assert as_alice.get("/acme/settings/reach/").status_code == 200
    assert as_alice.post("/acme/settings/reach/", {"quiet": "21-8"}).status_code == 302
    night = MONDAY_NOON + timedelta(hours=10)
    [way] = reach(bakery, Purpose.STATUS, at=night).reached
    assert way.earliest == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert as_bob.post("/acme/settings/reach/", {}).status_code == 403


READS = ["preferences/", "preferences/panel/", "reach/", "no-contact/"]


@pytest.mark.parametrize("path", READS)
def test_j11_another_organisation_finds_nothing(
    bakery: Client, ana: Contact, as_charlie: Browser, path: str
) -> None:
    assert as_charlie.get(PAGE + path).status_code == 404
    if "panel" not in path:
        assert as_charlie.get(f"/acme/contacts/{ana.public_id}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["preferences/", "no-contact/"])
def test_j11_a_viewer_may_not_change_them(
    bakery: Client, ana: Contact, as_vera: Browser, path: str
) -> None:
    data = {"channel": "any", "reason": "x"}
    assert as_vera.post(PAGE + path, data).status_code == 403
    assert as_vera.post(f"/acme/contacts/{ana.public_id}/{path}", data).status_code == 403
    assert not NoContact.objects.exists()


def test_j11_a_restricted_client_tells_nothing(
    bakery: Client, ana: Contact, alice: Member, as_bob: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)
    for path in READS:
        assert as_bob.get(PAGE + path).status_code == 404
    assert as_bob.get(f"/acme/contacts/{ana.public_id}/reach/").status_code == 404
