"""How long records are kept, asked and set by a program (J24)."""

from __future__ import annotations

from atrium.integrations.tests.conftest import Program


def test_j24_a_program_previews_sets_and_ends_a_retention_rule(
    program: Program, bobs_program: Program
) -> None:
    assert bobs_program.ask("GET", "/retention").status_code == 403
    assert program.ask("PUT", "/retention/timeline-money", {"months": 71}).status_code == 422
    kept = program.ask("PUT", "/retention/timeline-money", {"months": 72})
    assert kept.json()["months"] == 72
    assert program.ask("PUT", "/retention/invoices", {"months": 72}).status_code == 404
    told = program.ask("POST", "/retention/calls/preview", {"months": 1}).json()
    assert told == {"count": 0, "named": []}
    assert program.ask("DELETE", "/retention/timeline-money").status_code == 204
    items = program.ask("GET", "/retention").json()["items"]
    assert {line["months"] for line in items} == {None}
    assert program.ask("GET", "/retention-runs").json() == {"items": []}
