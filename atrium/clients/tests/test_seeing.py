"""Why a member sees a client (X05), and that the words agree with the door."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from atrium.clients.models import Access, Assignment, Client, Grant
from atrium.clients.seeing import Seeing, why
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Role

type NewMember = Callable[[str, Role], Member]
type NewClient = Callable[..., Client]


def told(member: Member, client: Client) -> list[str]:
    return [reason.text for reason in why(member, client).reasons]


def test_x05_the_reasons_are_told_in_words(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    Grant.open_to(bakery, Access.TEAM, by=alice)
    assert told(bob, bakery) == [
        "It is open to its owner, its team and those named only, and Bob Birch is none of these."
    ]
    assert told(alice, bakery) == ["The role owner sees every client, also restricted ones."]

    Assignment.give(bakery, by=alice, member=bob, role="Bookkeeper")
    crew = Team.make("Night shift", by=alice)
    crew.take_in(vera, by=alice)
    grant = Grant.give(bakery, by=alice, to=crew)
    assert told(bob, bakery)[0].startswith("On its team as Bookkeeper since ")
    assert told(vera, bakery) == [
        f"Member of Night shift, which was let in by Alice Ash on {grant.created_at:%-d %b %Y}."
    ]
    bob.disable(by=alice)
    assert "was disabled on" in told(bob, bakery)[0]


def test_x05_an_open_client_is_seen_by_everyone_and_says_so(bakery: Client, bob: Member) -> None:
    assert told(bob, bakery) == ["Everyone who sees clients may see it."]


def _stir(  # noqa: C901 - one case each
    chance: Random, alice: Member, people: list[Member], teams: list[Team], c: Client
) -> None:
    """One thing that may happen to who sees a client."""
    someone, team = chance.choice(people), chance.choice(teams)
    seats, grants = c.assignments.current(), c.grants.all()
    match chance.randrange(9):
        case 0:
            c.restrict(by=alice, to_team=chance.random() < 0.8)
        case 1:
            c.give_to(chance.choice([None, someone]), by=alice)
        case 2 if someone.is_active:
            Assignment.give(c, by=alice, member=someone, role=chance.choice(["Lead", "Backup"]))
        case 3:
            Assignment.give(c, by=alice, member=team, role="Crew")
        case 4 if seats:
            chance.choice(list(seats)).end(by=alice)
        case 5 if not grants.filter(member=someone).exists():
            Grant.give(c, by=alice, to=someone)
        case 6 if not grants.filter(team=team).exists():
            Grant.give(c, by=alice, to=team)
        case 7 if grants:
            chance.choice(list(grants)).take_back(by=alice)
        case 8:
            team.let_go(someone, by=alice)
            if someone.is_active and chance.random() < 0.7:
                team.take_in(someone, by=alice)


@pytest.mark.parametrize("seed", range(3))
def test_x05_why_says_yes_exactly_where_the_door_is_open(
    seed: int, alice: Member, new_member: NewMember, new_client: NewClient
) -> None:
    chance = Random(seed)  # noqa: S311 - constellations, not secrets
    roles = [Role.ADMIN, Role.MANAGER, Role.STAFF, Role.STAFF, Role.VIEWER]
    people = [new_member(f"{'ABCDE'[n]}nn Oak", role) for n, role in enumerate(roles)]
    teams = [Team.make(name, by=alice) for name in ("North", "South")]
    clients = [new_client(f"Client {n}") for n in range(3)]
    people[3].disable(by=alice)
    for _ in range(12):
        for client in clients:
            _stir(chance, alice, people, teams, client)
        for member in (alice, *people):
            seen = set(Client.objects.visible_to(member).values_list("pk", flat=True))
            assert {c.pk for c in clients if why(member, c).sees} == seen


def test_x05_who_sees_a_client_takes_the_same_statements_for_any_number(
    bakery: Client,
    alice: Member,
    bob: Member,
    vera: Member,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    bakery.restrict(by=alice, to_team=True)
    Assignment.give(bakery, by=alice, member=bob, role="Lead")
    Grant.give(bakery, by=alice, to=Team.make("North", by=alice))
    with django_assert_num_queries(4):
        found = {w.member.name: w.sees for w in Seeing(bakery).everyone()}
    assert found == {"Bob Birch": True, "Alice Ash": True, "Vera Vine": False}
