"""Contacts, team and access on the client page."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Grant,
    Link,
)
from atrium.organisations.models import Member, Organisation

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


def fresh(client: Client) -> Client:
    client.refresh_from_db()
    return client


def test_r07_a_contact_is_made_with_roles_and_ways_to_reach(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    form = {
        "given_name": "Ann",
        "family_name": "Oak",
        "job_title": "Baker",
        "roles": [role.pk],
        "email": "ann@bakery.example",
        "phone": "0117 496 0183",
    }

    answer = as_bob.post(f"{PAGE}contacts/add/", form, headers=HTMX)

    assert answer["HX-Retarget"] == "#contacts"
    link = bakery.links.get()
    assert (link.contact.name, link.job_title, link.is_primary) == ("Ann Oak", "Baker", True)
    assert [r.label for r in link.roles.all()] == [role.label]
    assert {p.kind for p in link.contact.points.all()} == {"email", "phone"}


def test_r07_a_wrong_address_leaves_nothing_behind(bakery: Client, as_bob: Browser) -> None:
    form = {"given_name": "Ann", "email": "ann@"}

    answer = as_bob.post(f"{PAGE}contacts/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="ann@"' in answer.text
    assert not Contact.objects.exists()
    assert not bakery.links.exists()


def test_r08_several_existing_contacts_are_assigned_at_once(
    bakery: Client, new_client: Callable[..., Client], alice: Member, as_bob: Browser
) -> None:
    other = new_client("Second")
    people = [Contact.add(by=alice, given_name=n, family_name="Oak") for n in ("Ann", "Ben")]
    for person in people:
        Link.make(other, person, by=alice)

    as_bob.post(
        f"{PAGE}contacts/assign/", {"contact": [str(p.public_id) for p in people]}, headers=HTMX
    )

    assert {link.contact.name for link in bakery.links.all()} == {"Ann Oak", "Ben Oak"}
    assert people[0].links.count() == 2


def test_r09_r10_primary_and_delink_from_the_page(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    ann, ben = (Contact.add(by=alice, given_name=n) for n in ("Ann", "Ben"))
    first = Link.make(bakery, ann, by=alice)
    second = Link.make(bakery, ben, by=alice)

    as_bob.post(f"{PAGE}contacts/{second.public_id}/primary/", headers=HTMX)
    assert [k.contact.name for k in bakery.links.filter(is_primary=True)] == ["Ben"]

    as_bob.delete(f"{PAGE}contacts/{second.public_id}/", headers=HTMX)
    assert [k.contact.name for k in bakery.links.current()] == ["Ann"]
    first.refresh_from_db()
    assert first.is_primary


def test_r16_r19_owner_and_team(bakery: Client, bob: Member, as_alice: Browser) -> None:
    as_alice.post(f"{PAGE}owner/", {"owner": bob.pk}, headers=HTMX)
    assert fresh(bakery).owner == bob

    as_alice.post(f"{PAGE}team/", {"member": f"m{bob.pk}", "role": "Bookkeeper"}, headers=HTMX)
    given = bakery.assignments.get()
    assert (given.member, given.role) == (bob, "Bookkeeper")

    as_alice.delete(f"{PAGE}team/{given.public_id}/", headers=HTMX)
    assert not bakery.assignments.current().exists()

    as_alice.post(f"{PAGE}owner/", {"owner": ""}, headers=HTMX)
    assert fresh(bakery).owner is None


def test_r19_a_restricted_client_is_found_by_those_let_in_only(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    as_alice.post(f"{PAGE}access/", {"restricted": "1"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 404

    as_alice.post(f"{PAGE}access/grants/", {"to": f"m{bob.pk}"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 200

    grant = Grant.objects.get()
    as_alice.delete(f"{PAGE}access/grants/{grant.public_id}/", headers=HTMX)
    assert as_bob.get(PAGE).status_code == 404

    Assignment.give(bakery, by=alice, member=bob, role="Helper")
    assert as_bob.get(PAGE).status_code == 200
