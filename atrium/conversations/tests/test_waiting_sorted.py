"""The list of clients by who waits longest for an answer (V03)."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.list_order import Place
from atrium.clients.listing import Listing
from atrium.clients.models import Client, Point
from atrium.conftest import NewClient
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Mailbox
from atrium.conversations.tests.letters import letter
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations.models import Member


def test_v03_the_list_is_sorted_by_who_waits_longest_on_the_page_and_by_a_program(
    bakery: Client, new_client: NewClient, alice: Member, as_alice: Browser
) -> None:
    office = Mailbox.open(by=alice, address="office@acme.example")
    mill, quarry = new_client("Mill"), new_client("Quarry")
    Point.add(bakery, by=alice, kind="email", text="ana@bakery.example")
    Point.add(quarry, by=alice, kind="email", text="leo@quarry.example")
    said: Any = (("ana@bakery.example", 1), ("leo@quarry.example", 5), ("leo@quarry.example", 0.5))
    for sender, hours in said:
        at = format_datetime(timezone.now() - timedelta(hours=hours))
        stored(office, letter(Message_ID=f"<{hours}@x>", Date=at, From=sender))
    program = Program(token_of(alice, ["clients:read", "messages:read"]))
    for sort, order in (
        ("waiting_since", [quarry, bakery, mill]),
        ("-waiting_since", [bakery, quarry, mill]),
    ):
        listing = Listing.read(alice, QueryDict(f"sort={sort}"))
        assert [place.key for place in listing.after(None)] == [each.pk for each in order], sort
        again = Place.read(str(listing.after(None)[1]), listing.sort)
        assert [place.key for place in listing.after(again)] == [mill.pk]
        assert listing.neighbour(order[1], back=True) == order[0]
        first = program.ask("GET", f"/clients?sort={sort}&limit=2").json()
        rest = program.ask("GET", f"/clients?sort={sort}&cursor={first['next']}").json()
        names = [one["name"] for one in first["items"] + rest["items"]]
        assert names == [each.name for each in order]
    Member.objects.filter(pk=alice.pk).update(list_columns=["waiting_since"])
    assert "sort=waiting_since" in as_alice.get("/acme/clients/").text, "its heading sorts by it"
    without = Program(token_of(alice, ["clients:read"]))
    assert without.ask("GET", "/clients?sort=waiting_since").status_code == 403
