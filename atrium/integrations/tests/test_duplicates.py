"""Duplicates and merges for programs (J09, J21, X01, X02)."""

from __future__ import annotations

import pytest

from atrium.clients.duplicates.scan import look
from atrium.clients.models import Client, Merge, Point
from atrium.conftest import NewClient
from atrium.conversations.models import Note
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member

MAIL = "office@mueller.example"


@pytest.fixture
def twins(new_client: NewClient, alice: Member) -> tuple[Client, Client]:
    made = new_client("Müller Heating Ltd"), new_client("Mueller Heating")
    for client in made:
        Point.add(client, by=alice, kind="email", text=MAIL)
        Point.add(client, by=alice, kind="phone", text="020 7946 0123")
        Note.write(client, by=alice, html=f"<p>Met {client}</p>")
    look()
    return made


def test_j21_pairs_are_listed_told_apart_and_compared_again(
    program: Program, twins: tuple[Client, Client], alice: Member
) -> None:
    ids = [str(client.public_id) for client in twins]
    [pair] = program.ask("GET", "/duplicates").json()["items"]
    assert [pair["a"]["id"], pair["b"]["id"]] == ids
    assert f"the same e-mail address {MAIL}" in pair["reasons"]

    made = program.ask("POST", "/duplicates/different", {"clients": ids[::-1]})
    assert (made.status_code, made.json()["a"]["id"]) == (201, ids[0])
    assert program.ask("GET", "/duplicates").json()["items"] == []
    there = f"/duplicates/different/{made.json()['id']}"
    assert program.ask("GET", there).json() == made.json()
    assert program.ask("DELETE", there).status_code == 204
    assert len(program.ask("GET", "/duplicates").json()["items"]) == 1
    same = program.ask("POST", "/duplicates/different", {"clients": [ids[0], ids[0]]})
    assert same.status_code == 422


def test_j09_a_program_asks_before_it_adds_and_is_told_after(
    program: Program, twins: tuple[Client, Client]
) -> None:
    asked = {"name": "Muller heating", "emails": [MAIL]}
    found = program.ask("POST", "/duplicates/check", asked).json()["items"]
    assert {one["client"]["number"] for one in found} == {twins[0].number, twins[1].number}
    assert Client.objects.count() == 2

    body = {"name": "Muller Heating", "points": [{"kind": "email", "value": MAIL}]}
    added = program.ask("POST", "/clients", body)
    assert added.status_code == 201
    told = {one["client"]["number"]: one["level"] for one in added.json()["duplicates"]}
    assert set(told) == {twins[0].number, twins[1].number}


def test_x01_a_merge_is_planned_made_and_undone_and_old_ids_lead_on(
    program: Program, twins: tuple[Client, Client]
) -> None:
    keep, gone = twins
    here = f"/clients/{keep.public_id}/merges"
    body = {"absorb": [str(gone.public_id)], "pick": {"name": str(gone.public_id)}}
    plan = program.ask("POST", f"{here}?dry_run=true", body).json()
    assert {f["field"]: f["value"] for f in plan["fields"]}["name"] == "Mueller Heating"
    assert plan["moved"]["notes"] == 1
    assert plan["held"][0] == {"what": f"E-mail {MAIL}", "reason": "it has this one already"}
    assert not Merge.objects.exists()

    made = program.ask("POST", here, body)
    assert made.status_code == 201
    [merge] = made.json()["items"]
    assert (merge["moved"], merge["held"]) == (plan["moved"], plan["held"])
    assert program.ask("GET", here).json()["items"] == [merge]
    old = program.ask("GET", f"/clients/{gone.public_id}/notes?limit=5")
    assert (old.status_code, old.json()["client"]) == (308, str(keep.public_id))
    assert old["Location"] == f"/api/v1/clients/{keep.public_id}/notes?limit=5"
    assert program.ask("GET", f"/clients/{gone.public_id}").status_code == 308
    assert program.ask("GET", f"/clients/{keep.public_id}").json()["name"] == "Mueller Heating"
    kinds = [
        e["kind"] for e in program.ask("GET", f"/clients/{keep.public_id}/timeline").json()["items"]
    ]
    assert kinds.count("note.written") == 2

    undone = program.ask("POST", f"/merges/{merge['id']}/undo")
    assert undone.json()["finished"]
    assert program.ask("GET", f"/clients/{gone.public_id}").json()["name"] == "Mueller Heating"
    assert program.ask("GET", f"/clients/{keep.public_id}").json()["name"] == "Müller Heating Ltd"
    assert program.ask("POST", f"/merges/{merge['id']}/undo").status_code == 409


def test_x02_a_plan_for_who_may_not_merge_is_refused(
    program: Program, twins: tuple[Client, Client], alice: Member
) -> None:
    keep, gone = twins
    alice.role = "staff"
    alice.save()
    body = {"absorb": [str(gone.public_id)]}
    assert program.ask("POST", f"/clients/{keep.public_id}/merges", body).status_code == 403
    gone.restrict(by=alice, to_team=True)
    assert program.ask("GET", "/duplicates").json()["items"] == []
