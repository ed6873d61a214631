"""R06, J06: places of a client, where it is served, and what to know of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Location, LocationType, ServiceArea, Status
from atrium.clients.places import parts_of
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once
from atrium.timeline.undoing import undo

type NewClient = Callable[..., Client]
HX = {"HX-Request": "true"}


def kind(label: str) -> LocationType:
    row: LocationType = LocationType.objects.get(label=label)
    return row


@pytest.fixture
def yard(bakery: Client, alice: Member) -> Location:
    return Location.add(
        bakery, by=alice, type=kind("Service"), street="1 Quay Street", city="Bristol", country="GB"
    )


def test_r06_an_organisation_begins_with_the_usual_types(acme: object) -> None:
    labels = LocationType.objects.values_list("label", flat=True)
    assert list(labels) == ["Billing", "Workplace", "Service", "Mailing"]


@pytest.mark.parametrize(
    ("country", "parts"),
    [
        ("GB", ["Street", "Post town", "Postcode"]),
        ("DE", ["Street", "Postcode", "Town"]),
        ("US", ["Street", "Town", "State", "ZIP code"]),
        ("JP", ["Postcode", "Prefecture", "Street"]),
        ("IE", ["Street", "Town", "County", "Eircode"]),
        ("", ["Street", "Town", "Region", "Postcode"]),
        ("XX", ["Street", "Town", "Region", "Postcode"]),
    ],
)
def test_r06_the_form_has_the_order_and_words_of_the_country(
    country: str, parts: list[str]
) -> None:
    assert [part.label for part in parts_of(country)] == parts


def test_r06_changing_the_country_draws_the_form_anew_and_keeps_what_was_typed(
    as_bob: Browser, bakery: Client
) -> None:
    typed = {"country": "US", "street": "5 Elm St", "postcode": "94103"}
    for url, headers in (
        ("/acme/clients/1/locations/parts/", HX),
        ("/acme/clients/1/locations/add/?redraw=1&", {}),
    ):
        page = (
            as_bob.get(url, typed, headers=headers)
            if headers
            else as_bob.get(url, typed | {"redraw": "1"})
        )
        text = page.content.decode()
        assert text.index("5 Elm St") < text.index(">State") < text.index(">ZIP code")
        assert 'value="94103"' in text


def test_r06_a_doubtful_postcode_is_kept_with_the_mend(as_bob: Browser, bakery: Client) -> None:
    form: dict[str, str] = {
        "type": str(kind("Billing").pk),
        "city": "Bonn",
        "country": "DE",
        "postcode": "123",
    }
    warned = as_bob.get("/acme/clients/1/locations/parts/", form, headers=HX).content.decode()
    assert "does not look like a postal code there" in warned
    kept = as_bob.post("/acme/clients/1/locations/add/", form, headers=HX)
    assert kept.status_code == 200
    assert "Address added. “123” does not look like" in kept.content.decode()
    place = Location.objects.get()
    assert (place.postcode, place.doubtful) == ("123", True)
    url = f"/acme/clients/1/locations/{place.public_id}/"
    as_bob.post(url, form | {"postcode": "53113"})
    place.refresh_from_db()
    assert (place.postcode, place.doubtful) == ("53113", False)


def test_r06_a_postcode_takes_the_spelling_of_its_country(yard: Location, alice: Member) -> None:
    yard.edit(by=alice, postcode="bs14dj")
    assert yard.postcode == "BS1 4DJ"


def test_r06_notes_for_those_who_go_there_stand_out(
    as_bob: Browser, bakery: Client, yard: Location
) -> None:
    form = {"type": yard.type_id, "street": yard.street, "city": yard.city, "country": "GB"}
    notes = {"note_dog": "Rex,  friendly", "note_key_safe": "Left of the gate"}
    url = f"/acme/clients/1/locations/{yard.public_id}/"
    as_bob.post(url, form | notes)
    yard.refresh_from_db()
    assert yard.site_notes == {"dog": "Rex, friendly", "key_safe": "Left of the gate"}
    for page in ("", "locations/"):
        text = as_bob.get(bakery.get_absolute_url() + page).content.decode()
        assert '<li data-tone="warn" title="Dog">' in text
    assert as_bob.post(url, form | {"note_dog": "x" * 501}).status_code == 422


def test_r06_a_service_address_says_what_a_technician_lacks(yard: Location, alice: Member) -> None:
    assert yard.lacks == ["postcode", "how to get in"]
    yard.edit(by=alice, postcode="BS1 4DJ", site_notes={"access": "Ring twice"})
    assert yard.lacks == []
    yard.edit(by=alice, type=kind("Billing"), site_notes={})
    assert yard.lacks == []


def test_r06_the_map_is_a_link_and_nothing_is_asked_of_it(
    as_bob: Browser, bakery: Client, yard: Location
) -> None:
    assert yard.geo_url == "geo:0,0?q=1+Quay+Street%2C+Bristol%2C+GB"
    page = as_bob.get(bakery.get_absolute_url()).content.decode()
    assert 'href="https://www.openstreetmap.org/search?query=1+Quay+Street' in page
    assert 'src="https://' not in page


def test_r06_the_tab_shows_filters_and_marks_many_places(
    as_bob: Browser, as_charlie: Browser, bakery: Client, alice: Member
) -> None:
    for n in range(40):
        Location.add(bakery, by=alice, type=kind("Workplace"), street=f"{n} Mill Lane", city="Bath")
    Location.add(bakery, by=alice, type=kind("Billing"), street="1 Quay Street", city="Bristol")
    url = "/acme/clients/1/locations/"
    page = as_bob.get(url).content.decode()
    assert page.count("<tr id=") == 41
    assert page.count('<span class="mini" data-primary>Default</span>') == 2
    assert as_bob.get(url, {"q": "quay"}).content.decode().count("<tr id=") == 1
    assert as_bob.get(url, {"type": kind("Workplace").pk}).content.decode().count("<tr id=") == 40
    assert "No location matches" in as_bob.get(url, {"q": "nowhere"}).content.decode()
    assert as_bob.get(url, {"type": "9" * 30}).status_code == 200
    assert as_charlie.get(url).status_code == 404


def test_r06_a_page_with_forty_places_takes_few_statements(
    as_bob: Browser,
    bakery: Client,
    alice: Member,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for n in range(40):
        Location.add(bakery, by=alice, type=kind("Workplace"), street=f"{n} Mill Lane")
    ServiceArea.add(bakery, by=alice, postcodes=["BS1"])
    as_bob.get("/acme/clients/1/locations/")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        as_bob.get("/acme/clients/1/locations/")


def test_j06_a_service_area_is_postcodes_or_a_radius(
    as_bob: Browser, bakery: Client, yard: Location
) -> None:
    new = "/acme/clients/1/areas/add/"
    assert as_bob.get(new).status_code == 200
    as_bob.post(new, {"label": "Harbour", "postcodes": "bs1, BS2 0\nbs1"})
    near = {"radius": "12.5", "unit": "mi", "around": yard.public_id}
    as_bob.post(new, near)
    codes, round_ = ServiceArea.objects.all()
    assert codes.postcodes == ["BS1", "BS2 0"]
    assert [codes.covers(code) for code in ("bs1 4dj", "BS20 1AA", "BS3 1AA")] == [
        True,
        True,
        False,
    ]
    assert (round_.radius, round_.unit, round_.around) == (Decimal("12.5"), "mi", yard)
    assert round_.covers("BS1") is None
    page = as_bob.get("/acme/clients/1/locations/").content.decode()
    assert "12.5 miles around 1 Quay Street, Bristol" in page
    assert bakery.events.filter(kind="client.service_area_added").count() == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"label": ""}, "one of both"),
        ({"postcodes": "BS1", "radius": "5"}, "one of both"),
        ({"radius": "5"}, "Choose the location"),
        ({"postcodes": "<b>"}, "is no postcode"),
        ({"radius": "-1"}, "greater than or equal"),
    ],
)
def test_j06_a_wrong_service_area_says_how_to_mend_it(
    as_bob: Browser, bakery: Client, form: dict[str, str], words: str
) -> None:
    answer = as_bob.post("/acme/clients/1/areas/add/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ServiceArea.objects.exists()


def test_j06_an_area_is_changed_removed_and_brought_back(
    as_bob: Browser, bakery: Client, yard: Location, alice: Member
) -> None:
    area = ServiceArea.add(bakery, by=alice, around=yard, radius=Decimal(5))
    url = f"/acme/clients/1/areas/{area.public_id}/"
    as_bob.post(url, {"postcodes": "BS1"})
    area.refresh_from_db()
    assert (area.postcodes, area.around_id, area.radius) == (["BS1"], None, None)
    as_bob.post(url, {"remove": "1"})
    assert not ServiceArea.objects.exists()
    bob = Member.objects.get(name="Bob Birch")
    undo(bob.acts.latest("pk"), by=alice)
    assert ServiceArea.objects.get().postcodes == ["BS1"]


def test_j06_a_location_that_an_area_is_measured_from_stays(
    bakery: Client, yard: Location, alice: Member
) -> None:
    ServiceArea.add(bakery, by=alice, around=yard, radius=Decimal(5))
    with pytest.raises(Refusal, match="Change the area first"):
        yard.drop(by=alice)


def test_j06_areas_are_for_those_who_may(  # noqa: PLR0913, PLR0917 - one of each role
    as_vera: Browser,
    as_charlie: Browser,
    as_bob: Browser,
    visitor: Browser,
    bakery: Client,
    yard: Location,
    alice: Member,
    new_client: NewClient,
) -> None:
    area = ServiceArea.add(bakery, by=alice, postcodes=["BS1"])
    for url in ("add/", f"{area.public_id}/"):
        assert as_vera.get(f"/acme/clients/1/areas/{url}").status_code == 403
        assert as_charlie.get(f"/acme/clients/1/areas/{url}").status_code == 404
        assert visitor.get(f"/acme/clients/1/areas/{url}").status_code == 302
    assert as_vera.get("/acme/clients/1/locations/parts/").status_code == 403
    assert as_charlie.get("/acme/clients/1/locations/parts/").status_code == 404
    rose = new_client("Rose")
    assert as_bob.get(f"/acme/clients/{rose.number}/areas/{area.public_id}/").status_code == 404
    with pytest.raises(Refusal, match="a location of this client"):
        ServiceArea.add(rose, by=alice, around=yard, radius=Decimal(5))
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.get("/acme/clients/1/areas/add/").status_code == 404


class TestAtOnce:
    """Several make their own location the default of one type."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def owner(self) -> Iterator[Member]:
        owner = found("Acme", email="alice@acme.example", person="Alice Ash")
        with current.entered(owner.organisation):
            yield owner

    def test_r06_one_of_each_type_is_the_default(self, owner: Member) -> None:
        status = Status.objects.get(is_default=True)
        bakery = Client.add(by=owner, name="Bakery", status=status)
        places = [
            Location.add(bakery, by=owner, type=kind("Service"), street=f"{n} Mill Lane")
            for n in range(4)
        ]
        outcomes = run_at_once(prefer, [(owner.organisation_id, place.pk) for place in places])
        assert [outcome.error for outcome in outcomes] == [""] * 4
        assert Location.objects.filter(is_default=True).count() == 1


def prefer(organisation: int, key: int) -> None:
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        place = Location.objects.select_related("client", "type").get(pk=key)
        for _ in range(3):
            place.make_default(by=alice)
