"""A new client, and the care not to make one twice."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, Point
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

NEW = "/acme/clients/new/"


@pytest.fixture
def form(acme: Organisation, bob: Member) -> dict[str, object]:
    status = lexicon.of(acme).default_status.pk
    return {"kind": "company", "name": "Ash & Sons", "status": status, "owner": bob.pk}


def test_v02_a_company_with_all_that_is_known_is_one_act(
    as_bob: Browser, form: dict[str, object], acme: Organisation, bob: Member
) -> None:
    tag = next(iter(lexicon.of(acme).tags.values()))
    more = {"email": "hello@ash.example", "phone": "020 7946 0123", "city": "Bristol"}
    answer = as_bob.post(NEW, form | more | {"street": "1 Quay Street", "tags": [tag.pk]})
    assert answer["Location"] == "/acme/clients/1/"

    client = Client.objects.get()
    assert (client.name, client.kind, client.owner) == ("Ash & Sons", "company", bob)
    points = Point.objects.order_by("kind").values_list("kind", "normal")
    assert list(points) == [("email", "hello@ash.example"), ("phone", "+442079460123")]
    place = Location.objects.get()
    assert (place.city, place.country) == ("Bristol", "")
    assert list(client.tags.all()) == [tag]

    undo(Act.objects.get(label="Added Ash & Sons"), by=bob)
    assert not Client.objects.visible_to(bob).exists()


def test_v02_a_person_is_named_by_first_and_last_name(
    as_bob: Browser, form: dict[str, object]
) -> None:
    person = {"kind": "individual", "name": "", "given_name": "Ann", "family_name": "Oak"}
    as_bob.post(NEW, form | person)
    client = Client.objects.get()
    assert (client.name, client.given_name, client.family_name) == ("Ann Oak", "Ann", "Oak")


def test_v02_the_country_is_ours_unless_said_and_makes_no_address_alone(
    as_bob: Browser, form: dict[str, object], acme: Organisation
) -> None:
    Organisation.objects.filter(pk=acme.pk).update(country="GB")
    assert 'value="United Kingdom"' in as_bob.get(NEW).text
    as_bob.post(NEW, form | {"country": "United Kingdom"})
    assert not Location.objects.exists()
    as_bob.post(NEW, form | {"name": "Beech", "country": "United Kingdom", "city": "Bath"})
    assert Location.objects.get().country == "GB"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Give the client a name."),
        ({"kind": "individual"}, "Give the client a first or a last name."),
        ({"name": "x" * 301}, "at most 300 characters"),
        ({"email": "nobody"}, "id_email_error"),
        ({"phone": "12"}, "id_phone_error"),
        ({"city": "Bristol", "country": "Narnia"}, "id_country_error"),
        ({"status": "999"}, "id_status_error"),
        ({"owner": "999"}, "id_owner_error"),
        ({"kind": "ghost"}, "id_kind_error"),
    ],
)
def test_v02_what_is_wrong_is_said_at_its_field_and_nothing_is_added(
    as_bob: Browser, form: dict[str, object], wrong: dict[str, str], words: str
) -> None:
    answer = as_bob.post(NEW, form | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Client.objects.exists()


def test_v02_only_who_may_edit_adds_clients(
    as_vera: Browser, as_charlie: Browser, visitor: Browser, form: dict[str, object]
) -> None:
    for url in (NEW, "/acme/clients/similar/"):
        assert as_vera.get(url).status_code == 403
        assert as_charlie.get(url).status_code == 404
        assert visitor.get(url).status_code == 302
    assert as_vera.post(NEW, form).status_code == 403
    assert as_charlie.post(NEW, form).status_code == 404
    assert not Client.objects.exists()
