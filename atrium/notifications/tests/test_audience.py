"""Who hears of an event: each once, never the actor, never who may not know."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Assignment, Client, Flag, Grant, Hold
from atrium.clients.reactions import FLAGS, HOLDS, OWNERSHIP
from atrium.conftest import NewMember
from atrium.notifications.audience import notify, tell_members
from atrium.notifications.models import Channel, Delivery, Notification, Preference
from atrium.organisations.models import Member, Organisation, Team, TeamMember
from atrium.organisations.permissions import Role
from atrium.timeline.models import Event


def heard(member: Member) -> list[str]:
    """What the member was told, oldest first."""
    rows = Notification.objects.filter(member=member).order_by("id")
    return list(rows.values_list("event__kind", flat=True))


def test_b09_owner_and_team_hear_of_a_hold_and_its_end(
    bakery: Client, alice: Member, bob: Member, new_member: NewMember
) -> None:
    dana, eve = new_member("Dana Dale", Role.STAFF), new_member("Eve Elm", Role.STAFF)
    bakery.give_to(bob, by=alice)
    Assignment.give(bakery, by=alice, member=dana, role="Account manager")
    Notification.objects.all().delete()

    Hold.place(bakery, by=alice, reason="Unpaid").lift(by=alice)

    assert heard(bob) == ["client.put_on_hold", "client.hold_lifted"]
    assert heard(dana) == ["client.put_on_hold", "client.hold_lifted"]
    assert heard(eve) == []


def test_the_actor_is_not_told(bakery: Client, alice: Member, bob: Member) -> None:
    bakery.give_to(alice, by=bob)
    Notification.objects.all().delete()

    Hold.place(bakery, by=alice, reason="Unpaid")

    assert heard(alice) == []


def test_who_is_owner_and_in_the_team_is_told_once_however_often_it_is_announced(
    bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.give_to(bob, by=alice)
    Assignment.give(bakery, by=alice, member=bob, role="Account manager")
    Notification.objects.all().delete()
    Delivery.objects.all().delete()

    Hold.place(bakery, by=alice, reason="Unpaid")
    notify(Event.objects.get(kind="client.put_on_hold"))

    assert heard(bob) == ["client.put_on_hold"]
    assert Delivery.objects.filter(member=bob).count() == 1


def test_who_works_here_no_more_is_not_told(bakery: Client, alice: Member, bob: Member) -> None:
    bakery.give_to(bob, by=alice)
    Notification.objects.all().delete()
    bob.disable(by=alice)

    Flag.raise_on(bakery, by=alice, reason="Careful")

    assert heard(bob) == []


def test_r19_who_may_not_see_a_restricted_client_hears_nothing_of_it(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    bakery.give_to(bob, by=alice)
    bakery.restrict(by=alice, to_team=True)
    Hold.place(bakery, by=alice, reason="Unpaid")
    event = Event.objects.get(kind="client.put_on_hold")

    tell_members(event, [vera, bob], topic=HOLDS)

    assert heard(vera) == []
    assert heard(bob)[-1] == "client.put_on_hold"


def test_r19_what_was_told_is_hidden_once_the_client_is(
    bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.give_to(bob, by=alice)
    assert Notification.count_unread(bob) == 1

    bakery.give_to(None, by=alice)
    bakery.restrict(by=alice, to_team=True)

    assert Notification.count_unread(bob) == 0
    assert list(Notification.objects.of(bob)) == []


def test_the_new_owner_hears_and_the_old_one_does_not(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    bakery.give_to(bob, by=alice)
    Notification.objects.all().delete()

    bakery.give_to(vera, by=alice)

    assert (heard(vera), heard(bob)) == (["client.owner_changed"], [])


def test_r16_who_is_assigned_hears_and_the_others_do_not(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    Assignment.give(bakery, by=alice, member=vera, role="Account manager")
    Assignment.give(bakery, by=alice, member=bob, role="Technician")

    assert (heard(vera), heard(bob)) == (
        ["client.assignment_given"],
        ["client.assignment_given"],
    )


def test_r19_every_member_of_a_team_that_is_let_in_hears(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    team = Team.objects.create(name="North")
    TeamMember.objects.create(team=team, member=bob)
    bakery.restrict(by=alice, to_team=True)

    Grant.give(bakery, by=alice, to=team)

    assert (heard(bob), heard(vera)) == (["client.access_changed"], [])


def test_r02_a_new_status_is_told_to_who_looks_after_the_client(
    acme: Organisation, bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.give_to(bob, by=alice)
    words = lexicon.of(acme)

    bakery.move_to(next(s for s in words.statuses.values() if not s.is_default), by=alice)

    assert heard(bob)[-1] == "client.status_changed"


def test_a_topic_that_is_off_is_silent_in_its_channel_only(
    bakery: Client, alice: Member, bob: Member
) -> None:
    Preference.choose(bob, OWNERSHIP, Channel.IN_APP, on=False)
    Preference.choose(bob, HOLDS, Channel.EMAIL, on=False)

    bakery.give_to(bob, by=alice)
    Hold.place(bakery, by=alice, reason="Unpaid")

    assert heard(bob) == ["client.put_on_hold"]
    mailed = Delivery.objects.filter(member=bob).values_list("event__kind", flat=True)
    assert list(mailed) == ["client.owner_changed"]


@pytest.mark.parametrize("told", [1, 3])
def test_each_further_member_costs_one_look_at_whether_they_may_see(
    told: int,
    bakery: Client,
    alice: Member,
    new_member: NewMember,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    members = [new_member(name, Role.STAFF) for name in ("Dana Dale", "Eve Elm", "Finn Fir")]
    Flag.raise_on(bakery, by=alice, reason="Careful")
    event = Event.objects.get(kind="client.flagged")

    with django_assert_num_queries(5 + told):
        tell_members(event, members[:told], topic=FLAGS)

    assert Notification.objects.count() == told
