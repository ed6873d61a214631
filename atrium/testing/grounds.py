"""What a test finds in its database: what the migrations leave, Acme, or Acme with its first client.

Two tests of three begin with Acme, which takes a hundred statements to found. So it is founded once for each process,
in a database of its own, and whoever stands there rolls back. A test that commits always stands on bare ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from atrium.clients.models import Client
    from atrium.organisations.models import Member, Organisation

BARE = ""
COMMITTING = {"transactional_db", "live_server"}
# What has to happen between the founding and the first client.
BETWEEN = {"no_fields", "clock"}


def of(item: pytest.Item) -> str | None:
    """The ground that this test stands on; None where it needs no database."""
    wanted = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if mark is None and not wanted & {"db", *COMMITTING}:
        return None
    if wanted & COMMITTING or (mark and mark.kwargs.get("transaction")):
        return BARE
    if "acme" not in wanted:
        return BARE
    return "acme" if BETWEEN & wanted or "bakery" not in wanted else "bakery"


def found_acme() -> Member:
    """Acme, with Alice as its owner."""
    from atrium.organisations.founding import found

    return found("Acme", email="alice@acme.example", person="Alice Ash")


def add_bakery() -> Client:
    """Acme's client number 1."""
    from atrium.organisations import current

    alice = found_acme()
    with current.entered(alice.organisation):
        return add_client(alice.organisation, alice, "Vincent's Bakery")


def add_client(acme: Organisation, by: Member, name: str, **values: Any) -> Client:
    """A client of the status that new ones have."""
    from atrium.clients import lexicon
    from atrium.clients.models import Client

    return Client.add(by=by, name=name, status=lexicon.of(acme).default_status, **values)


GROUNDS = {"acme": found_acme, "bakery": add_bakery}
