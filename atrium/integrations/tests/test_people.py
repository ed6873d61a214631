"""People by the API: their links, who reports to whom, the archive (R07-R10, J15, X06)."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member, Organisation


@pytest.fixture
def people(alice: Member) -> list[Contact]:
    return [Contact.add(by=alice, given_name=n, family_name="Oak") for n in ("Ann", "Ben", "Cat")]


@pytest.fixture
def here(bakery: Client) -> str:
    return f"/clients/{bakery.public_id}/contacts"


def test_r08_several_are_assigned_and_the_skipped_named(
    program: Program,
    here: str,
    bakery: Client,
    alice: Member,
    people: list[Contact],
    acme: Organisation,
) -> None:
    Link.make(bakery, people[0], by=alice)
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    body = {"contacts": [str(p.public_id) for p in people], "roles": [str(role.public_id)]}

    told = program.ask("POST", f"{here}/assign", body, Idempotency_Key="one").json()

    assert [link["contact"]["name"] for link in told["assigned"]] == ["Ben Oak", "Cat Oak"]
    assert {r["label"] for link in told["assigned"] for r in link["roles"]} == {role.label}
    assert told["skipped"] == [
        {
            "contact": str(people[0].public_id),
            "reason": "Ann Oak is a contact of Vincent's Bakery already.",
        }
    ]
    again = program.ask("POST", f"{here}/assign", body, Idempotency_Key="one").json()
    assert again == told


def test_r08_nobody_is_assigned_whom_the_member_cannot_see(
    bobs_program: Program, here: str, new_client: NewClient, alice: Member, people: list[Contact]
) -> None:
    secret = new_client("Secret")
    Link.make(secret, people[0], by=alice)
    secret.restrict(by=alice, to_team=True)

    answer = bobs_program.ask("POST", f"{here}/assign", {"contacts": [str(people[0].public_id)]})

    assert answer.status_code == 422
    assert bobs_program.ask("GET", "/contacts?q=ann").json()["items"] == []


def test_j15_who_reports_to_whom_is_set_and_makes_no_circle(
    program: Program, here: str, bakery: Client, alice: Member, people: list[Contact]
) -> None:
    ann, ben, _ = (Link.make(bakery, person, by=alice) for person in people)

    def put(link: Link, above: Any) -> Any:
        return program.ask("PATCH", f"{here}/{link.public_id}", {"reports_to": above})

    assert put(ben, str(ann.public_id)).json()["reports_to"] == str(ann.public_id)
    assert put(ann, str(ben.public_id)).status_code == 422
    assert put(ann, str(people[0].public_id)).status_code == 422
    assert put(ben, None).json()["reports_to"] is None


def test_x06_dates_are_kept_and_the_past_is_told(
    program: Program, here: str, people: list[Contact]
) -> None:
    body = {
        "contact": str(people[0].public_id),
        "began_on": "2021-03-01",
        "job_title": "Bookkeeper",
    }
    link = program.ask("POST", here, body).json()
    assert link["began_on"] == "2021-03-01"
    assert (
        program.ask("PATCH", f"{here}/{link['id']}", {"ended_on": "2022-01-01"}).status_code == 422
    )

    program.ask("DELETE", f"{here}/{link['id']}")
    program.ask("PATCH", f"{here}/{link['id']}", {"ended_on": "2023-05-31"})

    told = program.ask("GET", f"/contacts/{people[0].public_id}").json()
    assert told["clients"] == []
    [past] = told["past_clients"]
    assert (past["job_title"], past["began_on"], past["ended_on"]) == (
        "Bookkeeper", "2021-03-01", "2023-05-31",
    )  # fmt: skip


def test_r07_contacts_are_filtered(
    program: Program, bakery: Client, alice: Member, people: list[Contact], acme: Organisation
) -> None:
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    Link.make(bakery, people[0], by=alice, roles=[role])

    def names(query: str) -> list[str]:
        return [i["name"] for i in program.ask("GET", f"/contacts?{query}").json()["items"]]

    assert names(f"role={role.public_id}") == ["Ann Oak"]
    assert names("without_client=true") == ["Ben Oak", "Cat Oak"]
    assert names("q=oak%20be") == ["Ben Oak"]


def test_r10_a_contact_is_archived_and_restored(
    program: Program, bakery: Client, alice: Member, people: list[Contact]
) -> None:
    Link.make(bakery, people[0], by=alice)
    ann, ben = (f"/contacts/{p.public_id}" for p in people[:2])

    assert program.ask("POST", f"{ann}/archive").status_code == 409
    assert program.ask("POST", f"{ben}/archive").json()["archived_at"]
    archived = program.ask("GET", "/contacts?state=archived").json()["items"]
    assert [person["name"] for person in archived] == ["Ben Oak"]
    assert program.ask("POST", f"{ben}/restore").json()["archived_at"] is None


def test_r07_a_change_of_what_changed_meanwhile_is_refused(
    program: Program, people: list[Contact], alice: Member
) -> None:
    path = f"/contacts/{people[0].public_id}"
    tag = program.ask("GET", path)["ETag"]
    people[0].edit(by=alice, language="de")

    answer = program.ask("PATCH", path, {"about": "Early riser"}, If_Match=tag)

    assert answer.status_code == 412
