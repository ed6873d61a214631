"""A change that names what it read is made on nothing else, however many ask at once (X14)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from atrium.clients.models import Client, Point, Status
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once

WRITERS = 6


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


@pytest.fixture
def bakery(alice: Member) -> Client:
    return Client.add(by=alice, name="Vincent's Bakery", status=Status.objects.get(is_default=True))


def change(organisation: int, secret: str, path: str, tag: str, data: dict[str, str]) -> int:
    with current.entered(organisation), override_settings(ALLOWED_HOSTS=["testserver"]):
        status: int = Program(secret).ask("PATCH", path, data, If_Match=tag).status_code
    return status


@pytest.mark.django_db
def test_x14_a_conflict_names_the_fields_that_differ(bakery: Client, alice: Member) -> None:
    program = Program(token_of(alice, EVERYTHING))
    path = f"/clients/{bakery.public_id}"
    tag = program.ask("GET", path)["ETag"]
    bakery.edit(by=alice, industry="Cake")

    sent = {"industry": "Bread", "came_from": ""}
    answer = program.ask("PATCH", path, sent, If_Match=tag)

    assert answer.status_code == 412
    assert answer.json()["errors"] == [{"field": "industry", "message": 'This is "Cake" now.'}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["client", "point"])
def test_x14_of_many_changes_of_the_same_version_one_is_made(
    alice: Member, bakery: Client, what: str
) -> None:
    secret = token_of(alice, EVERYTHING)
    path, field = f"/clients/{bakery.public_id}", "about"
    if what == "point":
        point = Point.add(bakery, by=alice, kind="phone", text="0117 496 0182")
        path, field = f"{path}/points/{point.public_id}", "label"
    tag = Program(secret).ask("GET", path)["ETag"]

    calls = [
        (alice.organisation_id, secret, path, tag, {field: f"Writer {n}"}) for n in range(WRITERS)
    ]
    outcomes = run_at_once(change, calls)

    assert sorted(outcome.value or outcome.error for outcome in outcomes) == [200] + [412] * 5
