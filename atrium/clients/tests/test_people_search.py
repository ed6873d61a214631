"""Finding people, with or without a client, and never by a client one may not see (R08)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from atrium.clients.models import Client, Contact, Link, Point
from atrium.clients.search.people import find_contacts, matching
from atrium.organisations.models import Member


@pytest.fixture
def mina(alice: Member) -> Contact:
    """Mina stands with no client."""
    mina = Contact.add(by=alice, given_name="Mina", family_name="Müller-Patel")
    Point.add(mina, by=alice, kind="email", text="m.patel@harbour.example")
    Point.add(mina, by=alice, kind="phone", text="+44 20 7946 0123")
    Contact.add(by=alice, given_name="Otto", family_name="Other")
    return mina


@pytest.mark.parametrize(
    "typed",
    ["mina", "patel", "mina patel", "PATEL MI", "muller", "mueller", "m.patel@harbour.example",
     "@harbour.example", "020 7946 0123", "79460123", "0123", "+442079460123"],
)  # fmt: skip
def test_r08_a_person_without_a_client_is_found(alice: Member, mina: Contact, typed: str) -> None:
    assert [found.contact for found in find_contacts(alice, typed)] == [mina]
    assert list(matching(Contact.objects.all(), typed)) == [mina]


@pytest.mark.parametrize("typed", ["nobody", "mina other", "9999999", "?", "'; --", "%"])
def test_r08_what_fits_nobody_finds_nobody(alice: Member, mina: Contact, typed: str) -> None:
    assert list(matching(Contact.objects.all(), typed)) == []


def test_r08_people_of_restricted_clients_are_not_found(
    new_client: Callable[..., Client], alice: Member, bob: Member, mina: Contact
) -> None:
    secret = new_client("Secret")
    Link.make(secret, mina, by=alice)
    secret.restrict(by=alice, to_team=True)

    for typed in ("mina", "m.patel@harbour.example", "0123", ""):
        assert mina not in [found.contact for found in find_contacts(bob, typed)], typed
    Link.make(new_client("Open"), mina, by=alice)
    [found] = find_contacts(bob, "mina")
    assert [str(link.client) for link in found.links] == ["Open"]


def test_r10_the_archive_is_not_searched(alice: Member, mina: Contact) -> None:
    mina.archive(by=alice)

    assert find_contacts(alice, "mina") == []
