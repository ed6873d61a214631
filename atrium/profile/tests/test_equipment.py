"""J06: what is looked after at a client, on its page, its timeline and for programs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, Merge
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.profile.models import Equipment
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

TAB = "/acme/clients/1/equipment/"
HX = {"HX-Request": "true"}


@pytest.fixture
def yard(bakery: Client, alice: Member) -> Location:
    kind = next(iter(lexicon.of(alice.organisation).location_types.values()))
    return Location.add(bakery, by=alice, type=kind, street="1 Quay Street", city="Bristol")


@pytest.fixture
def oven(bakery: Client, yard: Location, alice: Member) -> Equipment:
    return Equipment.add(
        bakery, by=alice, name="Oven", maker="Hestley", model="D4", serial="H-1", location=yard
    )


def told(client: Client) -> list[str]:
    events = Event.objects.filter(client=client, kind__startswith="equipment.")
    return [str(event.sentence) for event in events.order_by("id")]


def test_j06_equipment_is_added_changed_serviced_and_removed_on_the_page(
    bakery: Client, yard: Location, as_bob: Browser, as_vera: Browser
) -> None:
    sent = {"name": " Oven ", "maker": "Hestley", "model": "D4", "location": str(yard.public_id)}
    assert as_bob.post(f"{TAB}add/", sent).status_code == 302
    oven = Equipment.objects.get()
    one = f"{TAB}{oven.public_id}/"
    assert as_bob.post(one, sent | {"name": "Deck oven", "location": ""}).status_code == 302
    day = date(2026, 3, 2)
    answer = as_bob.post(f"{one}service/", {"on": day, "what": "Stone turned"}, headers=HX)
    assert "Service of Deck oven recorded" in answer.text
    page = as_vera.get(TAB).text
    assert ("Hestley D4" in page, "Serviced 2 Mar 2026" in page) == (True, True)
    assert "Record service" not in page
    assert "1 piece of equipment" in as_vera.get("/acme/clients/1/").text
    assert "Stone turned" in as_bob.get(f"{one}service/", headers=HX).text
    assert as_bob.delete(one, headers=HX).status_code == 200
    changed = "Name from <b>Oven</b> to <b>Deck oven</b>, "
    changed += "Location <b>1 Quay Street, Bristol</b> to be empty"
    assert told(bakery) == [
        "Bob Birch added the equipment <b>Oven</b> (Hestley D4)",
        f"Bob Birch changed the equipment <b>Deck oven</b>: {changed}",
        "Bob Birch serviced the equipment <b>Deck oven</b> on 2 Mar 2026: Stone turned",
        "Bob Birch removed the equipment <b>Deck oven</b> (Hestley D4)",
    ]
    assert not Equipment.objects.exists()


def test_j06_what_does_not_fit_is_told_at_its_field(
    bakery: Client, oven: Equipment, alice: Member, as_bob: Browser, as_vera: Browser
) -> None:
    tomorrow = alice.organisation.today() + timedelta(days=1)
    answers = [
        as_bob.post(f"{TAB}add/", {"name": ""}, headers=HX),
        as_bob.post(f"{TAB}add/", {"name": "Lift", "installed_on": tomorrow}, headers=HX),
        as_bob.post(f"{TAB}{oven.public_id}/service/", {"on": tomorrow}, headers=HX),
        as_bob.post(f"{TAB}{oven.public_id}/service/", {"on": "soon"}, headers=HX),
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    words = [
        "Give the piece",
        "cannot be installed in the future",
        "in the future",
        "Write the day",
    ]
    assert [word in answer.text for word, answer in zip(words, answers, strict=True)] == [True] * 4
    assert as_vera.post(f"{TAB}add/", {"name": "Lift"}).status_code == 403
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        oven.edit(by=alice, name="X")


def test_j06_equipment_outlives_its_address_and_comes_back_with_it(
    bakery: Client, yard: Location, oven: Equipment, alice: Member
) -> None:
    yard.drop(by=alice)
    oven.refresh_from_db()
    assert (oven.location_id, oven.name) == (None, "Oven")
    undo(Act.objects.filter(label__startswith="Removed an address").latest("id"), by=alice)
    oven.refresh_from_db()
    assert oven.location == yard
    oven.service(by=alice, on=date(2026, 1, 5))
    oven.service(by=alice, on=date(2025, 1, 5), what="Told late")
    oven.refresh_from_db()
    assert oven.serviced_on == date(2026, 1, 5)
    oven.drop(by=alice)
    undo(Act.objects.latest("id"), by=alice)
    assert Equipment.objects.get().serial == "H-1"


def test_j06_another_organisation_finds_nothing(oven: Equipment, as_charlie: Browser) -> None:
    paths = [TAB, f"{TAB}add/", f"{TAB}{oven.public_id}/", f"{TAB}{oven.public_id}/service/"]
    assert [as_charlie.get(path).status_code for path in paths] == [404] * 4


def test_x02_equipment_moves_with_its_place_when_clients_are_merged_and_back(
    oven: Equipment, yard: Location, bakery: Client, new_client: NewClient, alice: Member
) -> None:
    keep = new_client("Vincent Bakers")
    Location.add(keep, by=alice, type=yard.type, street=yard.street, city=yard.city)
    Merge.perform(keep=Client.objects.get(pk=keep.pk), absorb=[bakery], by=alice, picks={})
    moved = Equipment.objects.get()
    assert (moved.client, moved.location.client if moved.location else None) == (keep, keep)
    undo(Act.objects.latest("id"), by=alice)
    back = Equipment.objects.get()
    assert (back.client, back.location) == (bakery, yard)
