"""The pages of notifications and of what a member wants to hear of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Flag, Hold
from atrium.conftest import NewClient
from atrium.notifications import facts
from atrium.notifications.models import Channel, Notification, Preference
from atrium.organisations.models import Member
from atrium.timeline.models import Event

LIST = "/acme/notifications/"
SETTINGS = "/acme/settings/notifications/"


@pytest.fixture
def told(bakery: Client, alice: Member, bob: Member) -> Notification:
    """Bob has been told that the bakery is flagged."""
    Flag.raise_on(bakery, by=alice, reason="Careful")
    event = Event.objects.get(kind="client.flagged")
    found: Notification = Notification.objects.create(member=bob, event=event, client=bakery)
    return found


def test_the_list_says_who_did_what_to_whom(as_bob: Browser, told: Notification) -> None:
    page = as_bob.get(LIST)

    assert "Alice Ash flagged the client: Careful" in page.text
    assert "Vincent&#x27;s Bakery" in page.text
    assert '<span class="count">1</span>' in page.text


def test_following_a_notification_leads_to_the_client_and_marks_it_read(
    as_bob: Browser, told: Notification
) -> None:
    answer = as_bob.get(f"/acme/notifications/events/{told.event_id}/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/acme/clients/1/")
    assert Notification.objects.unread().count() == 0


def test_one_can_be_marked_read_and_kept_for_later(as_bob: Browser, told: Notification) -> None:
    as_bob.post(f"{LIST}{told.pk}/read/")
    assert Notification.objects.unread().count() == 0

    as_bob.post(f"{LIST}{told.pk}/read/", {"unread": "1"})
    assert Notification.objects.unread().count() == 1


def test_all_are_marked_read_at_once_but_only_ones_own(
    as_bob: Browser, told: Notification, vera: Member
) -> None:
    Notification.objects.create(member=vera, event=told.event, client=told.client)

    as_bob.post(f"{LIST}read/")

    assert [n.member for n in Notification.objects.unread()] == [vera]


def test_nobody_marks_or_follows_what_another_was_told(
    as_vera: Browser, as_charlie: Browser, told: Notification
) -> None:
    assert as_vera.post(f"{LIST}{told.pk}/read/").status_code == 404
    for path in (LIST, SETTINGS, f"/acme/notifications/events/{told.event_id}/"):
        assert as_charlie.get(path).status_code == 404
    assert as_vera.get(f"{LIST}{2**70}/read/").status_code == 405
    assert as_vera.post(f"{LIST}{2**70}/read/").status_code == 404
    assert as_vera.get(f"/acme/notifications/events/{2**70}/").status_code == 404
    assert Notification.objects.unread().count() == 1


def test_a_notification_of_a_client_that_was_shut_is_gone(
    as_bob: Browser, told: Notification, bakery: Client, alice: Member
) -> None:
    bakery.restrict(by=alice, to_team=True)

    assert "Bakery" not in as_bob.get(LIST).text
    assert as_bob.get(f"/acme/notifications/events/{told.event_id}/").status_code == 404


def test_pages_go_on_from_the_unread_to_the_read_without_gap_or_repeat(
    bob: Member, alice: Member, bakery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "PAGE", 2)
    for _ in range(3):
        Hold.place(bakery, by=alice, reason="Unpaid").lift(by=alice)
    events = list(Event.objects.filter(kind__contains="hold").order_by("id"))
    rows = [Notification.objects.create(member=bob, event=e, client=bakery) for e in events]
    for row in rows[::2]:
        row.mark_read()

    seen, after = [], ""
    while True:
        page = facts.Page.of(bob, after)
        seen += [row.pk for row in (*page.unread, *page.read)]
        after = page.older
        if not after:
            break

    unread, read = rows[1::2], rows[::2]
    assert seen == [row.pk for row in (*reversed(unread), *reversed(read))]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_at_one_row_and_at_three(
    more: int,
    as_bob: Browser,
    told: Notification,
    new_client: NewClient,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for number in range(more):
        client = new_client(f"Client {number}")
        event = client.events.get()
        Notification.objects.create(member=told.member, event=event, client=client)
    alone = {"HX-Request": "true", "HX-Target": "notifications"}
    as_bob.get(LIST, headers=alone)

    with django_assert_num_queries(4):
        as_bob.get(LIST, headers=alone)


def test_a_switch_saves_by_itself(as_bob: Browser, bob: Member) -> None:
    assert as_bob.get(SETTINGS).status_code == 200

    answer = as_bob.post(
        SETTINGS, {"topic": "holds", "in_app": "on"}, headers={"HX-Request": "true"}
    )

    assert "Saved" in answer.text
    assert Preference.table(bob) == {
        ("holds", Channel.IN_APP): True,
        ("holds", Channel.EMAIL): False,
    }


def test_a_topic_that_does_not_exist_is_not_found(as_bob: Browser, bob: Member) -> None:
    assert as_bob.post(SETTINGS, {"topic": "nothing"}).status_code == 404
    assert Preference.table(bob) == {}
