"""The verbs of the client and what hangs on it."""

from __future__ import annotations

import pytest

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Contact,
    Flag,
    Hold,
    Link,
    Location,
    Point,
    State,
    Tag,
)
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo


def told(client: Client) -> list[str]:
    events = Event.objects.filter(client=client).select_related("actor", "client")
    return [str(e.sentence) for e in events.order_by("id")]


def test_r02_a_new_status_is_told_with_both_names(
    acme: Organisation, bakery: Client, alice: Member
) -> None:
    words = lexicon.of(acme)
    dormant = next(s for s in words.statuses.values() if s.label == "Dormant")

    bakery.move_to(dormant, by=alice)

    assert told(bakery)[-1] == "Alice Ash moved the client from <b>Active</b> to <b>Dormant</b>"


def test_r09_the_first_contact_is_primary_and_there_is_only_one(
    bakery: Client, alice: Member
) -> None:
    ann = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    ben = Contact.add(by=alice, given_name="Ben", family_name="Elm")
    first = Link.make(bakery, ann, by=alice)
    second = Link.make(bakery, ben, by=alice)
    assert first.is_primary
    assert not second.is_primary

    second.make_primary(by=alice)

    primary = bakery.links.filter(is_primary=True)
    assert [link.contact for link in primary] == [ben]


def test_r10_a_delinked_contact_stays(bakery: Client, alice: Member) -> None:
    ann = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Link.make(bakery, ann, by=alice).end(by=alice)

    assert Contact.objects.filter(pk=ann.pk).exists()
    assert bakery.links.current().count() == 0
    assert "delinked <b>Ann Oak</b>" in told(bakery)[-1]


def test_b09_a_client_is_held_once(bakery: Client, alice: Member) -> None:
    Hold.place(bakery, by=alice, reason="unpaid")

    with pytest.raises(Refusal, match="on hold already"):
        Hold.place(bakery, by=alice, reason="again")

    assert bakery.holds.count() == 1
    assert [line for line in told(bakery) if "on hold" in line] == [
        "Alice Ash put the client on hold: unpaid"
    ]


def test_c03_a_flag_keeps_its_history(bakery: Client, alice: Member) -> None:
    Flag.raise_on(bakery, by=alice, reason="Dog bites").clear(by=alice)

    assert told(bakery)[-1] == "Alice Ash cleared the flag: Dog bites"
    assert bakery.flags.count() == 1


def test_r06_one_default_location_per_type(
    acme: Organisation, bakery: Client, alice: Member
) -> None:
    billing = next(iter(lexicon.of(acme).location_types.values()))
    first = Location.add(bakery, by=alice, type=billing, street="1 Mill Lane", city="Bristol")
    second = Location.add(bakery, by=alice, type=billing, street="2 Mill Lane", city="Bristol")

    second.make_default(by=alice)

    defaults = bakery.locations.filter(is_default=True)
    assert [place.street for place in defaults] == ["2 Mill Lane"]
    first.refresh_from_db()
    assert not first.is_default


def test_j08_a_bad_phone_is_refused_with_the_mend(bakery: Client, alice: Member) -> None:
    with pytest.raises(Refusal):
        Point.add(bakery, by=alice, kind="phone", text="12")
    point = Point.add(bakery, by=alice, kind="phone", text="0117 496 0182")
    assert point.normal == "+441174960182"


def test_x04_an_edit_is_undone_field_by_field(bakery: Client, alice: Member) -> None:
    bakery.edit(by=alice, came_from="A friend", industry="Bread")
    act = Act.objects.latest("id")
    bakery.edit(by=alice, industry="Cake")

    done = undo(act, by=alice)

    bakery.refresh_from_db()
    assert (bakery.came_from, bakery.industry) == ("", "Cake")
    assert [(left.field, left.reason) for left in done.left_alone] == [
        ("industry", "it was changed since")
    ]
    with pytest.raises(Refusal, match="undone already"):
        undo(act, by=alice)


def test_r20_what_is_undone_is_withdrawn_and_never_deleted(bakery: Client, alice: Member) -> None:
    undo(Act.objects.filter(label="Added Vincent's Bakery").get(), by=alice)

    bakery.refresh_from_db()
    assert bakery.state == State.WITHDRAWN
    assert not Client.objects.visible_to(alice).exists()


def test_r03_tags_merge(acme: Organisation, bakery: Client, alice: Member) -> None:
    old = Tag.add(by=alice, label="Baker")
    kept = Tag.add(by=alice, label="Bakery")
    old.put_on(bakery, by=alice)

    old.merge_into(kept, by=alice)

    assert [tag.label for tag in bakery.tags.all()] == ["Bakery"]
    with pytest.raises(Refusal, match="already"):
        Tag.add(by=alice, label="BAKERY")
