"""J04: who links is warned of outdated or missing data, possible duplicates, the wrong company."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients import causes
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.models import Client, Contact, Different, Hold, Link, Point
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member
from atrium.timeline.models import Act

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ann(alice: Member) -> Contact:
    """A person with an e-mail address of Northbank's domain."""
    person = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Point.add(person, by=alice, kind="email", text="ann@northbank.example")
    return person


def told(member: Member, client: Client, **what: Contact | Client) -> dict[str, str]:
    """What is said before linking, by cause."""
    linking = Linking(member=member, client=client, **what)  # type: ignore[arg-type]
    return {warning.code: warning.text for warning in warnings_of(linking)}


def test_j04_a_person_of_another_company_is_warned_of_but_not_refused(
    alice: Member, bob: Member, bakery: Client, ann: Contact, new_client: NewClient
) -> None:
    assert told(alice, bakery, contact=ann) == {}
    northbank = new_client("Northbank Studio")
    Point.add(northbank, by=alice, kind="email", text="office@northbank.example")
    wrong = told(alice, bakery, contact=ann)
    assert wrong == {
        causes.LINK_WRONG_COMPANY: "Ann Oak writes from northbank.example, which is the domain of "
        "Northbank Studio (C-0002)."
    }
    assert told(alice, northbank, contact=ann) == {}
    Link.make(northbank, ann, by=alice)
    assert told(alice, bakery, contact=ann) == wrong
    other = Contact.add(by=alice, given_name="Ben", family_name="Elm")
    Point.add(other, by=alice, kind="email", text="ben@northbank.example")
    northbank.restrict(by=alice, to_team=True)
    assert told(bob, bakery, contact=other) == {}
    Point.objects.filter(client=northbank).delete()
    [elsewhere] = told(alice, bakery, contact=ann).values()
    assert "stands with Northbank Studio already" in elsewhere
    assert Link.make(bakery, ann, by=alice).pk


def test_j04_missing_wrong_and_outdated_data_and_doubles_are_told(
    alice: Member, bob: Member, bakery: Client, ann: Contact, new_client: NewClient
) -> None:
    twin = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Link.make(bakery, twin, by=alice)
    assert told(alice, bakery, contact=ann) == {
        causes.LINK_DUPLICATE: "Ann Oak may be here twice: Ann Oak of Vincent's Bakery has the "
        "same name, e-mail or phone."
    }
    empty = Contact.add(by=alice, given_name="Zoe", family_name="Ash")
    assert set(told(alice, bakery, contact=empty)) == {causes.LINK_UNREACHABLE}
    Point.objects.filter(contact=ann).update(sound=False)
    Act.objects.update(at=timezone.now() - timedelta(days=600))
    assert {causes.LINK_INVALID, causes.LINK_OUTDATED} <= set(told(alice, bakery, contact=ann))
    alice.organisation.outdated_after = 0
    assert causes.LINK_OUTDATED not in told(alice, bakery, contact=ann)
    bakery.restrict(by=alice, to_team=True)
    other = new_client("Elm & Co")
    assert causes.LINK_DUPLICATE not in told(bob, other, contact=ann)


def test_j04_a_client_to_relate_is_looked_at_as_well(
    alice: Member, bakery: Client, new_client: NewClient
) -> None:
    other = new_client("Harbour Metalworks")
    twin = new_client("Harbour Metal works")
    for client in (other, twin):
        Point.add(client, by=alice, kind="email", text="office@harbour-metal.example")
        Point.add(client, by=alice, kind="phone", text="020 7946 0958")
    Hold.place(other, by=alice, reason="Owes")
    found = told(alice, bakery, other=other)
    assert set(found) == {causes.ON_HOLD, causes.LINK_DUPLICATE}
    assert "Harbour Metal works (C-0003)" in found[causes.LINK_DUPLICATE]
    Different.say(other, twin, by=alice)
    assert set(told(alice, bakery, other=other)) == {causes.ON_HOLD}
    assert causes.LINK_TOLD_APART in told(alice, twin, other=other)


def test_j04_the_dialogs_and_the_api_warn(
    as_alice: Browser, as_bob: Browser, alice: Member, bob: Member, bakery: Client, ann: Contact
) -> None:
    Point.objects.all().delete()
    url = f"/acme/clients/1/linking/?contact={ann.public_id}"
    page = as_alice.get(url, headers=HTMX).content.decode()
    assert "Ann Oak has no phone and no e-mail address." in page
    assert f"/acme/contacts/{ann.public_id}/" in page
    there = as_alice.get(f"/acme/contacts/{ann.public_id}/linking/?client=1").content.decode()
    assert "Ann Oak has no phone" in there
    assert as_alice.get("/acme/clients/1/linking/?contact=x&client=zz&client=99").status_code == 200
    dialog = as_alice.get("/acme/clients/1/contacts/add/", headers=HTMX).content.decode()
    assert 'data-hx-get="/acme/clients/1/linking/"' in dialog
    said = as_alice.post(
        "/acme/clients/1/contacts/assign/", {"contact": str(ann.public_id)}, headers=HTMX
    )
    assert "No phone and no e-mail address: Ann Oak." in said.content.decode()

    program = Program(token_of(bob, EVERYTHING))
    path = f"/clients/{bakery.public_id}/linking?contact={ann.public_id}"
    [warning] = program.ask("GET", path).json()["items"]
    assert (warning["cause"], warning["next"][0]["does"]) == ("link.unreachable", "open")
    bakery.restrict(by=alice, to_team=True)
    answer = program.ask("GET", path)
    assert (answer.status_code, answer.json()["cause"]) == (404, "client.absent")
    assert as_bob.get(url).status_code == 404
