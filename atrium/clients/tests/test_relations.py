"""What clients are to each other, and that no hierarchy has a circle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atrium.clients.group import Group, has_circle
from atrium.clients.models import Client, Hold, Relation, RelationKind, Status
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member, Organisation
from atrium.testing.processes import run_at_once
from atrium.timeline.undoing import undo


def kind(label: str) -> RelationKind:
    found_kind: RelationKind = RelationKind.objects.get(label=label)
    return found_kind


def told(client: Client) -> list[str]:
    return [event.sentence for event in client.events.filter(kind__contains="relat").order_by("id")]


def below(client: Client, member: Member) -> set[str]:
    return {each.name for each in Group(member, client.number).clients}


def test_j15_a_relation_is_told_on_both_sides(alice: Member, new_client: NewClient) -> None:
    vale, mill = new_client("Vale"), new_client("Mill")

    relation = Relation.make(vale, mill, by=alice, kind=kind("Parent"), note="  since  the sale ")
    relation.end(by=alice)

    assert relation.note == "since the sale"
    assert told(vale) == [
        "Alice Ash added the relation <b>Mill</b> (Subsidiary)",
        "Alice Ash ended the relation <b>Mill</b> (Subsidiary)",
    ]
    assert told(mill) == [
        "Alice Ash added the relation <b>Vale</b> (Parent)",
        "Alice Ash ended the relation <b>Vale</b> (Parent)",
    ]
    assert Relation.objects.get().ended_on == alice.organisation.today()


def test_j15_an_undone_end_stands_again(alice: Member, new_client: NewClient) -> None:
    relation = Relation.make(new_client("Vale"), new_client("Mill"), by=alice, kind=kind("Partner"))
    relation.end(by=alice)

    undo(alice.acts.order_by("-id")[0], by=alice)

    assert Relation.objects.current().get() == relation


@pytest.mark.parametrize("label", ["Partner", "Parent", "Vendor"])
def test_j15_nobody_is_related_twice_or_to_oneself(
    alice: Member, new_client: NewClient, label: str
) -> None:
    vale, mill = new_client("Vale"), new_client("Mill")
    Relation.make(vale, mill, by=alice, kind=kind(label))

    with pytest.raises(Refusal, match="already"):
        Relation.make(vale, mill, by=alice, kind=kind(label))
    with pytest.raises(Refusal, match="itself"):
        Relation.make(vale, vale, by=alice, kind=kind(label))

    assert Relation.objects.count() == 1


def test_j15_partners_are_partners_from_either_side(alice: Member, new_client: NewClient) -> None:
    vale, mill = new_client("Vale"), new_client("Mill")
    Relation.make(vale, mill, by=alice, kind=kind("Partner"))

    with pytest.raises(Refusal, match="already"):
        Relation.make(mill, vale, by=alice, kind=kind("Partner"))


def test_j15_one_parent_each(alice: Member, new_client: NewClient) -> None:
    vale, hill, mill = (new_client(name) for name in ("Vale", "Hill", "Mill"))
    first = Relation.make(vale, mill, by=alice, kind=kind("Parent"))

    with pytest.raises(Refusal, match="has a “Parent” already") as refused:
        Relation.make(hill, mill, by=alice, kind=kind("Parent"))
    assert refused.value.field == "kind"

    first.end(by=alice)
    Relation.make(hill, mill, by=alice, kind=kind("Parent"))
    assert below(hill, alice) == {"Hill", "Mill"}


def test_j15_no_circle_through_several_kinds(alice: Member, new_client: NewClient) -> None:
    vale, hill, mill = (new_client(name) for name in ("Vale", "Hill", "Mill"))
    Relation.make(vale, hill, by=alice, kind=kind("Parent"))
    Relation.make(hill, mill, by=alice, kind=kind("Head office"))

    with pytest.raises(Refusal, match="circle"):
        Relation.make(mill, vale, by=alice, kind=kind("Company"))

    assert Relation.objects.count() == 2
    assert told(vale) == ["Alice Ash added the relation <b>Hill</b> (Subsidiary)"]


def test_j15_no_circle_by_taking_an_end_back(alice: Member, new_client: NewClient) -> None:
    vale, mill = new_client("Vale"), new_client("Mill")
    relation = Relation.make(vale, mill, by=alice, kind=kind("Parent"))
    relation.end(by=alice)
    ended = alice.acts.order_by("-id")[0]
    Relation.make(mill, vale, by=alice, kind=kind("Parent"))

    with pytest.raises(Refusal, match="circle"):
        undo(ended, by=alice)

    assert below(mill, alice) == {"Vale", "Mill"}
    assert below(vale, alice) == {"Vale"}


def test_j15_an_end_lies_between_the_beginning_and_today(
    alice: Member, new_client: NewClient
) -> None:
    today = alice.organisation.today()
    relation = Relation.make(
        new_client("Vale"), new_client("Mill"), by=alice, kind=kind("Partner"), since=today
    )

    with pytest.raises(Refusal, match="It began on"):
        relation.end(by=alice, on=today - timedelta(days=1))
    with pytest.raises(Refusal, match="today or a day before"):
        relation.end(by=alice, on=today + timedelta(days=1))
    relation.end(by=alice, on=today)
    with pytest.raises(Refusal, match="ended already"):
        relation.end(by=alice)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["make", "make", "make", "end", "undo"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(["Parent", "Head office", "Partner"]),
    ),
    max_size=30,
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_j15_no_moves_make_a_circle(
    alice: Member, new_client: NewClient, moves: list[tuple[str, int, int, str]]
) -> None:
    clients = [new_client(f"Client {n}", anyway="Another round") for n in range(6)]
    above: set[tuple[int, int]]
    for move, one, other, label in moves:
        current_ones = list(Relation.objects.current().select_related("first", "second", "kind"))
        try:
            if move == "make":
                Relation.make(clients[one], clients[other], by=alice, kind=kind(label))
            elif move == "end" and current_ones:
                current_ones[one % len(current_ones)].end(by=alice)
            elif move == "undo":
                undo(alice.acts.order_by("-id")[other], by=alice)
        except Refusal:
            pass
        rows = Relation.objects.current().filter(hierarchical=True)
        above = set(rows.values_list("first_id", "second_id"))
        assert _can_be_sorted(above)
        assert not has_circle(rows.values_list("pk", flat=True))


def _can_be_sorted(above: set[tuple[int, int]]) -> bool:
    """Whether taking away those with nobody above, again and again, leaves nothing."""
    while above:
        lower = {second for _, second in above}
        rest = {(first, second) for first, second in above if first in lower}
        if rest == above:
            return False
        above = rest
    return True


def test_j15_a_circle_is_seen_where_there_is_one(alice: Member, new_client: NewClient) -> None:
    clients = [new_client(name) for name in "ABC"]
    rows = [
        Relation.objects.create(kind=kind("Parent"), first=one, second=other, hierarchical=True)
        for one, other in zip(clients, [*clients[1:], clients[0]], strict=True)
    ]

    assert has_circle([rows[0].pk])
    assert {c.name for c in Group(alice, clients[0].number).clients} == {"A", "B", "C"}


def put_below(organisation: int, member: int, first: int, second: int, label: str) -> None:
    with current.entered(organisation):
        one, other = (Client.objects.get(pk=key) for key in (first, second))
        Relation.make(one, other, by=Member.objects.get(pk=member), kind=kind(label))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("labels", [("Parent", "Parent"), ("Parent", "Head office")])
def test_j15_no_circle_of_many_moves_at_once(labels: tuple[str, str]) -> None:
    """A under B and B under A at the same moment, and a ring of six: one link of each is refused."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        status = Status.objects.get(is_default=True)
        ring = [Client.add(by=alice, name=f"Client {n}", status=status) for n in range(6)]
    keys = [client.pk for client in ring]
    who = (alice.organisation.pk, alice.pk)

    outcomes = run_at_once(
        put_below,
        [(*who, keys[0], keys[1], labels[0]), (*who, keys[1], keys[0], labels[1])],
    )
    assert sorted("circle" in outcome.error for outcome in outcomes) == [False, True]
    assert [outcome.error for outcome in outcomes].count("") == 1

    with current.entered(alice.organisation):
        for relation in Relation.objects.current():
            relation.end(by=alice)
    pairs = zip(keys, [*keys[1:], keys[0]], strict=True)
    outcomes = run_at_once(
        put_below, [(*who, *pair, labels[n % 2]) for n, pair in enumerate(pairs)]
    )
    assert sorted("circle" in outcome.error for outcome in outcomes) == [False] * 5 + [True]
    with current.entered(alice.organisation):
        assert Relation.objects.current().count() == 5


def test_j15_figures_add_up_over_the_group(
    acme: Organisation, alice: Member, new_client: NewClient
) -> None:
    vale, hill, mill, _apart = (new_client(name) for name in ("Vale", "Hill", "Mill", "Apart"))
    Relation.make(vale, hill, by=alice, kind=kind("Parent"))
    Relation.make(hill, mill, by=alice, kind=kind("Company"))
    Hold.place(mill, by=alice, reason="Unpaid")

    totals = {total.slug: total for total in Group(alice, vale.number).totals()}

    assert (totals["clients"].value, totals["holds"].value, totals["contacts"].value) == (3, 1, 0)
    assert totals["holds"].url == "/acme/clients/?group=1&hold=1"
    mill.archive(by=alice)
    assert Group(alice, vale.number).totals()[0].value == 2


def test_j15_what_one_may_not_see_is_not_in_the_group(
    alice: Member, bob: Member, new_client: NewClient
) -> None:
    vale, hill, mill = (new_client(name) for name in ("Vale", "Hill", "Mill"))
    Relation.make(vale, hill, by=alice, kind=kind("Parent"))
    Relation.make(hill, mill, by=alice, kind=kind("Parent"))
    hill.restrict(by=alice, to_team=True)

    assert below(vale, alice) == {"Vale", "Hill", "Mill"}
    assert below(vale, bob) == {"Vale"}
    assert below(hill, bob) == set()
    assert Group(bob, vale.number).totals()[0].value == 1
    assert not Relation.objects.seen_by(bob).exists()


def test_j15_a_kind_in_use_keeps_its_meaning(alice: Member, new_client: NewClient) -> None:
    partner, parent = kind("Partner"), kind("Parent")
    Relation.make(new_client("Vale"), new_client("Mill"), by=alice, kind=partner)

    with pytest.raises(Refusal, match="Add another kind"):
        partner.edit(by=alice, label="Ally", reverse="Allied")
    with pytest.raises(Refusal, match="Name the side below"):
        parent.edit(by=alice, reverse="")
    with pytest.raises(Refusal, match="same shape"):
        partner.retire(by=alice, into=parent)
    partner.edit(by=alice, label="Ally")
    partner.retire(by=alice, into=kind("Competitor"))

    assert Relation.objects.get().kind.label == "Competitor"
    assert not RelationKind.objects.filter(label="Ally").exists()
