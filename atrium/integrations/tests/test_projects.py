"""Projects for programs (C05, C07, C08, C10, C11)."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def test_c07_c11_projects_are_added_moved_delivered_and_removed(
    program: Program, bobs_program: Program, bakery: Client, new_client: NewClient, alice: Member
) -> None:
    columns = program.ask("GET", "/project-columns").json()["items"]
    assert [(one["label"], one["meaning"]) for one in columns][:2] == [
        ("To do", "ready"),
        ("In progress", "working"),
    ]
    path = f"/clients/{bakery.public_id}/projects"
    first = program.ask("POST", path, {}).json()
    told = {
        "title": "Signs",
        "due_on": "2026-12-24",
        "manager": str(alice.public_id),
        "column": columns[1]["id"],
    }
    second = program.ask("POST", path, told).json()
    assert (first["code"], first["title"], first["column"]["label"]) == ("P-0001", "", "To do")
    assert (second["number"], second["manager"]["label"], second["due_on"]) == (
        2,
        "Alice Ash",
        "2026-12-24",
    )
    one = f"/projects/{first['id']}"
    tag = program.ask("GET", one)["ETag"]
    assert program.ask("PATCH", one, {"title": "Menu"}, If_Match=tag).status_code == 200
    assert program.ask("PATCH", one, {"title": "M"}, If_Match=tag).status_code == 412
    moved = program.ask("POST", f"{one}/move", {"column": columns[1]["id"], "after": second["id"]})
    assert moved.json()["column"]["label"] == "In progress"
    both = [first["id"], second["id"]]
    done = program.ask("POST", "/projects/bulk", {"deed": "deliver", "projects": both}).json()
    assert (sorted(done["done"]), done["left"]) == (sorted(both), [])
    assert len(program.ask("GET", "/projects?state=delivered").json()["items"]) == 2
    back = program.ask("POST", f"{one}/undeliver").json()
    assert (back["delivered"], back["column"]["label"]) == (False, "In progress")
    assert program.ask("DELETE", one).status_code == 204
    assert program.ask("GET", one).status_code == 404
    assert program.ask("POST", f"{one}/restore").json()["title"] == "Menu"
    for query, count in {"q=menu": 1, "q=P-0002": 1, "who=me": 1, "state=open": 1}.items():
        found = program.ask("GET", f"/projects?{query}").json()["items"]
        assert len(found) == count, query
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", "/projects").json()["items"] == []
    assert bobs_program.ask("GET", one).status_code == 404
    gone = f"/project-columns/{columns[1]['id']}?into={columns[0]['id']}"
    assert program.ask("DELETE", gone).status_code == 204
    assert program.ask("GET", one).json()["column"]["label"] == "To do"
