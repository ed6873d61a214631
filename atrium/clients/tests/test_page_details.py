"""Details, ways to reach and addresses, edited in place."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Point
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


def fresh(client: Client) -> Client:
    client.refresh_from_db()
    return client


def type_called(acme: Organisation, label: str) -> int:
    words = lexicon.of(acme).location_types
    return next(key for key, kind in words.items() if kind.label == label)


def test_r04_v05_a_detail_is_edited_in_place(bakery: Client, as_bob: Browser) -> None:
    url = f"{PAGE}details/industry/"
    assert 'name="value" value=""' in as_bob.get(f"{url}?edit").text

    answer = as_bob.post(url, {"value": "Bread", "was": ""}, headers=HTMX)

    assert fresh(bakery).industry == "Bread"
    assert "Industry saved" in answer.text
    assert f"/acme/acts/{Act.objects.latest('id').pk}/undo/" in answer.text


def test_v05_a_wrong_value_keeps_what_was_typed(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(f"{PAGE}details/since/", {"value": "soon", "was": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "Write the day like 2026-11-24" in answer.text
    assert fresh(bakery).since is None


def test_v05_x14_another_change_meanwhile_is_shown_and_nothing_overwritten(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Cake")

    answer = as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert "Alice Ash changed this" in answer.text
    assert fresh(bakery).industry == "Cake"


@pytest.mark.parametrize(
    ("choice", "stands"), [("theirs", "Cake"), ("yours", "Bread"), ("original", "Flour")]
)
def test_v05_a_conflict_is_resolved_as_chosen(
    bakery: Client, alice: Member, as_bob: Browser, choice: str, stands: str
) -> None:
    bakery.edit(by=alice, industry="Cake")

    as_bob.post(
        f"{PAGE}details/industry/",
        {"value": "Bread", "was": "Cake", "original": "Flour", "resolve": choice},
        headers=HTMX,
    )

    assert fresh(bakery).industry == stands


def test_v05_a_change_of_another_field_is_no_conflict(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, came_from="A friend")

    as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""}, headers=HTMX)

    assert (fresh(bakery).industry, bakery.came_from) == ("Bread", "A friend")


def test_x04_an_old_value_comes_back_from_the_timeline(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")
    bakery.edit(by=alice, industry="Cake")
    event = Event.objects.filter(kind="client.detail_changed").latest("id")

    as_bob.post(f"{PAGE}events/{event.pk}/restore/")

    assert fresh(bakery).industry == "Bread"


def test_x04_ones_own_act_is_undone_from_the_toast(
    bakery: Client, bob: Member, as_bob: Browser
) -> None:
    bakery.edit(by=bob, industry="Bread")
    act = Act.objects.latest("id")

    as_bob.post(f"/acme/acts/{act.pk}/undo/")

    assert fresh(bakery).industry == ""


def test_x04_staff_do_not_undo_what_others_did(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")

    answer = as_bob.post(f"/acme/acts/{Act.objects.latest('id').pk}/undo/")

    assert answer.status_code == 403
    assert fresh(bakery).industry == "Bread"


def test_r04_j08_a_phone_is_added_and_checked(bakery: Client, as_bob: Browser) -> None:
    wrong = as_bob.post(f"{PAGE}points/add/phone/", {"value": "12"}, headers=HTMX)
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text

    as_bob.post(f"{PAGE}points/add/phone/", {"value": "0117 496 0182"}, headers=HTMX)
    assert [p.normal for p in bakery.points.all()] == ["+441174960182"]


def test_r04_one_point_of_a_kind_is_preferred(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    first = Point.add(bakery, by=alice, kind="email", text="a@bakery.example")
    second = Point.add(bakery, by=alice, kind="email", text="b@bakery.example")

    as_bob.post(
        f"{PAGE}points/{second.public_id}/",
        {"value": "b@bakery.example", "preferred": "on"},
        headers=HTMX,
    )
    assert [p.value for p in bakery.points.filter(preferred=True)] == ["b@bakery.example"]

    as_bob.delete(f"{PAGE}points/{second.public_id}/", headers=HTMX)
    assert [(p.value, p.preferred) for p in bakery.points.all()] == [(first.value, True)]


def test_r06_an_address_is_added_changed_and_removed(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    form = {"type": type_called(acme, "Billing"), "street": "1 Mill Lane", "city": "Bristol"}

    answer = as_bob.post(f"{PAGE}locations/add/", form, headers=HTMX)
    assert answer["HX-Retarget"] == "#locations"
    place = bakery.locations.get()
    assert (place.line, place.is_default) == ("1 Mill Lane, Bristol", True)

    url = f"{PAGE}locations/{place.public_id}/"
    as_bob.post(url, {**form, "country": "Germany"}, headers=HTMX)
    place.refresh_from_db()
    assert place.country == "DE"

    as_bob.delete(url, headers=HTMX)
    assert not bakery.locations.exists()


def test_r06_a_country_that_is_none_is_said_at_its_field(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    form = {"type": type_called(acme, "Billing"), "city": "Bristol", "country": "Nowhere"}

    answer = as_bob.post(f"{PAGE}locations/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert "Nowhere" in answer.text
    assert not bakery.locations.exists()


def test_v05_who_resolves_a_conflict_meets_a_third_change_too(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Pie")

    answer = as_bob.post(
        f"{PAGE}details/industry/",
        {"value": "Bread", "was": "Cake", "original": "", "resolve": "yours"},
        headers=HTMX,
    )

    assert answer.status_code == 422
    assert fresh(bakery).industry == "Pie"


def test_j11_the_language_is_chosen_from_a_list_by_its_name(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    person = Contact.add(by=alice, given_name="Mina")
    for url, row in (
        ("/acme/clients/1/details/language/", bakery),
        (f"/acme/contacts/{person.public_id}/details/language/", person),
    ):
        opened = as_bob.get(f"{url}?edit", headers={"HX-Request": "true"}).text
        assert '<option value="de">German</option>' in opened
        as_bob.post(url, {"value": "de", "was": ""})
        row.refresh_from_db()
        assert row.language == "de"
        opened = as_bob.get(f"{url}?edit", headers={"HX-Request": "true"}).text
        assert '<option value="de" selected>German</option>' in opened
        assert "German" in as_bob.get(row.get_absolute_url()).text
