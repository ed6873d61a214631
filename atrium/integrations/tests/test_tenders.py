"""Tenders over the API (B04)."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.base import ContentFile

from atrium.clients.models import Client, Contact, Link
from atrium.documents.models import File
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made
from atrium.organisations.models import Member


def test_b04_tenders_are_added_changed_decided_and_become_work(
    program: Program,
    bakery: Client,
    alice: Member,
    bob: Member,
    new_client: Callable[..., Client],
) -> None:
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, mina, by=alice)
    paper = File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)
    theirs = File.add(new_client("Mill"), ContentFile(b"Mill", "mill.txt"), by=alice)
    stages = {s["label"]: s["id"] for s in program.ask("GET", "/tender-stages").json()["items"]}
    reasons = {r["label"]: r["id"] for r in program.ask("GET", "/tender-reasons").json()["items"]}
    home = f"/clients/{bakery.public_id}/tenders"
    new = {
        "title": "All ovens",
        "amount": 12050,
        "chance": 60,
        "due_on": "2020-11-24",
        "due_time": "12:00",
        "timezone": "Europe/Oslo",
        "owner": str(bob.public_id),
        "contacts": [str(mina.public_id)],
        "documents": [str(paper.public_id)],
    }
    for name, wrong in (
        ("documents", [str(theirs.public_id)]),
        ("due_time", "27:00"),
        ("chance", 101),
        ("stage", str(bakery.public_id)),
    ):
        assert program.ask("POST", home, new | {name: wrong}).status_code == 422, name
    tender = made(program.ask("POST", home, new))
    assert (tender["code"], tender["overdue"], tender["currency"]) == ("T-0001", True, "GBP")
    assert (tender["due_at"], tender["due_time"]) == ("2020-11-24T11:00:00Z", "12:00")
    assert [one["label"] for one in tender["contacts"]] == ["Mina"]
    assert tender["documents"] == [str(paper.public_id)]
    one = f"/tenders/{tender['id']}"
    tag = program.ask("GET", one)["ETag"]
    change = {"stage": stages["Submitted"], "title": "Ovens", "owner": None, "documents": []}
    moved = program.ask("PATCH", one, change, If_Match=tag).json()
    assert (moved["stage"]["label"], moved["title"], moved["owner"], moved["documents"]) == (
        "Submitted",
        "Ovens",
        None,
        [],
    )
    assert program.ask("PATCH", one, {"title": "X"}, If_Match=tag).status_code == 412
    for query, count in (
        ("state=open", 1),
        ("state=overdue", 1),
        ("state=won", 0),
        ("q=t-0001", 1),
        ("due_until=2020-11-23", 0),
        (f"stage={stages['Preparing']}", 0),
        ("owner=me", 0),
        ("binned=true", 0),
    ):
        assert len(program.ask("GET", f"/tenders?{query}").json()["items"]) == count, query
    lost = {"outcome": "lost", "becomes": "job"}
    assert program.ask("POST", f"{one}/decide", lost).status_code == 422
    assert program.ask("POST", f"{one}/become", {"what": "job"}).status_code == 409
    decided = {"outcome": "won", "reason": reasons["Best value"], "becomes": "job"}
    won = program.ask("POST", f"{one}/decide", decided, Idempotency_Key="w")
    assert won.json()["became"]["code"] == "J-0001"
    assert program.ask("POST", f"{one}/decide", decided, Idempotency_Key="w").json() == won.json()
    job = program.ask("GET", f"/jobs/{won.json()['became']['id']}").json()
    assert (job["title"], job["amount"]) == ("Ovens", 12050)
    assert job["participations"][0]["contacts"][0]["label"] == "Mina"
    rate = program.ask("GET", f"/tenders/win-rate?client={bakery.public_id}").json()
    assert (rate["rate"], rate["won"], rate["by_value"][0]["won"]) == (100, 1, 12050)
    later = program.ask("GET", "/tenders/win-rate?decided_before=2020-01-01T00:00:00Z").json()
    assert (later["rate"], later["won"]) == (None, 0)
    assert program.ask("POST", f"{one}/reopen").status_code == 409
    assert program.ask("DELETE", f"/jobs/{job['id']}").status_code == 204
    assert program.ask("POST", f"{one}/reopen").json()["outcome"] is None
    assert program.ask("DELETE", one).status_code == 204
    assert program.ask("PATCH", one, {"title": "X"}).status_code == 409
    assert program.ask("POST", f"{one}/restore").json()["binned_at"] is None


def test_b04_who_may_not_see_a_client_reads_nothing_of_its_tenders(
    program: Program,
    bobs_program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
) -> None:
    home = f"/clients/{bakery.public_id}/tenders"
    one = f"/tenders/{made(program.ask('POST', home, {'title': 'Ovens'}))['id']}"
    assert program.ask("POST", f"{one}/decide", {"outcome": "won"}).status_code == 200
    assert veras_program.ask("GET", one).status_code == 200
    assert veras_program.ask("PATCH", one, {"title": "X"}).status_code == 403
    assert veras_program.ask("POST", home, {"title": "X"}).status_code == 403
    assert charlies_program.ask("GET", one).status_code == 404
    assert charlies_program.ask("POST", home, {"title": "X"}).status_code == 404
    assert bobs_program.ask("GET", "/tenders/win-rate").json()["won"] == 1
    Client.objects.filter(pk=bakery.pk).update(restricted=True, owner=None)
    assert bobs_program.ask("GET", one).status_code == 404
    assert bobs_program.ask("GET", "/tenders").json()["items"] == []
    assert bobs_program.ask("GET", "/tenders/win-rate").json()["won"] == 0
