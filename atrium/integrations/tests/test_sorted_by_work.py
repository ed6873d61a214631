"""The list of clients by how many jobs and projects are open (C05)."""

from __future__ import annotations

import base64
import json

from django.http import QueryDict
from django.test import Client as Browser

from atrium.clients.list_order import Place
from atrium.clients.listing import Listing
from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program, token_of
from atrium.jobs.models import Job, Part
from atrium.organisations.models import Member
from atrium.projects.models import Project


def test_c05_clients_are_sorted_by_open_jobs_and_projects_on_the_page_and_by_a_program(
    bakery: Client, new_client: NewClient, alice: Member, as_alice: Browser
) -> None:
    mill, quarry = new_client("Mill"), new_client("Quarry")
    for n in range(2):
        Job.add(quarry, by=alice, title=f"Round {n}")
        Project.add(quarry, by=alice, title=f"Signs {n}")
    Job.add(quarry, by=alice, title="Ended").complete(by=alice)
    Job.add(bakery, by=alice, title="Oven", others=[(quarry, Part.SECONDARY, "")])
    Project.add(bakery, by=alice, title="Menus")
    program = Program(token_of(alice, ["clients:read", "jobs:read", "projects:read"]))
    for slug, most in (("open_jobs", 3), ("open_projects", 2)):
        for sort, order in (
            (slug, [bakery, quarry, mill]),
            (f"-{slug}", [quarry, bakery, mill]),
        ):
            listing = Listing.read(alice, QueryDict(f"sort={sort}"))
            assert [place.key for place in listing.after(None)] == [one.pk for one in order], sort
            again = Place.read(str(listing.after(None)[0]), listing.sort)
            assert [p.key for p in listing.after(again)] == [order[1].pk, mill.pk]
            assert listing.neighbour(order[1], back=True) == order[0]
            first = program.ask("GET", f"/clients?sort={sort}&limit=1").json()
            rest = program.ask("GET", f"/clients?sort={sort}&cursor={first['next']}").json()
            names = [one["name"] for one in first["items"] + rest["items"]]
            assert names == [one.name for one in order]
        Member.objects.filter(pk=alice.pk).update(list_columns=[slug])
        page = as_alice.get(f"/acme/clients/?sort=-{slug}&where={slug}.min:1").text
        assert f"sort={slug}" in page, "its heading turns it round"
        body = page.partition("<tbody")[2]
        assert body.index("Quarry") < body.index("Vincent")
        assert f">{most}<" in body
        assert "Mill" not in body
    far = base64.urlsafe_b64encode(json.dumps([10**30, 1]).encode()).decode()
    assert as_alice.get(f"/acme/clients/?sort=-open_jobs&after={far}").status_code == 200
    without = Program(token_of(alice, ["clients:read", "jobs:read"]))
    assert without.ask("GET", "/clients?sort=-open_projects").status_code == 403
