"""The history of a record: every field before and after, and the ways back (J10, X04)."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.history.reading import History
from atrium.clients.models import Client, Contact, Link, Location, Point, Tag
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.undoing import undo

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/history/"


def fresh(client: Client) -> Client:
    found: Client = Client.objects.get(pk=client.pk)
    return found


def told(client: Client, member: Member, **query: str) -> list[tuple[str, str, str]]:
    """Every line of the first page: what, before, after; the newest act first."""
    reader = Member.objects.select_related("organisation").get(pk=member.pk)
    page = History.read(client, reader, query)
    return [(x.label, x.before, x.after) for entry in page.entries for x in entry.lines]


def add_place(client: Client, by: Member, street: str) -> Location:
    kind = next(iter(lexicon.of(client.organisation).location_types.values()))
    return Location.add(client, by=by, type=kind, street=street)


def last_change(**of: object) -> Change:
    change: Change = Change.objects.filter(**of).latest("id")
    return change


def test_j10_the_history_tells_every_part_of_the_record(
    acme: Organisation, bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.edit(by=alice, industry="Bread")
    bakery.edit(by=bob, industry="Cake")
    words = lexicon.of(acme)
    bakery.move_to(next(s for s in words.statuses.values() if s.label == "Dormant"), by=alice)
    bakery.give_to(bob, by=alice)
    phone = Point.add(bakery, by=alice, kind="phone", text="0117 496 0182")
    phone.edit(by=alice, text="0117 496 0199")
    place = add_place(bakery, alice, "1 Mill Lane")
    place.edit(by=alice, street="2 Mill Lane")
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice, job_title="Baker").edit(by=alice, job_title="Head baker")

    lines = told(bakery, alice)

    assert ("Industry", "Bread", "Cake") in lines
    assert ("Status", words.default_status.label, "Dormant") in lines
    assert ("Owner", "", "Bob Birch") in lines
    assert ("Phone", "+44 117 496 0182", "+44 117 496 0199") in lines
    assert (f"{place.type.label} address, street", "1 Mill Lane", "2 Mill Lane") in lines
    assert ("Mina Patel, job title", "Baker", "Head baker") in lines
    assert ("Status", "", words.default_status.label) in lines


def test_j10_the_history_is_narrowed_by_field_and_by_person(
    bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.edit(by=alice, industry="Bread")
    bakery.edit(by=bob, industry="Cake", came_from="A friend")
    Point.add(bakery, by=bob, kind="email", text="hello@bakery.example")

    assert told(bakery, alice, field="came_from") == [("Came from", "", "A friend")]
    assert told(bakery, alice, field="industry", person=str(alice.pk)) == [
        ("Industry", "", "Bread")
    ]
    assert told(bakery, alice, field="points") == [("E-mail", "", "hello@bakery.example")]
    assert told(bakery, alice, person="atrium") == []


def test_j10_the_history_goes_on_page_by_page(bakery: Client, alice: Member) -> None:
    for turn in range(25):
        bakery.edit(by=alice, industry=f"Bread {turn}")

    first = History.read(bakery, alice, {})
    before = first.earlier.removeprefix("before=")
    second = History.read(bakery, alice, {"before": before})

    acts = Change.objects.filter(client=bakery).values_list("act", flat=True)
    shown = [entry.act.pk for page in (first, second) for entry in page.entries]
    assert len(first.entries) == 20
    assert shown == sorted(acts, reverse=True)
    assert second.earlier == ""


def test_j10_long_texts_are_told_word_by_word(
    bakery: Client, alice: Member, as_vera: Browser
) -> None:
    text = "They bake at night, from eleven until five in the morning, so call in the afternoon."
    bakery.edit(by=alice, about=text)
    bakery.edit(by=alice, about=text.replace("afternoon", "evening"))

    page = as_vera.get(PAGE).text

    assert "</span>afternoon." in page
    assert "</span>evening." in page
    assert "Restore<" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_j10_the_history_is_a_page_and_a_side_panel(
    bakery: Client, alice: Member, as_bob: Browser, headers: dict[str, str]
) -> None:
    bakery.edit(by=alice, industry="Bread")

    answer = as_bob.get(PAGE, headers=headers)

    assert answer.status_code == 200
    assert ("<html" in answer.text) is (not headers)
    assert ('id="history-dialog"' in answer.text) is bool(headers)
    assert re.search(r"after: </span>Bread", answer.text)


def test_x04_one_value_comes_back_from_the_history(
    acme: Organisation, bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread", came_from="A friend")
    bakery.edit(by=alice, industry="Cake", came_from="The fair")
    change = last_change(model="clients.client")

    as_bob.post(f"{PAGE}{change.pk}/restore/", {"field": "industry"})

    assert (fresh(bakery).industry, fresh(bakery).came_from) == ("Bread", "The fair")


def test_x04_points_and_addresses_come_back(bakery: Client, alice: Member, as_bob: Browser) -> None:
    phone = Point.add(bakery, by=alice, kind="phone", text="0117 496 0182", label="Shop")
    phone.edit(by=alice, text="0117 496 0199")
    as_bob.post(f"{PAGE}{last_change(model='clients.point').pk}/restore/", {"field": "value"})
    assert bakery.points.get().value == "+44 117 496 0182"

    bakery.points.get().drop(by=alice)
    as_bob.post(f"{PAGE}{last_change(model='clients.point').pk}/restore/", {"field": ""})
    assert [(p.value, p.label) for p in bakery.points.all()] == [("+44 117 496 0182", "Shop")]

    add_place(bakery, alice, "1 Mill Lane").drop(by=alice)
    as_bob.post(f"{PAGE}{last_change(model='clients.location').pk}/restore/")
    assert bakery.locations.get().street == "1 Mill Lane"


def test_x04_a_change_of_another_client_or_field_is_not_there(
    bakery: Client, alice: Member, as_bob: Browser, new_client: NewClient
) -> None:
    other = new_client("Otter Books")
    other.edit(by=alice, industry="Books")
    elsewhere = last_change(model="clients.client")

    assert as_bob.post(f"{PAGE}{elsewhere.pk}/restore/", {"field": "industry"}).status_code == 404
    own = Change.objects.filter(client=bakery).latest("id")
    assert as_bob.post(f"{PAGE}{own.pk}/restore/", {"field": "number"}).status_code == 404


def test_x04_only_who_may_change_owners_restores_one(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser, as_alice: Browser
) -> None:
    bakery.give_to(bob, by=alice)
    url = f"{PAGE}{last_change(model='clients.client').pk}/restore/"

    assert as_bob.post(url, {"field": "owner"}).status_code == 403
    assert as_alice.post(url, {"field": "owner"}).status_code == 302
    assert fresh(bakery).owner is None


@pytest.fixture
def changed(bakery: Client, alice: Member) -> Act:
    """The act after which much of the bakery's record changed."""
    bakery.edit(by=alice, industry="Bread", came_from="A friend")
    Point.add(bakery, by=alice, kind="phone", text="0117 496 0182")
    old = Point.add(bakery, by=alice, kind="phone", text="0117 496 0199")
    add_place(bakery, alice, "1 Mill Lane")
    Tag.add(label="Quarterly", by=alice).put_on(bakery, by=alice)
    bakery.organisation.refresh_from_db()
    good: Act = Act.objects.latest("id")
    bakery.edit(by=alice, industry="Cake", came_from="The fair", name="Vincent & Sons")
    bakery.points.get(preferred=True).drop(by=alice)
    old.refresh_from_db()
    old.edit(by=alice, text="0117 496 0100")
    Point.add(bakery, by=alice, kind="phone", text="0117 496 0111", preferred=True)
    bakery.locations.get().edit(by=alice, street="2 Mill Lane")
    bakery.taggings.get().tag.take_off(bakery, by=alice)
    return good


def record(client: Client) -> tuple[object, ...]:
    now = fresh(client)
    return (
        (now.name, now.industry, now.came_from),
        [(p.value, p.preferred) for p in now.points.all()],
        [(place.street, place.is_default) for place in now.locations.all()],
        [tagging.tag.label for tagging in now.taggings.all()],
    )


OLD = (
    ("Vincent's Bakery", "Bread", "A friend"),
    [("+44 117 496 0182", True), ("+44 117 496 0199", False)],
    [("1 Mill Lane", True)],
    ["Quarterly"],
)


def test_j10_the_whole_record_goes_back_in_one_act_that_is_undone_at_once(
    bakery: Client, alice: Member, as_alice: Browser, changed: Act
) -> None:
    new = record(bakery)
    url = f"{PAGE}as-of/{changed.pk}/"
    page = as_alice.get(url).text
    assert "now: </span>Vincent &amp; Sons" in page
    assert "then: </span>Vincent&#x27;s Bakery" in page
    assert record(bakery) == new
    [seen] = re.findall(r'name="seen" value="(\d+)"', page)

    as_alice.post(url, {"seen": seen})

    assert record(bakery) == OLD
    act = Act.objects.latest("id")
    assert Event.objects.filter(act=act, kind="client.record_restored").count() == 1
    undo(act, by=alice)
    assert record(bakery) == new


def test_j10_what_changed_since_the_preview_is_shown_again_first(
    bakery: Client, alice: Member, as_alice: Browser, changed: Act
) -> None:
    url = f"{PAGE}as-of/{changed.pk}/"
    [seen] = re.findall(r'name="seen" value="(\d+)"', as_alice.get(url).text)
    bakery.edit(by=alice, industry="Pie")
    before = record(bakery)

    answer = as_alice.post(url, {"seen": seen}, headers=HTMX)

    assert answer.status_code == 422
    assert "changed meanwhile" in answer.text
    assert "now: </span>Pie" in answer.text
    assert record(bakery) == before


def test_j10_the_history_of_a_person_tells_and_restores(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice)
    good = Act.objects.latest("id")
    mina.edit(by=alice, family_name="Shah", about="Bakes")
    Point.add(mina, by=alice, kind="email", text="mina@bakery.example").drop(by=alice)
    url = f"/acme/contacts/{mina.public_id}/history/"

    page = as_bob.get(url).text
    assert "before: </span>Patel" in page
    assert "before: </span>mina@bakery.example" in page
    [seen] = re.findall(r'name="seen" value="(\d+)"', as_bob.get(f"{url}as-of/{good.pk}/").text)
    as_bob.post(f"{url}as-of/{good.pk}/", {"seen": seen})

    mina.refresh_from_db()
    assert (mina.name, mina.about) == ("Mina Patel", "")


def test_j10_the_history_is_shown_only_to_who_sees_the_client(
    bakery: Client, alice: Member, as_bob: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    act = Act.objects.latest("id").pk
    assert as_charlie.get("/acme/clients/1/history/").status_code == 404
    assert as_vera.get(f"{PAGE}as-of/{act}/").status_code == 403
    assert as_vera.post(f"{PAGE}1/restore/").status_code == 403
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.get(PAGE).status_code == 404
    assert as_bob.get(f"{PAGE}as-of/{act}/").status_code == 404
