"""SMS over the API (R17)."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.conversations.models import SmsNumber
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def test_r17_sent_read_and_taken_back_and_who_cannot_be_written_to_is_named(
    program: Program, bobs_program: Program, bakery: Client, alice: Member
) -> None:
    path = f"/clients/{bakery.public_id}/sms"
    people = []
    for name, number in (("Ana", "+447700900461"), ("Bo", "+447700900462"), ("Cy", "")):
        person = Contact.add(by=alice, given_name=name)
        Link.make(bakery, person, by=alice)
        if number:
            Point.add(person, by=alice, kind="phone", text=number, label="Mobile")
        people.append(person)
    ana, bo, cy = people
    words = {"text": "Tomorrow – at 9?", "to": [str(ana.public_id)]}
    assert program.ask("POST", path, words).status_code == 422
    SmsNumber.set_up(by=alice, name="Office", provider="outbox", number="+447700900123")
    [number] = program.ask("GET", "/sms/numbers").json()["items"]
    assert set(number) == {"id", "name", "number", "is_default"}
    [sms] = program.ask("POST", path, words).json()["items"]
    assert (sms["phone"], sms["state"], sms["segments"]) == ("+447700900461", "queued", 1)
    assert sms["contact"]["id"] == str(ana.public_id)
    NoContact.place(bo, by=alice, reason="left in anger", channel="sms")
    refused = program.ask("POST", path, words | {"to": [str(bo.public_id), str(cy.public_id)]})
    assert refused.status_code in {409, 422}
    assert "left in anger" in refused.text
    assert "Cy: No phone number." in refused.text
    assert [each["id"] for each in program.ask("GET", path).json()["items"]] == [sms["id"]]
    one = f"/sms/{sms['id']}"
    assert bobs_program.ask("GET", one).status_code == 404, "what has not left is its author's"
    assert program.ask("POST", f"{one}/retry").status_code == 409
    assert program.ask("DELETE", one).status_code == 204
    assert program.ask("GET", one).status_code == 404
