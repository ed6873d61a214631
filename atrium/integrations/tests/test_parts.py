"""What belongs to a client, over the API: contacts, points, locations, notes, tasks, team, words."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location
from atrium.conftest import NewClient
from atrium.conversations.models import Note
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Change, Event


@pytest.fixture
def here(bakery: Client) -> str:
    return f"/clients/{bakery.public_id}"


def made(response: Any) -> Any:
    assert response.status_code == 201, response.content
    return response.json()


def test_r07_a_contact_is_added_with_roles_and_points(
    program: Program, here: str, acme: Organisation
) -> None:
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    body = {
        "given_name": "Mina",
        "family_name": "Patel",
        "job_title": "Head of purchasing",
        "roles": [str(role.public_id)],
        "preferred_channel": "Phone",
        "points": [
            {"kind": "email", "value": "mina@bar.example"},
            {"kind": "email", "value": "m.patel@bar.example", "preferred": True},
        ],
    }
    link = made(program.ask("POST", f"{here}/contacts", body))
    assert link["contact"]["name"] == "Mina Patel"
    assert link["roles"] == [{"id": str(role.public_id), "label": role.label}]
    assert {p["value"]: p["preferred"] for p in link["contact"]["points"]} == {
        "mina@bar.example": False,
        "m.patel@bar.example": True,
    }
    changed = program.ask(
        "PATCH", f"{here}/contacts/{link['id']}", {"roles": [], "job_title": "CEO"}
    )
    assert (changed.json()["roles"], changed.json()["job_title"]) == ([], "CEO")


def test_r08_an_existing_contact_stands_with_a_second_client(
    program: Program, here: str, new_client: NewClient, alice: Member
) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(new_client("Bar"), mina, by=alice)
    [found] = program.ask("GET", "/contacts?q=pat").json()["items"]
    made(program.ask("POST", f"{here}/contacts", {"contact": found["id"]}))
    again = program.ask("POST", f"{here}/contacts", {"contact": found["id"]})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "contact")
    told = program.ask("GET", f"/contacts/{found['id']}").json()
    assert {client["name"] for client in told["clients"]} == {"Bar", "Vincent's Bakery"}


def test_r09_exactly_one_contact_is_primary(program: Program, here: str) -> None:
    mina = made(program.ask("POST", f"{here}/contacts", {"given_name": "Mina"}))
    omar = made(program.ask("POST", f"{here}/contacts", {"given_name": "Omar"}))
    assert (mina["primary"], omar["primary"]) == (True, False)
    program.ask("POST", f"{here}/contacts/{omar['id']}/primary")
    items = program.ask("GET", f"{here}/contacts").json()["items"]
    assert {item["contact"]["name"]: item["primary"] for item in items} == {
        "Mina": False,
        "Omar": True,
    }


def test_r10_delinking_keeps_the_contact_and_its_history(program: Program, here: str) -> None:
    mina = made(program.ask("POST", f"{here}/contacts", {"given_name": "Mina"}))
    assert program.ask("DELETE", f"{here}/contacts/{mina['id']}").status_code == 204
    assert program.ask("DELETE", f"{here}/contacts/{mina['id']}").status_code == 409
    assert program.ask("GET", f"{here}/contacts").json()["items"] == []
    [ended] = program.ask("GET", f"{here}/contacts?ended=true").json()["items"]
    assert ended["ended_on"] is not None
    assert program.ask("GET", f"/contacts/{mina['contact']['id']}").status_code == 200
    assert Event.objects.filter(kind="client.contact_delinked").exists()


def test_j08_points_are_checked_and_written_the_one_way(program: Program, here: str) -> None:
    phone = made(
        program.ask("POST", f"{here}/points", {"kind": "phone", "value": "(020) 7946-0123"})
    )
    assert phone["normal"] == "+442079460123"
    wrong = program.ask("PATCH", f"{here}/points/{phone['id']}", {"value": "nonsense"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "value")
    twice = program.ask("POST", f"{here}/points", {"kind": "phone", "value": "+44 20 7946 0123"})
    assert twice.status_code == 422
    second = made(
        program.ask("POST", f"{here}/points", {"kind": "phone", "value": "020 7946 0199"})
    )
    preferred = program.ask("PATCH", f"{here}/points/{second['id']}", {"preferred": True}).json()
    assert preferred["preferred"]
    assert program.ask("DELETE", f"{here}/points/{second['id']}").status_code == 204
    assert program.ask("GET", f"{here}/points/{phone['id']}").json()["preferred"]


def test_r06_one_location_of_each_type_is_the_default(
    program: Program, here: str, acme: Organisation
) -> None:
    billing, workplace = [
        str(t.public_id) for t in list(lexicon.of(acme).location_types.values())[:2]
    ]
    first = made(program.ask("POST", f"{here}/locations", {"type": billing, "city": "Bristol"}))
    second = made(program.ask("POST", f"{here}/locations", {"type": billing, "city": "Bath"}))
    assert (first["default"], second["default"]) == (True, False)
    program.ask("PATCH", f"{here}/locations/{second['id']}", {"default": True})
    program.ask("PATCH", f"{here}/locations/{first['id']}", {"type": workplace})
    items = program.ask("GET", f"{here}/locations").json()["items"]
    assert {item["city"]: item["default"] for item in items} == {"Bristol": True, "Bath": True}
    empty = program.ask("POST", f"{here}/locations", {"type": billing})
    assert empty.json()["errors"][0]["field"] == "street"
    bad = program.ask("PATCH", f"{here}/locations/{first['id']}", {"country": "Atlantis"})
    assert bad.json()["errors"][0]["field"] == "country"
    assert program.ask("DELETE", f"{here}/locations/{first['id']}").status_code == 204
    assert Location.objects.count() == 1


def test_r13_a_note_is_written_read_pinned_and_binned(program: Program, here: str) -> None:
    note = made(program.ask("POST", f"{here}/notes", {"text": "Called <b>Mina</b>.\n\nWill pay."}))
    assert note["text"] == "Called <b>Mina</b>.\nWill pay."
    assert note["html"] == "<p>Called &lt;b&gt;Mina&lt;/b&gt;.</p><p>Will pay.</p>"
    path = f"/notes/{note['id']}"
    assert program.ask("PATCH", path, {"pinned": True}).json()["pinned"]
    changed = program.ask(
        "PATCH", path, {"text": "Paid.", "remind_at": "2026-12-01T09:00:00+01:00"}
    )
    assert changed.json()["remind_at"] == "2026-12-01T08:00:00Z"
    assert program.ask("GET", f"{here}/notes?q=paid").json()["items"][0]["text"] == "Paid."
    assert program.ask("DELETE", path).status_code == 204
    assert program.ask("GET", path).status_code == 404
    assert program.ask("POST", f"{path}/restore").json()["text"] == "Paid."


def test_r13_markup_of_strangers_is_taken_out(program: Program, here: str) -> None:
    html = "<p onclick=x>Hi<script>alert(1)</script></p>"
    assert made(program.ask("POST", f"{here}/notes", {"html": html}))["html"] == "<p>Hi</p>"
    assert program.ask("POST", f"{here}/notes", {"html": html, "text": "Hi"}).status_code == 422
    assert (
        program.ask("POST", f"{here}/notes", {"text": " "}).json()["errors"][0]["field"] == "text"
    )


def test_c15_the_note_of_another_stays(
    bobs_program: Program, bakery: Client, alice: Member
) -> None:
    note = Note.write(bakery, by=alice, html="<p>Mine</p>")
    path = f"/notes/{note.public_id}"
    assert bobs_program.ask("PATCH", path, {"text": "Yours"}).status_code == 409
    assert bobs_program.ask("DELETE", path).status_code == 409
    note.refresh_from_db()
    assert (note.text, note.binned_at) == ("Mine", None)


def test_c06_a_task_is_added_changed_ticked_and_removed(
    program: Program, here: str, alice: Member
) -> None:
    body = {"title": "Send the quote", "due_on": "2026-11-24", "assignee": str(alice.public_id)}
    task = made(program.ask("POST", f"{here}/tasks", body))
    path = f"/tasks/{task['id']}"
    told = program.ask("PATCH", path, {"done": True, "due_on": None}).json()
    assert (told["done"], told["due_on"], told["done_by"]["label"]) == (True, None, "Alice Ash")
    assert told["assignee"]["label"] == "Alice Ash"
    assert program.ask("GET", "/tasks?done=false").json()["items"] == []
    assert len(program.ask("GET", f"{here}/tasks?assignee=me&done=true").json()["items"]) == 1
    assert program.ask("DELETE", path).status_code == 204
    assert program.ask("GET", path).status_code == 404


def test_r16_the_relationship_team_is_set(program: Program, here: str, bob: Member) -> None:
    body = {"member": str(bob.public_id), "role": "Account manager"}
    given = made(program.ask("POST", f"{here}/assignments", body))
    [seen] = program.ask("GET", f"{here}/assignments").json()["items"]
    assert seen == {
        "id": given["id"],
        "member": {"id": str(bob.public_id), "label": "Bob Birch"},
        "team": None,
        "role": "Account manager",
        "since": bob.organisation.today().isoformat(),
        "until": None,
    }
    assert program.ask("DELETE", f"{here}/assignments/{given['id']}").status_code == 204
    assert program.ask("GET", f"{here}/assignments").json()["items"] == []
    [past] = program.ask("GET", f"{here}/assignments?past=true").json()["items"]
    assert past["until"] == bob.organisation.today().isoformat()
    wrong = program.ask("POST", f"{here}/assignments", body | {"role": "Juggler"})
    assert wrong.status_code == 422


def test_r19_a_grant_opens_a_restricted_client(
    program: Program, bobs_program: Program, here: str, bob: Member
) -> None:
    program.ask("PATCH", here, {"restricted": True})
    assert bobs_program.ask("GET", here).status_code == 404
    grant = made(program.ask("POST", f"{here}/grants", {"member": str(bob.public_id)}))
    assert bobs_program.ask("GET", here).status_code == 200
    assert program.ask("DELETE", f"{here}/grants/{grant['id']}").status_code == 204
    assert bobs_program.ask("GET", here).status_code == 404
    assert program.ask("POST", f"{here}/grants", {}).status_code == 422


def test_r02_statuses_are_the_organisations_own(program: Program, bakery: Client) -> None:
    paused = made(program.ask("POST", "/statuses", {"label": "Paused", "tone": "warn"}))
    assert program.ask("POST", "/statuses", {"label": "paused"}).status_code == 422
    told = program.ask(
        "PATCH", f"/statuses/{paused['id']}", {"label": "Asleep", "is_default": True}
    )
    assert (told.json()["label"], told.json()["is_default"]) == ("Asleep", True)
    active = next(
        s for s in program.ask("GET", "/statuses").json()["items"] if s["label"] == "Active"
    )
    gone = program.ask("DELETE", f"/statuses/{active['id']}?into={paused['id']}")
    assert gone.status_code == 204
    assert program.ask("GET", f"/clients/{bakery.public_id}").json()["status"]["label"] == "Asleep"


def test_r03_tags_are_renamed_and_merged(program: Program, here: str) -> None:
    old = made(program.ask("POST", "/tags", {"label": "Seasonal"}))
    new = made(program.ask("POST", "/tags", {"label": "Summer", "hue": 3}))
    program.ask("PUT", f"{here}/tags/{old['id']}")
    told = program.ask("PATCH", f"/tags/{new['id']}", {"label": "Every summer"}).json()
    assert (told["label"], told["hue"]) == ("Every summer", 3)
    assert program.ask("POST", f"/tags/{old['id']}/merge", {"into": new["id"]}).status_code == 204
    assert program.ask("GET", f"/tags/{old['id']}").status_code == 404
    assert program.ask("GET", here).json()["tags"] == [{"id": new["id"], "label": "Every summer"}]


def test_r11_the_timeline_is_filtered_and_walked_both_ways(program: Program, here: str) -> None:
    program.ask("PATCH", here, {"industry": "Food"})
    program.ask("POST", f"{here}/notes", {"text": "Called"})
    program.ask("POST", f"{here}/flag", {"reason": "Argues"})

    def kinds(query: str) -> list[str]:
        return [e["kind"] for e in program.ask("GET", f"{here}/timeline?{query}").json()["items"]]

    newest = ["client.flagged", "note.written", "client.detail_changed", "client.added"]
    assert kinds("") == newest
    assert kinds("order=oldest") == newest[::-1]
    assert kinds("strand=talk") == ["note.written"]
    assert kinds("kind=client.flagged") == ["client.flagged"]
    assert kinds("q=argues") == ["client.flagged"]
    assert kinds("until=2000-01-01T00:00:00Z") == []
    first = program.ask("GET", f"{here}/timeline?limit=3").json()
    assert kinds(f"limit=3&cursor={first['next']}") == ["client.added"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert program.ask(method, f"{here}/timeline", {}).status_code == 405


def test_j10_history_tells_before_and_after_and_a_value_comes_back(
    program: Program, here: str
) -> None:
    program.ask("PATCH", here, {"industry": "Food"})
    program.ask("PATCH", here, {"industry": "Drink"})
    change = program.ask("GET", f"{here}/history?field=industry&limit=1").json()["items"][0]
    assert (change["before"], change["after"]) == ({"industry": "Food"}, {"industry": "Drink"})
    assert (change["actor"]["label"], change["source"]) == ("Alice Ash", "api")
    path = f"{here}/history/{change['id']}/restore"
    assert program.ask("POST", path, {"field": "name"}).status_code == 422
    assert program.ask("POST", path, {}).json()["industry"] == "Food"


def test_an_act_is_undone_once(program: Program, bakery: Client, here: str) -> None:
    program.ask("PATCH", here, {"industry": "Food"})
    act = Change.objects.filter(client=bakery).latest("id").act_id
    undone = {"finished": True, "percent": 100, "changes": 1, "left_alone": []}
    assert program.ask("GET", f"/acts/{act}/undo").status_code == 404
    assert program.ask("POST", f"/acts/{act}/undo").json() == undone
    assert program.ask("GET", f"/acts/{act}/undo").json() == undone
    assert program.ask("GET", here).json()["industry"] == ""
    assert program.ask("POST", f"/acts/{act}/undo").status_code == 409
    for unknown in ("0", str(2**80), "x"):
        assert program.ask("POST", f"/acts/{unknown}/undo").status_code == 404
