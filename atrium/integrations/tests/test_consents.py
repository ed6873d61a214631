"""What people agreed to, noted and read by a program (J11)."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program


def test_j11_a_program_notes_what_a_client_agreed_to(
    program: Program, veras_program: Program, charlies_program: Program, bakery: Client
) -> None:
    home = f"/clients/{bakery.public_id}/consents"
    made = program.ask("POST", "/consent-purposes", {"label": "Fairs", "covers_mailings": True})
    key = made.json()["id"]
    body = {"purpose": key, "given": True, "source": "form", "said_on": "2026-01-02"}
    assert veras_program.ask("POST", home, body).status_code == 403
    assert charlies_program.ask("POST", home, body).status_code == 404
    assert program.ask("POST", home, body).status_code == 201
    assert program.ask("POST", home, body | {"source": "rumour"}).status_code == 422
    [row] = program.ask("GET", home).json()["items"]
    assert (row["purpose"]["label"], row["given"], row["said_on"]) == ("Fairs", True, "2026-01-02")
    assert program.ask("DELETE", f"/consent-purposes/{key}").status_code == 409
