"""What clients signed, noted, renewed and ended by a program (R15)."""

from __future__ import annotations

from django.core.files.base import ContentFile

from atrium.clients.models import Client
from atrium.documents.models import File
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def test_r15_a_program_notes_renews_and_ends_an_agreement(
    program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
    alice: Member,
) -> None:
    home = f"/clients/{bakery.public_id}/agreements"
    paper = File.add(bakery, ContentFile(b"Say nothing", "secret.txt"), by=alice)
    body = {"kind": "confidentiality", "signed_on": "2024-02-29", "valid_until": "2024-12-31"}
    body |= {"document": str(paper.public_id), "signed_by": "Mina Patel"}
    assert veras_program.ask("POST", home, body).status_code == 403
    assert charlies_program.ask("POST", home, body).status_code == 404
    wrong = program.ask("POST", home, body | {"valid_until": "2024-01-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "valid_until")
    made = program.ask("POST", home, body)
    assert made.status_code == 201, made.content
    first = made.json()
    assert (first["holds"], first["document"]["label"]) == (False, "secret.txt")
    one = f"{home}/{first['id']}"
    renewed = program.ask("POST", f"{one}/renewal", {"signed_on": "2024-12-30"}).json()
    assert (renewed["holds"], renewed["renews"]) == (True, first["id"])
    assert (renewed["kind"], renewed["signed_by"]) == ("confidentiality", "Mina Patel")
    assert program.ask("POST", f"{one}/renewal", {"signed_on": "2024-12-30"}).status_code == 409
    assert program.ask("GET", one).json()["ended_on"] == "2024-12-30"
    held = program.ask("GET", f"{home}?holds=true").json()["items"]
    assert [row["id"] for row in held] == [renewed["id"]]
    two = f"{home}/{renewed['id']}"
    assert program.ask("PATCH", two, {"title": "Fair"}).json()["title"] == "Fair"
    assert program.ask("POST", f"{two}/end", {"on": "2025-01-31"}).json()["holds"] is False
    assert program.ask("GET", f"{home}?holds=true").json()["items"] == []
    assert charlies_program.ask("GET", two).status_code == 404
