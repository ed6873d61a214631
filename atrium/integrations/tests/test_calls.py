"""Calls over the API, and what a telephone system asks and reports (R18)."""

from __future__ import annotations

from atrium.clients.models import Client, Point
from atrium.conversations.models import Call
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made
from atrium.organisations.models import Member


def test_r18_calls_are_logged_changed_filtered_and_removed(
    program: Program, bobs_program: Program, bakery: Client
) -> None:
    path = f"/clients/{bakery.public_id}/calls"
    follow_up = {"due_on": "2026-12-01", "title": "Send the quote"}
    told = {"number": "020 7946 0123", "duration": 90, "note": "Hello", "follow_up": follow_up}
    call = made(program.ask("POST", path, told))
    assert (call["number"], call["member"]["label"]) == ("+442079460123", "Alice Ash")
    [task] = program.ask("GET", f"/clients/{bakery.public_id}/tasks").json()["items"]
    assert (task["title"], task["due_on"]) == ("Send the quote", "2026-12-01")
    made(program.ask("POST", path, {"direction": "in", "outcome": "no_answer"}))
    one = f"/calls/{call['id']}"
    tag = program.ask("GET", one)["ETag"]
    assert program.ask("PATCH", one, {"note": "Better"}, If_Match=tag).json()["note"] == "Better"
    assert program.ask("PATCH", one, {"note": "Again"}, If_Match=tag).status_code == 412
    assert bobs_program.ask("PATCH", one, {"note": "Mine"}).status_code == 409
    for query, count in (("direction=in", 1), ("outcome=reached", 1), ("since=2100-01-01", 0)):
        assert len(program.ask("GET", f"{path}?{query}").json()["items"]) == count, query
    assert program.ask("DELETE", one).status_code == 204
    assert len(program.ask("GET", f"{path}?removed=true").json()["items"]) == 1
    assert program.ask("POST", f"{one}/restore").status_code == 200
    bad = program.ask("POST", path, {"number": "12", "started_at": "2200-01-01T00:00:00Z"})
    assert bad.status_code == 422


def test_r18_a_telephone_system_looks_up_reports_and_completes(
    program: Program, bobs_program: Program, bakery: Client, alice: Member
) -> None:
    Point.add(bakery, by=alice, kind="phone", text="020 7946 0123")
    asked = program.ask("GET", "/calls/lookup?number=0044%20(0)20%207946%200123").json()
    assert [c["name"] for c in asked["callers"]] == ["Vincent's Bakery"]
    assert asked["url"].endswith("/acme/clients/1/")
    ring = {"number": "02079460123", "external_id": "pbx-7", "outcome": "no_answer"}
    rung = program.ask("POST", "/calls", ring)
    assert rung.status_code == 201
    done = program.ask("POST", "/calls", ring | {"outcome": "reached", "duration": 61})
    assert (done.status_code, done.json()["id"]) == (200, rung.json()["id"])
    assert Call.objects.get().duration == 61

    stranger = made(program.ask("POST", "/calls", {"number": "anonymous"}))
    assert stranger["client"] is None
    assert [c["id"] for c in program.ask("GET", "/calls/unassigned").json()["items"]] == [
        stranger["id"]
    ]
    whose = {"client": str(bakery.public_id)}
    assigned = program.ask("POST", f"/calls/{stranger['id']}/client", whose).json()
    assert assigned["client"] == str(bakery.public_id)
    # What Bob may not see is nobody's to him, and the same key tells nothing: it is another call.
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", "/calls/lookup?number=02079460123").json()["callers"] == []
    assert made(bobs_program.ask("POST", "/calls", ring))["client"] is None
    assert bobs_program.ask("GET", f"/calls/{stranger['id']}").status_code == 404


def test_b11_comments_are_written_answered_changed_and_removed(
    program: Program, bobs_program: Program, bakery: Client
) -> None:
    path = f"/clients/{bakery.public_id}/comments"
    first = made(program.ask("POST", path, {"text": "Who rings?"}))
    reply = made(bobs_program.ask("POST", path, {"html": "<p>I</p>", "reply_to": first["id"]}))
    assert (reply["reply_to"], reply["author"]["label"]) == (first["id"], "Bob Birch")
    assert program.ask("PATCH", f"/comments/{reply['id']}", {"text": "x"}).status_code == 409
    one = f"/comments/{first['id']}"
    assert program.ask("PATCH", one, {"text": "Who writes?"}).json()["text"] == "Who writes?"
    assert program.ask("DELETE", one).status_code == 204
    assert [c["id"] for c in program.ask("GET", path).json()["items"]] == [reply["id"]]
    assert program.ask("POST", f"{one}/restore").status_code == 200
    strange = {"text": "x", "reply_to": str(bakery.public_id)}
    assert program.ask("POST", path, strange).status_code == 422
