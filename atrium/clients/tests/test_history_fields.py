"""Fields of the organisation's own in the version history: a line each, seen by who may (J10, V06)."""

from __future__ import annotations

import re

from django.test import Client as Browser

from atrium.clients.models import Client, Field
from atrium.clients.tests.test_history import PAGE, fresh, last_change
from atrium.organisations.models import Member
from atrium.timeline.models import Act


def test_j10_v06_each_field_of_ones_own_stands_on_its_own_line_and_comes_back(
    bakery: Client, alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    make = Field.add(by=alice, label="Boiler make")
    worth = Field.add(by=alice, label="Worth", type="money")
    margin = Field.add(by=alice, label="Margin", min_role="manager")
    alice.organisation.notice_lexicon()
    bakery.edit(by=alice, fields={make: "Ardenn", worth: "£12", margin: "4321"})
    good = Act.objects.latest("id")
    bakery.edit(by=alice, industry="Cake", fields={make: "Calorax", worth: "£13", margin: "77"})
    change = last_change(model="clients.client")
    page = as_alice.get(PAGE).text
    for label, before, after in (
        ("Boiler make", "Ardenn", "Calorax"),
        ("Worth", "£12", "£13"),
        ("Margin", "4321", "77"),
    ):
        assert re.search(rf"<dt>{label}</dt>.*?{before}</del>.*?{after}</ins>", page), label
    his = as_bob.get(PAGE).text
    assert ("Calorax" in his, "Margin" in his, "4321" in his) == (True, False, False)
    only = as_bob.get(f"{PAGE}?field=extra.boiler_make").text
    assert ("Calorax" in only, "£13" in only) == (True, False)
    assert "4321" not in as_bob.get(f"{PAGE}?field=extra.margin").text

    answer = as_bob.post(f"{PAGE}{change.pk}/restore/", {"field": "extra.margin"})
    assert answer.status_code == 404
    as_bob.post(f"{PAGE}{change.pk}/restore/", {"field": "extra.worth"})
    assert fresh(bakery).extra["worth"]["amount"] == 1200
    preview = as_bob.get(f"{PAGE}as-of/{good.pk}/").text
    assert ("then: </span>Ardenn" in preview, "Margin" in preview) == (True, False)
    [seen] = re.findall(r'name="seen" value="(\d+)"', preview)
    as_bob.post(f"{PAGE}as-of/{good.pk}/", {"seen": seen})
    now = fresh(bakery)
    assert (now.extra["boiler_make"], now.extra["margin"], now.industry) == ("Ardenn", "77", "")
