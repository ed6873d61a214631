"""Who sees a client and why, handovers, and the log of who saw what, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


@pytest.fixture
def here(bakery: Client) -> str:
    return f"/clients/{bakery.public_id}"


def made(response: Any) -> Any:
    assert response.status_code == 201, response.content
    return response.json()


def test_x05_why_a_member_sees_a_client(
    program: Program, bobs_program: Program, here: str, bob: Member
) -> None:
    program.ask("PATCH", here, {"restricted": True})
    told = program.ask("GET", f"{here}/why/{bob.public_id}").json()
    assert (told["sees"], [r["ground"] for r in told["reasons"]]) == (False, ["restricted"])
    made(program.ask("POST", f"{here}/grants", {"member": str(bob.public_id)}))
    told = program.ask("GET", f"{here}/why").json()["items"]
    assert {w["member"]["label"]: w["reasons"][0]["ground"] for w in told} == {
        "Alice Ash": "role",
        "Bob Birch": "grant",
    }
    assert bobs_program.ask("GET", f"{here}/why").status_code == 403


def test_r19_clients_are_handed_over_by_the_api_and_undone_at_once(
    program: Program, bobs_program: Program, here: str, bob: Member, bakery: Client
) -> None:
    body = {"clients": [str(bakery.public_id)], "owner": str(bob.public_id), "note": "Pays late"}
    told = made(program.ask("POST", "/handovers", body))
    assert (told["done"], told["left"]) == (1, [])
    again = made(program.ask("POST", "/handovers", body))
    assert [line["reason"] for line in again["left"]] == ["belongs to them already"]
    assert program.ask("POST", f"/acts/{told['act']}/undo").status_code in {200, 204}
    bakery.refresh_from_db()
    assert bakery.owner is None
    assert bobs_program.ask("POST", "/handovers", body).status_code == 403


def test_j24_the_log_is_read_by_the_api(
    program: Program, bobs_program: Program, here: str, alice: Member, bob: Member
) -> None:
    alice.organisation.edit(by=alice, logs_views=True)
    bobs_program.ask("GET", here)
    bobs_program.ask("POST", "/search", {"q": "vincent"})
    lines = program.ask("GET", f"/view-log?member={bob.public_id}").json()["items"]
    told = [(line["kind"], line["what"], line["source"]) for line in lines]
    assert told == [("search", "vincent", "api"), ("view", "details", "api")]
    [own] = program.ask("GET", f"/view-log?member={alice.public_id}").json()["items"]
    assert own["kind"] == "log"
    assert bobs_program.ask("GET", "/view-log").status_code == 403
    assert program.ask("GET", "/view-log?since=soon").status_code == 422
