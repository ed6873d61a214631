"""Jobs over the API (R05, J01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from atrium.clients.models import Client, Contact, Link
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made
from atrium.organisations.models import Member


def test_r05_j01_jobs_are_opened_linked_moved_and_binned(
    program: Program, bakery: Client, alice: Member, bob: Member, new_client: Callable[..., Client]
) -> None:
    mill, bank = new_client("Mill"), new_client("Bank")
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(mill, mina, by=alice)
    stages = {s["label"]: s["id"] for s in program.ask("GET", "/job-stages").json()["items"]}
    clients: list[dict[str, Any]] = [
        {"client": str(mill.public_id), "role": "own", "own_role": "Landlord"},
        {"client": str(bakery.public_id), "role": "primary", "notes": "By the gate."},
    ]
    clients[0] |= {"contacts": [str(mina.public_id)]}
    new = {"title": "Oven", "participations": clients, "due_on": "2020-11-24", "amount": 12050}
    job = made(program.ask("POST", "/jobs", new | {"manager": str(bob.public_id)}))
    assert (job["code"], job["overdue"], job["currency"]) == ("J-0001", True, "GBP")
    told = {p["client"]["label"]: (p["role"], p["own_role"]) for p in job["participations"]}
    assert told == {"Vincent's Bakery": ("primary", ""), "Mill": ("own", "Landlord")}
    for query, count in (("own_role=Landlord", 1), ("own_role=Insurer", 0), ("role=billing", 0)):
        assert len(program.ask("GET", f"/jobs?{query}").json()["items"]) == count, query
    assert [p["notes"] for p in job["participations"]] == ["By the gate.", ""]
    assert job["participations"][1]["contacts"][0]["label"] == "Mina"
    one = f"/jobs/{job['id']}"
    tag = program.ask("GET", one)["ETag"]
    change = {"stage": stages["In progress"], "priority": "high", "manager": None}
    moved = program.ask("PATCH", one, change, If_Match=tag).json()
    assert (moved["stage"]["label"], moved["priority"], moved["manager"]) == (
        "In progress",
        "high",
        None,
    )
    assert program.ask("PATCH", one, {"title": "Kiln"}, If_Match=tag).status_code == 412
    linked = {"client": str(bank.public_id), "role": "billing"}
    job = made(program.ask("POST", f"{one}/participations", linked))
    pays = next(p for p in job["participations"] if p["pays"])
    assert pays["client"]["label"] == "Bank"
    part = f"{one}/participations/{pays['id']}"
    assert program.ask("PATCH", part, {"role": "primary"}).json()["role"] == "primary"
    assert program.ask("DELETE", part).status_code == 409, "the primary one stays"
    for query, count in (
        ("phase=open", 1),
        ("overdue=true", 1),
        ("q=j-0001", 1),
        ("due_until=2020-11-23", 0),
        (f"stage={stages['Done']}", 0),
        ("binned=true", 0),
    ):
        assert len(program.ask("GET", f"/jobs?{query}").json()["items"]) == count, query
    listed = program.ask("GET", f"/clients/{mill.public_id}/jobs").json()["items"]
    assert [each["id"] for each in listed] == [job["id"]]
    done = program.ask("POST", f"{one}/complete", {"outcome": "Runs."}).json()
    assert (done["phase"], done["outcome"]) == ("done", "Runs.")
    assert program.ask("DELETE", one).status_code == 204
    assert program.ask("PATCH", one, {"title": "Kiln"}).status_code == 409
    assert program.ask("POST", f"{one}/restore").json()["binned_at"] is None


def test_j12_work_on_a_job_is_noted_by_programs(
    program: Program, bobs_program: Program, bakery: Client
) -> None:
    clients = [{"client": str(bakery.public_id)}]
    job = made(program.ask("POST", "/jobs", {"title": "Cook", "participations": clients}))
    one = f"/jobs/{job['id']}"
    item = made(program.ask("POST", f"{one}/checklist", {"text": "Sweep"}))
    ticked = program.ask("PATCH", f"{one}/checklist/{item['id']}", {"done": True}).json()
    assert (ticked["done"], ticked["done_by"]["label"]) == (True, "Alice Ash")
    wrong = made(program.ask("POST", f"{one}/incidents", {"text": "It smokes."}))
    mend = f"{one}/incidents/{wrong['id']}/resolve"
    assert program.ask("POST", mend, {"resolution": "Aired."}).json()["resolution"] == "Aired."
    assert program.ask("POST", mend, {"resolution": "Aired."}).status_code == 409
    time = made(program.ask("POST", f"{one}/times", {"minutes": 90, "note": "Ash"}))
    assert program.ask("POST", f"{one}/times", {"minutes": 1441}).status_code == 422
    assert program.ask("POST", f"{one}/candidates", {"name": "Iris"}).status_code == 409
    assert program.ask("PATCH", one, {"opening": True, "positions": 2}).json()["positions"] == 2
    iris = made(program.ask("POST", f"{one}/candidates", {"name": "Iris"}))
    path = f"{one}/candidates/{iris['id']}"
    assert program.ask("PATCH", path, {"step": "placed"}).json()["step"] == "placed"
    for part in ("checklist", "incidents", "times", "candidates"):
        assert len(bobs_program.ask("GET", f"{one}/{part}").json()["items"]) == 1, part
    for gone in (f"checklist/{item['id']}", f"times/{time['id']}", f"candidates/{iris['id']}"):
        assert program.ask("DELETE", f"{one}/{gone}").status_code == 204, gone


def test_j01_who_may_not_see_a_client_reads_nothing_of_it(
    program: Program,
    bobs_program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
    new_client: Callable[..., Client],
) -> None:
    mill = new_client("Mill")
    both = [{"client": str(each.public_id)} for each in (bakery, mill)]
    job = made(program.ask("POST", "/jobs", {"title": "Oven", "participations": both}))
    alone = made(program.ask("POST", "/jobs", {"title": "Dam", "participations": both[1:]}))
    Client.objects.filter(pk=mill.pk).update(restricted=True, owner=None)
    [part] = bobs_program.ask("GET", f"/jobs/{job['id']}").json()["participations"]
    assert part["client"]["label"] == "Vincent's Bakery"
    assert bobs_program.ask("GET", f"/jobs/{alone['id']}").status_code == 404
    hidden = job["participations"][1]["id"]
    assert bobs_program.ask("GET", f"/jobs/{job['id']}/participations/{hidden}").status_code == 404
    refused = bobs_program.ask("POST", "/jobs", {"title": "Dam", "participations": both[1:]})
    assert refused.status_code == 422
    assert "Mill" not in refused.text
    wrong = [*both[:1], {"client": str(mill.public_id), "role": "primary"}, *both]
    assert program.ask("POST", "/jobs", {"title": "X", "participations": wrong}).status_code >= 400
    assert (
        veras_program.ask("POST", "/jobs", {"title": "Dam", "participations": both}).status_code
        == 403
    )
    assert charlies_program.ask("GET", f"/jobs/{job['id']}").status_code == 404
    foreign = charlies_program.ask("POST", "/jobs", {"title": "Dam", "participations": both})
    assert foreign.status_code == 422
