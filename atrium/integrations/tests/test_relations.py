"""Relations for programs (J15)."""

from __future__ import annotations

from uuid import UUID

import pytest

from atrium.clients.models import Client, Hold, Relation, RelationKind
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


@pytest.fixture
def mill(new_client: NewClient) -> Client:
    return new_client("Mill")


def kind(label: str) -> RelationKind:
    found: RelationKind = RelationKind.objects.get(label=label)
    return found


def test_j15_a_relation_is_made_read_and_ended(
    program: Program, bakery: Client, mill: Client
) -> None:
    here = f"/clients/{bakery.public_id}/relations"
    body = {
        "client": str(mill.public_id),
        "kind": str(kind("Parent").public_id),
        "side": "second",
        "note": "Bought",
        "began_on": "2020-01-31",
    }

    made = program.ask("POST", here, body)

    assert made.status_code == 201
    card = made.json()
    assert card == {
        "id": card["id"],
        "client": {"id": str(mill.public_id), "label": "Mill"},
        "kind": {"id": body["kind"], "label": "Parent"},
        "side": "second",
        "role": "Subsidiary",
        "hierarchical": True,
        "note": "Bought",
        "began_on": "2020-01-31",
        "ended_on": None,
    }
    read = program.ask("GET", f"{here}/{card['id']}")
    assert read.json() == card
    assert read["ETag"]
    there = f"/clients/{mill.public_id}/relations"
    assert [each["role"] for each in program.ask("GET", there).json()["items"]] == ["Parent"]
    assert program.ask("POST", here, body).status_code == 422
    assert program.ask("DELETE", f"{here}/{card['id']}", If_Match='"old"').status_code == 412
    assert program.ask("DELETE", f"{here}/{card['id']}").status_code == 204
    assert program.ask("GET", here).json()["items"] == []
    [ended] = program.ask("GET", f"{here}?ended=true").json()["items"]
    assert ended["ended_on"] is not None
    assert program.ask("DELETE", f"{here}/{card['id']}").status_code == 409


def test_j15_a_circle_is_refused_in_words(
    program: Program, alice: Member, bakery: Client, mill: Client
) -> None:
    Relation.make(bakery, mill, by=alice, kind=kind("Parent"))
    body = {"client": str(mill.public_id), "kind": str(kind("Head office").public_id)}

    answer = program.ask("POST", f"/clients/{bakery.public_id}/relations", body)

    assert answer.status_code == 422
    assert "circle" in answer.content.decode()
    wrong = {**body, "client": str(UUID(int=0))}
    answer = program.ask("POST", f"/clients/{bakery.public_id}/relations", wrong)
    assert answer.status_code == 422


def test_j15_a_group_is_figured_and_listed(
    program: Program, alice: Member, bakery: Client, mill: Client, new_client: NewClient
) -> None:
    new_client("Elsewhere")
    Relation.make(bakery, mill, by=alice, kind=kind("Parent"))
    Hold.place(mill, by=alice, reason="Unpaid")

    group = program.ask("GET", f"/clients/{bakery.public_id}/group").json()

    assert group["client"]["label"] == bakery.name
    assert group["totals"] == {
        "clients": 2,
        "open_tasks": 0,
        "call_count": 0,
        "holds": 1,
        "open_tenders": 0,
        "unpaid": 0,
        "contacts": 0,
        "locations": 0,
        "files": 0,
        "open_jobs": 0,
        "open_projects": 0,
        "unpaid_amount": 0,
        "overdue_amount": 0,
        "invoiced_amount": 0,
    }
    listed = program.ask("GET", f"/clients?group={bakery.public_id}").json()["items"]
    assert {each["name"] for each in listed} == {bakery.name, "Mill"}


def test_j15_what_one_may_not_see_is_not_told(
    bobs_program: Program, alice: Member, bakery: Client, mill: Client
) -> None:
    relation = Relation.make(mill, bakery, by=alice, kind=kind("Parent"))
    mill.restrict(by=alice, to_team=True)
    here = f"/clients/{bakery.public_id}"
    body = {"client": str(mill.public_id), "kind": str(kind("Partner").public_id)}

    assert bobs_program.ask("GET", f"{here}/relations").json()["items"] == []
    assert bobs_program.ask("GET", f"{here}/relations/{relation.public_id}").status_code == 404
    assert bobs_program.ask("DELETE", f"{here}/relations/{relation.public_id}").status_code == 404
    assert bobs_program.ask("POST", f"{here}/relations", body).status_code == 422
    assert bobs_program.ask("GET", f"/clients?group={mill.public_id}").status_code == 422
    assert bobs_program.ask("GET", f"/clients/{mill.public_id}/group").status_code == 404
    assert "Mill" not in bobs_program.ask("GET", f"{here}/timeline").content.decode()
    assert "client.related" not in bobs_program.ask("GET", f"{here}/timeline").content.decode()


def test_j15_others_and_lookers_change_nothing(
    veras_program: Program, charlies_program: Program, bakery: Client, mill: Client
) -> None:
    here = f"/clients/{bakery.public_id}/relations"
    body = {"client": str(mill.public_id), "kind": str(kind("Partner").public_id)}

    assert veras_program.ask("POST", here, body).status_code == 403
    assert charlies_program.ask("GET", here).status_code == 404
    assert charlies_program.ask("POST", here, body).status_code == 404
    assert not Relation.objects.exists()


def test_j15_kinds_are_the_organisations_own(program: Program, bobs_program: Program) -> None:
    body = {"label": "Franchisor", "reverse": "Franchisee", "hierarchical": True}

    made = program.ask("POST", "/relation-kinds", body).json()

    assert (made["symmetric"], made["hierarchical"]) == (False, True)
    path = f"/relation-kinds/{made['id']}"
    assert program.ask("PATCH", path, {"reverse": ""}).status_code == 422
    assert program.ask("PATCH", path, {"label": "Licensor"}).json()["label"] == "Licensor"
    assert program.ask("GET", path).json()["reverse"] == "Franchisee"
    labels = [each["label"] for each in program.ask("GET", "/relation-kinds").json()["items"]]
    assert labels[0] == "Parent"
    assert labels[-1] == "Licensor"
    assert bobs_program.ask("POST", "/relation-kinds", body).status_code == 403
