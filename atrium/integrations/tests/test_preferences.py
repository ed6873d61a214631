"""Preferences by the API: set, forbidden, asked (J11, X05)."""

from __future__ import annotations

from atrium.clients.models import Client, Contact, Link, Point
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member

WISHES = {
    "preferred_channel": "Phone",
    "language": "German",
    "timezone": "Europe/Berlin",
    "hours": {"mon": "9-12, 13-17"},
    "quiet_hours": "21-8",
    "answer_within": 24,
    "notifications": {"mailings": "no", "billing": "email"},
}


def mina(bakery: Client, alice: Member) -> Contact:
    contact = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, contact, by=alice)
    Point.add(contact, by=alice, kind="email", text="mina@bakery.example")
    return contact


def test_j11_preferences_are_set_read_and_kept_from_overwriting(
    program: Program, bakery: Client, alice: Member
) -> None:
    for place in (f"/clients/{bakery.public_id}", f"/contacts/{mina(bakery, alice).public_id}"):
        here = f"{place}/preferences"
        tag = program.ask("GET", here)["ETag"]
        answer = program.ask("PATCH", here, WISHES, If_Match=tag)
        assert answer.status_code == 200
        card = answer.json()
        assert card["language"] == "de"
        assert card["hours"] == {"mon": "9–12, 13–17"}
        assert card["quiet_hours"] == "21–8"
        assert card["notifications"] == WISHES["notifications"]
        assert "Answer: Within a day" in card["sentences"]
        assert program.ask("GET", here).json() == card
        assert program.ask("PATCH", here, {"language": "en"}, If_Match=tag).status_code == 412


def test_j11_what_does_not_fit_is_said_at_its_field(program: Program, bakery: Client) -> None:
    here = f"/clients/{bakery.public_id}/preferences"
    for body in ({"hours": {"mon": "late"}}, {"quiet_hours": "x"}, {"language": "Klingon"}):
        answer = program.ask("PATCH", here, body)
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
    assert program.ask("PATCH", here, {"notifications": {"legal": "no"}}).status_code == 422


def test_j11_do_not_contact_is_final_and_lifted_with_a_reason(
    program: Program, bakery: Client, alice: Member
) -> None:
    mina(bakery, alice)
    reach = f"/clients/{bakery.public_id}/reach"
    asked = program.ask("GET", f"{reach}?kind=status").json()
    assert asked["reached"] is True
    assert asked["considered"][0]["address"] == "mina@bakery.example"

    here = f"/clients/{bakery.public_id}/do-not-contact"
    made = program.ask("POST", here, {"reason": "Asked by letter"})
    assert made.status_code == 201
    refused = program.ask("GET", f"{reach}?kind=emergencies").json()
    assert refused["reached"] is False
    assert refused["considered"][0]["reason"] == "Do not contact: Asked by letter."
    assert program.ask("POST", here, {"reason": "Twice"}).status_code == 422

    lift = f"{here}/{made.json()['id']}/lift"
    assert program.ask("POST", lift, {"reason": "They rang"}).status_code == 204
    assert program.ask("GET", here).json()["items"][0]["lift_reason"] == "They rang"
    assert program.ask("GET", f"{reach}?kind=status").json()["reached"] is True
