"""Fields on the client page and in the settings (V05, V06)."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Field, FieldSection, FieldState, Status
from atrium.clients.models.type_change import TypeChange
from atrium.clients.search import search
from atrium.conftest import NewClient
from atrium.organisations.models import Member
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

pytestmark = pytest.mark.usefixtures("no_fields")
HX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"
SETTINGS = "/acme/settings/fields/"


@pytest.fixture
def make(alice: Member, bakery: Client) -> Field:
    return Field.add(by=alice, label="Boiler make")


def test_v06_a_field_is_edited_in_place(
    bakery: Client, make: Field, as_bob: Browser, as_vera: Browser
) -> None:
    place = f"{PAGE}fields/boiler_make/"
    assert "Add boiler make" in as_bob.get(PAGE).text
    assert 'value="null"' in as_bob.get(f"{place}?edit", headers=HX).text
    saved = as_bob.post(place, {"value": "Ardenn 30", "was": "null"}, headers=HX)
    assert (saved.status_code, "Boiler make saved" in saved.text) == (200, True)
    assert "Ardenn 30" in as_vera.get(PAGE).text
    assert as_vera.post(place, {"value": "x"}).status_code == 403
    assert as_bob.get(f"{PAGE}fields/nothing/").status_code == 404


def test_v06_a_plain_form_opens_saves_and_leads_back(
    bakery: Client, make: Field, as_bob: Browser
) -> None:
    place = f"{PAGE}fields/boiler_make/"
    assert "<form" in as_bob.get(f"{place}?edit").text
    assert as_bob.post(place, {"value": "Ardenn", "was": "null"}).headers["Location"] == PAGE
    bakery.refresh_from_db()
    assert bakery.extra == {"boiler_make": "Ardenn"}


def test_v05_a_conflict_shows_theirs_yours_and_the_original(
    bakery: Client, make: Field, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, fields={make: "Calorax"})
    place = f"{PAGE}fields/boiler_make/"
    sent = {"value": "Ardenn", "was": json.dumps("Hestley")}
    answer = as_bob.post(place, sent, headers=HX)
    assert answer.status_code == 422
    for words in ("Alice Ash changed this", "Calorax", "Ardenn", "Hestley"):
        assert words in answer.text
    as_bob.post(place, {"resolve": "yours", "value": "Ardenn", "was": '"Calorax"'}, headers=HX)
    bakery.refresh_from_db()
    assert bakery.extra == {"boiler_make": "Ardenn"}


def test_v06_what_does_not_fit_is_told_at_the_field_with_what_was_typed(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    Field.add(by=alice, label="Fee", type="number")
    answer = as_bob.post(f"{PAGE}fields/fee/", {"value": "lots", "was": "null"}, headers=HX)
    assert (answer.status_code, 'value="lots"' in answer.text) == (422, True)
    assert "is not a number" in answer.text


def test_v06_a_field_for_managers_is_nowhere_for_staff(
    bakery: Client, alice: Member, as_bob: Browser, as_alice: Browser
) -> None:
    margin = Field.add(by=alice, label="Margin", type="money", min_role="manager")
    bakery.edit(by=alice, fields={margin: "4321"})
    assert "4,321" in as_alice.get(PAGE).text
    page = as_bob.get(PAGE).text
    assert ("Margin" in page, "4,321" in page) == (False, False)
    assert as_bob.get(f"{PAGE}fields/margin/").status_code == 404


def test_v06_empty_fields_are_shown_on_request(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    heat = FieldSection.add(by=alice, label="Heating")
    Field.add(by=alice, label="Fuel", always=False, section=heat)
    page = as_bob.get(PAGE).text
    assert ("Show 1 empty field" in page, "Add fuel" in page) == (True, False)
    rest = as_bob.get(f"{PAGE}fields/", headers=HX | {"HX-Target": "p#fields-rest"}).text
    assert ("Heating" in rest, "Add fuel" in rest) == (True, True)
    assert "Add fuel" in as_bob.get(f"{PAGE}fields/").text


def test_v06_of_hundreds_of_fields_a_page_draws_those_with_values_first(
    bakery: Client, alice: Member, as_bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.fields.MOST_DRAWN", 2)
    made = [Field.add(by=alice, label=f"Own {n}") for n in range(4)]
    bakery.edit(by=alice, fields={made[1]: "one", made[3]: "three"})
    page = as_bob.get(PAGE).text
    drawn = [n for n in range(4) if f'id="field-own_{n}"' in page]
    assert (drawn, "Show 2 empty fields" in page) == ([1, 3], True)
    bakery.edit(by=alice, fields={made[2]: "two"})
    assert "Show 2 more fields" in as_bob.get(PAGE).text
    rest = as_bob.get(f"{PAGE}fields/", headers=HX | {"HX-Target": "p#fields-rest"}).text
    assert [n for n in range(4) if f'id="field-own_{n}"' in rest] == [0, 1, 2, 3]


def test_v06_a_value_kept_as_it_came_is_marked_and_can_be_mended(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    fee = Field.add(by=alice, label="Fee", type="number")
    Client.objects.filter(pk=bakery.pk).update(extra={fee.key: {"unread": "about 12"}})
    page = as_bob.get(PAGE).text
    assert ("about 12" in page, "does not fit this field" in page) == (True, True)
    as_bob.post(f"{PAGE}fields/fee/", {"value": "12", "was": '{"unread": "about 12"}'})
    bakery.refresh_from_db()
    assert bakery.extra == {"fee": 12}


def test_v06_fields_are_added_changed_retired_and_restored_in_the_settings(
    as_alice: Browser,
) -> None:
    assert "Several choices" in as_alice.get(f"{SETTINGS}add/").text
    assert 'name="choice_label"' in as_alice.get(f"{SETTINGS}add/?type=choice", headers=HX).text
    sent = {"type": "choice", "label": "Fuel", "min_role": "viewer", "choice_key": ["", ""]}
    sent |= {"choice_label": ["Gas", "Oil"], "default": "", "required": "on", "filterable": "on"}
    assert as_alice.post(f"{SETTINGS}add/", sent).status_code == 302
    fuel = Field.objects.get()
    assert (fuel.key, fuel.required, fuel.on_new) == ("fuel", True, False)
    assert [c["key"] for c in fuel.options["choices"]] == ["gas", "oil"]
    sent |= {"label": "Heats with", "choice_key": ["gas"], "choice_label": ["Mains gas"]}
    as_alice.post(f"{SETTINGS}{fuel.pk}/", sent, headers=HX)
    fuel.refresh_from_db()
    assert (fuel.label, fuel.key, fuel.options["choices"]) == (
        "Heats with",
        "fuel",
        [
            {"key": "gas", "label": "Mains gas"},
            {"key": "oil", "label": "Oil", "gone": True},
        ],
    )
    as_alice.post(f"{SETTINGS}{fuel.pk}/retire/", headers=HX)
    assert "Retired" in as_alice.get(SETTINGS).text
    as_alice.post(f"{SETTINGS}{fuel.pk}/restore/")
    assert Field.objects.get().state == FieldState.LIVE


def test_v06_sections_are_kept_by_plain_forms_too(as_alice: Browser, make: Field) -> None:
    as_alice.post(f"{SETTINGS}sections/add/", {"label": "Heating"})
    heat = FieldSection.objects.get()
    as_alice.post(f"{SETTINGS}f{make.pk}/move/", {"down": "1"})
    make.refresh_from_db()
    assert make.section == heat
    as_alice.post(f"{SETTINGS}order/", {"order": f"f{make.pk},s{heat.pk}"})
    as_alice.post(f"{SETTINGS}sections/{heat.pk}/", {"label": "Warmth"})
    make.refresh_from_db()
    assert (make.section, FieldSection.objects.get().label) == (None, "Warmth")
    as_alice.post(f"{SETTINGS}sections/{heat.pk}/remove/")
    assert not FieldSection.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"type": "text", "label": ""}, "Give it a name."),
        ({"type": "text", "label": "boiler make"}, "already"),
        ({"type": "choice", "label": "Fuel"}, "Name at least one choice."),
        ({"type": "number", "label": "Fee", "default": "lots"}, "is not a number"),
    ],
)
def test_v06_a_wrong_definition_is_told_with_the_mend(
    sent: dict[str, str], words: str, as_alice: Browser, make: Field
) -> None:
    answer = as_alice.post(f"{SETTINGS}add/", {"min_role": "viewer"} | sent, headers=HX)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert Field.objects.count() == 1


def test_v06_only_who_keeps_the_words_sees_the_settings(
    as_bob: Browser, as_charlie: Browser, as_alice: Browser, make: Field
) -> None:
    assert as_bob.get(SETTINGS).status_code == 403
    assert as_charlie.get(SETTINGS).status_code == 404
    assert as_alice.get(f"{SETTINGS}{make.pk + 999}/").status_code == 404
    assert as_alice.get("/acme/settings/contact-fields/").status_code == 200


def test_v06_a_change_of_type_is_shown_before_it_is_made_and_loses_nothing(
    bakery: Client, make: Field, new_client: NewClient, alice: Member, as_alice: Browser
) -> None:
    bakery.edit(by=alice, fields={make: "12"})
    other = new_client("Other", fields={make: "a dozen"})
    place = f"{SETTINGS}{make.pk}/type/"
    asked = as_alice.post(place, {"type": "number"}, headers=HX)
    assert ("1 of 2 values fit number" in asked.text, "a dozen" in asked.text) == (True, True)
    make.refresh_from_db()
    assert make.type == "text"
    as_alice.post(place, {"type": "number", "confirmed": "on"}, headers=HX)
    for row in (make, bakery, other):
        row.refresh_from_db()
    assert (make.type, bakery.extra, other.extra) == (
        "number",
        {"boiler_make": 12},
        {"boiler_make": {"unread": "a dozen"}},
    )
    undo(Act.objects.latest("id"), by=alice)
    for row in (make, other):
        row.refresh_from_db()
    assert (make.type, other.extra) == ("text", {"boiler_make": "a dozen"})


def test_v06_texts_become_choices(bakery: Client, make: Field, alice: Member) -> None:
    bakery.edit(by=alice, fields={make: "Ardenn 30"})
    TypeChange(make, "choice", by=alice).perform()
    bakery.refresh_from_db()
    assert bakery.extra == {"boiler_make": "ardenn_30"}
    assert make.options["choices"] == [{"key": "ardenn_30", "label": "Ardenn 30"}]


def test_v06_values_go_only_when_that_is_confirmed_and_undo_brings_them_back(
    bakery: Client, make: Field, alice: Member, as_alice: Browser
) -> None:
    bakery.edit(by=alice, fields={make: "Ardenn"})
    as_alice.post(f"{SETTINGS}{make.pk}/retire/")
    place = f"{SETTINGS}{make.pk}/purge/"
    assert "1 has a value in it" in as_alice.get(place, headers=HX).text
    assert as_alice.post(place, headers=HX).status_code == 422
    as_alice.post(place, {"confirmed": "on"}, headers=HX)
    bakery.refresh_from_db()
    assert bakery.extra == {}
    assert as_alice.get(place).status_code == 404
    undo(Act.objects.latest("id"), by=alice)
    bakery.refresh_from_db()
    assert bakery.extra == {"boiler_make": "Ardenn"}


def test_v06_a_new_client_is_asked_for_what_is_asked_of_new_ones(
    alice: Member, as_bob: Browser
) -> None:
    Field.add(by=alice, label="Fee", type="number", on_new=True, required=True)
    Field.add(by=alice, label="Later")
    page = as_bob.get("/acme/clients/new/").text
    assert ('name="field.fee"' in page, 'name="field.later"' in page) == (True, False)
    status = Status.objects.get(is_default=True).pk
    sent = {"kind": "company", "name": "New", "status": status, "owner": ""}
    wrong = as_bob.post("/acme/clients/new/", sent)
    assert (wrong.status_code, "Fee is required" in wrong.text) == (422, True)
    as_bob.post("/acme/clients/new/", sent | {"field.fee": "12"})
    assert Client.objects.get(name="New").extra == {"fee": 12}


def test_v06_a_contact_is_made_and_changed_with_its_fields(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    Field.add(by=alice, label="Diet", subject="contact", on_new=True)
    Field.add(by=alice, label="Shoe size", type="number", subject="contact")
    as_bob.post(f"{PAGE}contacts/add/", {"given_name": "Mina", "field.diet": "Vegan"}, headers=HX)
    link = bakery.links.get()
    place = f"{PAGE}contacts/{link.public_id}/"
    assert 'value="Vegan"' in as_bob.get(place, headers=HX).text
    sent = {"given_name": "Mina", "field.diet": "", "field.shoe_size": "big"}
    assert "is not a number" in as_bob.post(place, sent, headers=HX).text
    as_bob.post(place, sent | {"field.shoe_size": "38"}, headers=HX)
    link.contact.refresh_from_db()
    assert link.contact.extra == {"shoe_size": 38}


def test_v06_search_finds_by_fields_and_says_why(
    bakery: Client, make: Field, alice: Member
) -> None:
    secret = Field.add(by=alice, label="Secret", min_role="manager")
    bakery.edit(by=alice, fields={make: "Thermaline Plus", secret: "Zanzibar"})
    [hit] = search(alice, "thermaline").hits
    assert (hit.client, hit.why) == (bakery, "Boiler make: Thermaline Plus")
    assert search(alice, "zanzibar").hits == []
