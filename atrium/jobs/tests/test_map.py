"""J01: jobs by where they are, beside their list."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client as Browser

from atrium.clients.models import Client, Location, LocationType
from atrium.jobs.models import Part
from atrium.jobs.tests.conftest import NewJob
from atrium.organisations.models import Member


def test_j01_jobs_stand_on_a_map_and_in_the_list_beside_it(  # noqa: PLR0913, PLR0917 - one of each role
    bakery: Client,
    alice: Member,
    new_client: Callable[..., Client],
    new_job: NewJob,
    as_alice: Browser,
    as_bob: Browser,
    as_charlie: Browser,
) -> None:
    mill, work = new_client("Mill"), LocationType.objects.earliest("position")
    yard = Location.add(bakery, by=alice, type=work, city="Leeds", coordinates="53.8, -1.55")
    plain = Location.add(bakery, by=alice, type=work, city="York")
    far = Location.add(mill, by=alice, type=work, city="Secretville", coordinates="50, 1")
    new_job("At the yard", location=yard)
    new_job("At York", location=plain)
    new_job("Anywhere")
    new_job("At the mill", others=[(mill, Part.SECONDARY, "")], location=far)
    new_job("Ended", location=yard).complete(by=alice)
    page = as_alice.get("/acme/jobs/map/").text
    assert page.count("data-at=") == 2
    assert 'data-at="53.8, -1.55"' in page
    assert "2 on the map, 2 not" in page
    assert "Its location has no coordinates." in page
    assert "Ended" not in page
    assert as_alice.get("/acme/jobs/map/?show=done").text.count("data-at=") == 1
    # The place of a client that a member must not know is not told.
    mill.restrict(by=alice, to_team=True)
    hidden = as_bob.get("/acme/jobs/map/").text
    assert "At the mill" in hidden
    assert "Secretville" not in hidden
    assert hidden.count("data-at=") == 1
    assert "tile" not in as_alice.get("/acme/jobs/map/").headers["Content-Security-Policy"]
    assert as_charlie.get("/acme/jobs/map/").status_code == 404
