"""The organisation's own words: what removing, merging, ordering and undoing leave behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Contact,
    ContactRole,
    Link,
    Location,
    LocationType,
    Status,
    Tag,
)
from atrium.clients.models.term import Term
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo


def word(model: type[Term], label: str) -> Term:
    found: Term = model.objects.get(label=label)
    return found


def labels(model: type[Term]) -> list[str]:
    return [term.label for term in model.objects.all()]


def tags_of(client: Client) -> list[str]:
    return [tag.label for tag in client.tags.order_by("label_key")]


def test_r02_the_clients_of_a_removed_status_move_and_it_is_told(
    bakery: Client, alice: Member
) -> None:
    active, dormant = word(Status, "Active"), word(Status, "Dormant")
    assert isinstance(active, Status)
    assert isinstance(dormant, Status)

    active.retire(by=alice, into=dormant)

    bakery.refresh_from_db()
    assert bakery.status == dormant
    assert bakery.events.latest("id").particulars == {"before": "Active", "after": "Dormant"}
    assert "Active" not in labels(Status)
    assert [s.label for s in Status.objects.filter(is_default=True)] == ["Dormant"]


def test_r02_undo_brings_a_removed_status_back_as_the_default_with_its_clients(
    acme: Organisation, bakery: Client, alice: Member
) -> None:
    active, dormant = word(Status, "Active"), word(Status, "Dormant")
    active.retire(by=alice, into=dormant)  # type: ignore[attr-defined]

    left = undo(Act.objects.latest("id"), by=alice).left_alone

    bakery.refresh_from_db()
    acme.refresh_from_db()
    assert left == []
    assert bakery.status.label == "Active"
    assert lexicon.of(acme).default_status.label == "Active"


def test_r03_merging_tags_leaves_each_client_with_the_kept_one_once_and_undo_parts_them(
    new_client: NewClient, alice: Member
) -> None:
    vip, referral = word(Tag, "VIP"), word(Tag, "Referral")
    both, one = new_client("Both"), new_client("One")
    for tag, client in ((vip, both), (referral, both), (vip, one)):
        tag.put_on(client, by=alice)  # type: ignore[attr-defined]

    vip.merge_into(referral, by=alice)  # type: ignore[attr-defined]

    assert (tags_of(both), tags_of(one), labels(Tag)) == (["Referral"], ["Referral"], ["Referral"])
    undo(Act.objects.latest("id"), by=alice)
    assert (tags_of(both), tags_of(one)) == (["Referral", "VIP"], ["VIP"])


def test_r03_a_removed_tag_is_off_its_clients_and_told(bakery: Client, alice: Member) -> None:
    vip = word(Tag, "VIP")
    vip.put_on(bakery, by=alice)  # type: ignore[attr-defined]

    vip.retire(by=alice)  # type: ignore[attr-defined]

    assert tags_of(bakery) == []
    assert bakery.events.latest("id").kind == "client.tag_removed"


@pytest.mark.parametrize("clients", [1, 3])
def test_r03_merging_costs_the_same_for_one_client_and_for_three(
    clients: int,
    new_client: NewClient,
    alice: Member,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    vip, referral = word(Tag, "VIP"), word(Tag, "Referral")
    for number in range(clients):
        vip.put_on(new_client(f"Client {number}"), by=alice)  # type: ignore[attr-defined]

    with django_assert_max_num_queries(20):
        vip.merge_into(referral, by=alice)  # type: ignore[attr-defined]

    assert referral.taggings.count() == clients  # type: ignore[attr-defined]


def test_r06_locations_of_a_removed_type_go_over_with_one_default_each(
    new_client: NewClient, alice: Member
) -> None:
    billing, mailing = word(LocationType, "Billing"), word(LocationType, "Mailing")
    assert isinstance(billing, LocationType)
    assert isinstance(mailing, LocationType)
    both, one = new_client("Both"), new_client("One")
    for client, kind in ((both, billing), (both, mailing), (one, billing)):
        Location.add(client, by=alice, type=kind, street="1 Quay", city="Hull")

    billing.retire(by=alice, into=mailing)

    assert [p.is_default for p in both.locations.filter(type=mailing)] == [True, False]
    assert [p.is_default for p in one.locations.filter(type=mailing)] == [True]
    undo(Act.objects.latest("id"), by=alice)
    assert sorted(p.type.label for p in both.locations.all()) == ["Billing", "Mailing"]


def test_r07_contacts_of_a_removed_role_get_the_chosen_one_once(
    bakery: Client, alice: Member
) -> None:
    billing, technical = word(ContactRole, "Billing"), word(ContactRole, "Technical")
    contact = Contact.add(by=alice, given_name="Ana", family_name="Ash")
    link = Link.make(bakery, contact, by=alice, roles=[billing, technical])  # type: ignore[list-item]

    billing.retire(by=alice, into=technical)  # type: ignore[attr-defined]
    assert [role.label for role in link.roles.all()] == ["Technical"]

    technical.retire(by=alice)  # type: ignore[attr-defined]
    assert list(link.roles.all()) == []


def test_r02_a_word_changes_places_with_its_neighbour_and_stops_at_the_ends(
    acme: Organisation, alice: Member
) -> None:
    before = labels(Status)

    word(Status, before[1]).shift(by=alice, down=False)
    word(Status, before[-1]).shift(by=alice, down=True)

    assert labels(Status) == [before[1], before[0], *before[2:]]


def test_what_was_removed_meanwhile_is_refused_in_words(acme: Organisation, alice: Member) -> None:
    vip, same = word(Tag, "VIP"), word(Tag, "VIP")
    vip.retire(by=alice)  # type: ignore[attr-defined]

    for verb in (same.retire, lambda by: same.edit(by=by, label="X")):  # type: ignore[attr-defined]
        with pytest.raises(Refusal, match="removed meanwhile"):
            verb(by=alice)
