"""The record at a moment, asked for by programs (J10)."""

from __future__ import annotations

import pytest

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member
from atrium.timeline.models import Act


@pytest.fixture
def then(bakery: Client, alice: Member) -> str:
    """The moment before the industry became Cake."""
    bakery.edit(by=alice, industry="Bread")
    moment: str = Act.objects.latest("id").at.isoformat()
    bakery.edit(by=alice, industry="Cake")
    return moment


def test_j10_a_program_compares_and_restores(bakery: Client, program: Program, then: str) -> None:
    path = f"/clients/{bakery.public_id}/as-of"
    bread = [{"label": "Industry", "now": "Cake", "then": "Bread"}]

    asked = program.get(f"/api/v1{path}", {"as_of": then}).json()
    dry = program.ask("POST", path, {"as_of": then, "dry_run": True}).json()
    assert (asked["differences"], dry["differences"], dry["restored"]) == (bread, bread, False)
    bakery.refresh_from_db()
    assert bakery.industry == "Cake"

    assert program.ask("POST", path, {"as_of": then}).json()["restored"] is True
    bakery.refresh_from_db()
    assert bakery.industry == "Bread"
    assert program.ask("POST", path, {"as_of": then}).status_code == 409


def test_j10_before_the_client_there_is_nothing(bakery: Client, program: Program) -> None:
    path = f"/api/v1/clients/{bakery.public_id}/as-of"
    assert program.get(path, {"as_of": "2001-01-01T00:00:00Z"}).status_code == 404
    assert program.get(path, {"as_of": "yesterday"}).status_code == 422


def test_j10_the_history_is_narrowed_by_moment_and_member(
    bakery: Client, program: Program, alice: Member, then: str
) -> None:
    path = f"/api/v1/clients/{bakery.public_id}/history"
    older = program.get(path, {"as_of": then, "field": "industry"}).json()["items"]
    assert older[0]["after"]["industry"] == "Bread"
    mine = program.get(path, {"actor": str(alice.public_id)}).json()["items"]
    assert {item["actor"]["label"] for item in mine} == {"Alice Ash"}
