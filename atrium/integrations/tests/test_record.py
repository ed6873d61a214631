"""J07, J09, B10, R06, J06 for programs: rules, completeness, one name once, places and areas."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, LocationType, Rule, ServiceArea, Tag
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations.models import Member


def path(client: Client, rest: str = "") -> str:
    return f"/clients/{client.public_id}{rest}"


def missing(program: Program, client: Client) -> list[tuple[str, str]]:
    told = program.ask("GET", path(client)).json()
    return [(each["kind"], each["requirement"]) for each in told["missing"]]


def test_b10_a_client_tells_its_share_and_what_is_missing(program: Program, bakery: Client) -> None:
    assert program.ask("GET", "/clients").json()["items"][0]["completeness"] == 18
    assert missing(program, bakery)[:2] == [("missing", "reach"), ("missing", "phone")]
    sent = {"kind": "phone", "value": "020 7946 0123"}
    assert program.ask("POST", path(bakery, "/points"), sent).status_code == 201
    assert ("missing", "phone") not in missing(program, bakery)


def test_b10_lists_narrow_and_sort_by_completeness(program: Program, bakery: Client) -> None:
    Client.objects.filter(pk=bakery.pk).update(completeness=60)
    for query, found in (("complete_below=61", 1), ("complete_below=60", 0)):
        items = program.ask("GET", f"/clients?{query}&sort=completeness").json()["items"]
        assert len(items) == found
    assert program.ask("GET", "/clients?complete_below=0").status_code == 422


def test_j07_rules_are_listed_added_weighed_switched_and_removed(
    program: Program, bakery: Client
) -> None:
    tag: Tag = Tag.objects.get(label="VIP")
    sent = {"condition": "tag", "value": str(tag.public_id), "requirement": "owner", "weight": 3}
    made = program.ask("POST", "/rules", sent)
    assert made.status_code == 201
    rule = made.json()
    assert rule["sentence"] == f"Clients with the tag {tag} must have an owner."
    assert rule["value"] == str(tag.public_id)
    assert rule in program.ask("GET", "/rules?limit=50").json()["items"]
    at = f"/rules/{rule['id']}"
    changed = program.ask("PATCH", at, {"weight": 5, "active": False}).json()
    assert (changed["weight"], changed["active"]) == (5, False)
    assert program.ask("GET", at).json() == changed
    assert program.ask("DELETE", at).status_code == 204
    assert not Rule.objects.filter(condition="tag").exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"requirement": "nonsense"}, "requirement"),
        ({"requirement": "owner", "condition": "nonsense"}, "condition"),
        ({"requirement": "detail", "target": "password"}, "target"),
        ({"requirement": "owner", "condition": "tag", "value": "x"}, "value"),
        ({"requirement": "owner", "weight": 11}, "weight"),
    ],
)
def test_j07_a_wrong_rule_is_told_at_its_field(
    program: Program, sent: dict[str, Any], field: str
) -> None:
    answer = program.ask("POST", "/rules", sent)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_j07_what_always_holds_is_refused_in_words(program: Program, acme: object) -> None:
    rule = Rule.objects.get(always=True)
    answer = program.ask("PATCH", f"/rules/{rule.public_id}", {"active": False})
    assert answer.status_code == 409
    assert "always holds" in answer.json()["detail"]


def test_j07_rules_are_changed_by_those_who_run_the_place(
    bobs_program: Program, charlies_program: Program, alice: Member
) -> None:
    rule = Rule.objects.get(requirement="owner")
    at = f"/rules/{rule.public_id}"
    assert bobs_program.ask("GET", at).status_code == 200
    assert bobs_program.ask("PATCH", at, {"weight": 2}).status_code == 403
    assert charlies_program.ask("GET", at).status_code == 404
    assert Program(token_of(alice, ["rules:read"])).ask("DELETE", at).status_code == 403


def test_j09_a_taken_name_is_a_conflict_that_names_the_client(
    bobs_program: Program, program: Program, bakery: Client, alice: Member
) -> None:
    sent = {"name": "VINCENT'S  BAKERY"}
    answer = bobs_program.ask("POST", "/clients", sent)
    assert answer.status_code == 409
    problem = answer.json()
    assert [each["id"] for each in problem["duplicates"]] == [str(bakery.public_id)]
    assert problem["confirm_with"] == "anyway"
    assert bobs_program.ask("POST", "/clients", sent | {"anyway": "x"}).status_code == 422
    assert program.ask("POST", "/clients", sent | {"anyway": "A branch"}).status_code == 201
    bakery.restrict(by=alice, to_team=True)
    Client.objects.get(number=2).restrict(by=alice, to_team=True)
    assert bobs_program.ask("POST", "/clients", sent).json()["duplicates"] == []


def test_j09_renaming_to_a_taken_name_is_a_conflict_too(program: Program, bakery: Client) -> None:
    rose = program.ask("POST", "/clients", {"name": "Rose"}).json()
    at = f"/clients/{rose['id']}"
    assert program.ask("PATCH", at, {"name": bakery.name}).status_code == 409
    told = program.ask("PATCH", at, {"name": bakery.name, "anyway": "Sold"})
    assert told.json()["name"] == bakery.name


def test_r06_a_location_has_site_notes_a_warning_and_what_a_visit_lacks(
    program: Program, bakery: Client, alice: Member
) -> None:
    kind = LocationType.objects.get(visited=True)
    sent = {"type": str(kind.public_id), "street": "1 Am Ufer", "city": "Bonn", "country": "DE"}
    at = path(bakery, "/locations")
    place = program.ask("POST", at, sent | {"postcode": "123", "site_notes": {"dog": "Rex"}}).json()
    assert place["site_notes"] == {"dog": "Rex"}
    assert "does not look like a postal code" in place["warning"]
    assert place["visit_lacks"] == ["how to get in"]
    assert place["geo_url"].startswith("geo:0,0?q=")
    wrong = program.ask("PATCH", f"{at}/{place['id']}", {"site_notes": {"cat": "Tom"}})
    assert [error["field"] for error in wrong.json()["errors"]] == ["site_notes"]
    assert ("invalid", "sound_postcode") in missing(program, bakery)


def test_j06_service_areas_are_added_read_changed_and_removed(
    program: Program, bakery: Client, alice: Member
) -> None:
    kind = next(iter(lexicon.of(alice.organisation).location_types.values()))
    yard = Location.add(bakery, by=alice, type=kind, street="1 Quay Street")
    at = path(bakery, "/service-areas")
    made = program.ask("POST", at, {"postcodes": ["bs1"], "label": "Harbour"})
    assert made.status_code == 201
    area = made.json()
    assert (area["postcodes"], area["sentence"]) == (["BS1"], "BS1")
    one = f"{at}/{area['id']}"
    assert program.ask("GET", at).json()["items"] == [area]
    assert program.ask("PATCH", one, {"label": "Docks"}).json()["label"] == "Docks"
    near = {"postcodes": [], "around": str(yard.public_id), "radius": 25, "unit": "km"}
    told = program.ask("PATCH", one, near).json()
    assert told["sentence"] == "25 km around 1 Quay Street"
    assert program.ask("PATCH", one, {"postcodes": ["BS1"]}).status_code == 422
    assert program.ask("DELETE", one).status_code == 204
    assert not ServiceArea.objects.exists()


def test_j06_areas_are_hidden_with_their_client(
    bobs_program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
    alice: Member,
) -> None:
    area = ServiceArea.add(bakery, by=alice, postcodes=["BS1"])
    one = path(bakery, f"/service-areas/{area.public_id}")
    assert veras_program.ask("GET", one).status_code == 200
    assert veras_program.ask("PATCH", one, {"label": "x"}).status_code == 403
    assert charlies_program.ask("GET", one).status_code == 404
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", one).status_code == 404
