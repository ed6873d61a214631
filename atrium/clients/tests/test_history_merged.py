"""The history of a record in which another went up (J10, X01)."""

from __future__ import annotations

import pytest

from atrium.clients import lexicon
from atrium.clients.history.moment import Moment
from atrium.clients.history.reading import History
from atrium.clients.history.restoring import restore
from atrium.clients.models import Client, Location, Merge
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Change


def test_j10_the_history_of_one_that_took_in_another_tells_both(
    acme: Organisation, bakery: Client, new_client: NewClient, alice: Member
) -> None:
    bakery.edit(by=alice, industry="Bread")
    before = Act.objects.latest("id")
    cafe = new_client("Mill Cafe")
    cafe.edit(by=alice, industry="Coffee")
    cafe.edit(by=alice, industry="Tea")
    theirs = Change.objects.filter(client=cafe, model="clients.client").latest("id")
    kind = next(iter(lexicon.of(acme).location_types.values()))
    place = Location.add(cafe, by=alice, type=kind, street="1 Mill Lane")
    Merge.perform(keep=bakery, absorb=[cafe], by=alice)
    bakery.refresh_from_db()

    page = History.read(bakery, alice, {})
    lines = [(x.label, x.before, x.after) for entry in page.entries for x in entry.lines]
    assert ("Mill Cafe, Industry", "Coffee", "Tea") in lines
    assert ("Industry", "", "Bread") in lines
    with pytest.raises(KeyError):
        restore(bakery, theirs, "industry", by=alice)

    # What came with the merge is no change of the record's own that going back would take away.
    moment = Moment.of(bakery, alice, before.at, before.pk)
    assert not [each for each in moment.differences if "address" in each.label]
    bakery.edit(by=alice, industry="Cake")
    moment = Moment.of(bakery, alice, before.at, before.pk)
    moment.restore(by=alice, seen=moment.newest)
    place.refresh_from_db()
    assert (place.client, Client.objects.get(pk=bakery.pk).industry) == (bakery, "Bread")
