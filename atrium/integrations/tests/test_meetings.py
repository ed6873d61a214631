"""Meetings over the API (R14)."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made
from atrium.organisations.models import Member

NEW: dict[str, Any] = {
    "title": "Tasting",
    "starts_at": "2100-11-24T14:00:00Z",
    "ends_at": "2100-11-24T15:00:00Z",
}


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Invitations wait for their moment, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def test_r14_meetings_are_planned_changed_and_called_off(
    program: Program, bobs_program: Program, bakery: Client, alice: Member, bob: Member
) -> None:
    path = f"/clients/{bakery.public_id}/meetings"
    ask = {"members": [str(bob.public_id)], "addresses": ["guest@mill.example"]}
    meeting = made(program.ask("POST", path, NEW | {"ask": ask}))
    assert (meeting["organiser"]["label"], len(meeting["attendees"])) == ("Alice Ash", 2)
    assert [one["told"] for one in meeting["attendees"]] == [False, False]
    one = f"/meetings/{meeting['id']}"
    tag = program.ask("GET", one)["ETag"]
    moved = {"starts_at": "2100-11-24T15:00:00Z", "ends_at": "2100-11-24T16:00:00Z"}
    assert program.ask("PATCH", one, moved, If_Match=tag).json()["sequence"] == 1
    assert program.ask("PATCH", one, {"place": "Here"}, If_Match=tag).status_code == 412
    for query, count in (
        ("since=2100-11-24T16:00:00Z", 0),
        ("until=2100-11-24T15:30:00Z", 1),
        ("cancelled=true", 0),
        ("who=me", 1),
        (f"who={bob.public_id}", 1),
    ):
        assert len(program.ask("GET", f"/meetings?{query}").json()["items"]) == count, query
    his = meeting["attendees"][0]["id"]
    assert program.ask("DELETE", f"{one}/attendees/{his}").status_code == 204
    asked = program.ask("POST", f"{one}/attendees", {"members": [str(bob.public_id)]}).json()
    assert len(asked["attendees"]) == 2
    assert program.ask("PUT", f"{one}/minutes", {"text": "Rye"}).status_code == 422, "not begun"
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", one).status_code == 404
    assert bobs_program.ask("GET", "/meetings").json()["items"] == []
    gone = program.ask("POST", f"{one}/cancel", {"reason": "The oven broke"}).json()
    assert (gone["cancelled"], gone["reason"]) == (True, "The oven broke")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"title": ""}, 422),
        ({"ends_at": "2100-11-24T13:00:00Z"}, 422),
        ({"timezone": "Mars/Olympus"}, 422),
        ({"repeat": {"every": "week", "until": "2100-11-25"}}, 422),
        ({"ask": {"addresses": ["nobody"]}}, 422),
        ({"ask": {"contacts": ["00000000-0000-0000-0000-000000000009"]}}, 422),
    ],
)
def test_r14_what_does_not_fit_is_refused(
    wrong: dict[str, Any], status: int, program: Program, bakery: Client
) -> None:
    path = f"/clients/{bakery.public_id}/meetings"
    answer = program.ask("POST", path, NEW | wrong)
    assert answer.status_code == status, answer.content
    assert program.ask("GET", "/meetings").json()["items"] == []
