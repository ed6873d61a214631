"""The story in the middle of the client page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.activity import PAGE
from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.walls.guard import Unguarded
from atrium.timeline.models import Event
from atrium.timeline.source import Source, coming_from

type Counted = Callable[..., Any]

MIDDLE = {"HX-Request": "true", "HX-Target": "section#client-main"}
TAB = "/acme/clients/1/activity/"
PART = "/acme/clients/1/activity/part/"


def middle(browser: Browser, query: str = "") -> str:
    answer = browser.get(TAB + query, headers=MIDDLE)
    assert answer.status_code == 200
    return answer.content.decode()


def tell(client: Client, by: Member, times: int) -> None:
    """So many lines, one minute apart, the newest first of them now."""
    now = timezone.now()
    rows = [
        Event(client=client, actor=by, kind="client.restored", strand="changes", at=at)
        for at in (now - timedelta(minutes=n) for n in range(times))
    ]
    Event.objects.bulk_create(rows)


def test_r11_the_newest_stands_first_under_its_day(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")
    html = middle(as_bob)
    assert html.index("set “Industry” to <b>Bread</b>") < html.index("added Vincent&#x27;s Bakery")
    assert "<span>Today</span>" in html


def test_r11_a_day_is_the_organisations_own(bakery: Client, as_alice: Browser) -> None:
    late = timezone.now().replace(year=2026, month=7, day=1, hour=23, minute=30)
    Event.objects.create(client=bakery, kind="client.restored", strand="changes", at=late)
    html = middle(as_alice, "?on=2026-07-02")
    assert "Thursday 2 July" in html
    assert ">00:30</time>" in html


def test_r11_the_door_a_change_came_by_is_named(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    with coming_from(Source.API):
        bakery.edit(by=alice, industry="Bread")
    assert '<span class="mini">by the API</span>' in middle(as_alice)


def test_r11_three_changes_close_together_fold_into_one_line(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread", came_from="A friend")
    assert "Alice Ash changed" not in middle(as_alice)
    bakery.edit(by=bob, legal_name="Vincent Ltd")
    bakery.edit(by=bob, title="Dr", about="Sourdough", preferred_channel="Phone")
    html = middle(as_alice)
    assert "Bob Birch changed 4 details" in html
    assert "Alice Ash changed" not in html


@pytest.mark.parametrize(
    ("query", "shown", "left_out"),
    [
        ("?strand=work", [], ["Bread", "added"]),
        ("?kind=client.detail_changed", ["Bread"], ["added"]),
        ("?q=bread", ["Bread"], ["added"]),
        ("?q=nothing+such", ["Nothing matches"], ["Bread"]),
        ("?until=2001-01-01", ["Nothing matches"], ["Bread"]),
        ("?since=2001-01-01", ["Bread", "added"], []),
        ("?person=atrium", ["Nothing matches"], ["Bread"]),
        ("?since=yesterday", ["is no day", "Bread"], []),
        ("?kind=no.such", ["does not exist", "Bread"], []),
        ("?since=9999-12-31&until=0001-01-01&on=9999-12-31", ["Nothing matches"], []),
        ("?before=99999999999999999999-1&person=99999999999999999999", ["Bread"], []),
        ("?q=%00", ["Bread"], []),
    ],
)
def test_r11_x07_the_story_is_narrowed_by_its_url(
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    query: str,
    shown: list[str],
    left_out: list[str],
) -> None:
    bakery.edit(by=alice, industry="Bread")
    timeline = middle(as_alice, query).split("<at-timeline")[1]
    html = middle(as_alice, query)
    assert [words for words in shown if words not in html] == []
    assert [words for words in left_out if words in timeline] == []


def test_r11_who_narrows_by_person_sees_their_deeds(
    bakery: Client, bob: Member, as_alice: Browser
) -> None:
    bakery.edit(by=bob, industry="Bread")
    timeline = middle(as_alice, f"?person={bob.pk}").split("<at-timeline")[1]
    assert "Bread" in timeline
    assert "added Vincent" not in timeline


def test_r11_pages_meet_without_gap_or_overlap(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    tell(bakery, alice, 70)
    seen: list[str] = []
    url = TAB
    for _page in range(70 // PAGE + 1):
        html = as_alice.get(url, headers=MIDDLE).content.decode()
        seen += ids(html)
        url = (
            TAB
            + html.split('id="earlier"><a class="btn" href="')[1]
            .split('"')[0]
            .split("/")[-1]
            .replace("&amp;", "&")
            if 'id="earlier"' in html
            else ""
        )
    assert url == ""
    expected = Event.objects.filter(client=bakery).newest_first().values_list("pk", flat=True)
    assert seen == [str(key) for key in expected]


def ids(html: str) -> list[str]:
    return [piece.split('"')[0] for piece in html.split('id="event-')[1:]]


def test_r11_from_an_old_day_the_story_goes_on_in_both_directions(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    tell(bakery, alice, 5)
    html = middle(as_alice, "?on=2001-01-01")
    assert "Nothing happened before this day" in html
    later = html.split('class="more"><a class="btn" href="')[1].split('"')[0].replace("&amp;", "&")
    assert len(ids(as_alice.get(later, headers=MIDDLE).content.decode())) == 6


def test_r11_what_happens_meanwhile_arrives(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    news = middle(as_alice).split('data-news="')[1].split('"')[0]
    assert as_alice.get(f"{PART}?{news}").status_code == 204
    bakery.edit(by=alice, industry="Bread")
    answer = as_alice.get(f"{PART}?{news}")
    html = answer.content.decode()
    assert ids(html) == [str(Event.objects.latest("id").pk)]
    assert "data-fresh" in html
    next_news = html.split('data-news="')[1].split('"')[0].replace("&amp;", "&")
    assert as_alice.get(f"{PART}?{next_news}").status_code == 204


def test_r11_no_one_changes_or_removes_an_event(
    bakery: Client, as_alice: Browser, alice: Member
) -> None:
    event = Event.objects.latest("id")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(text="other")
    with pytest.raises(Unguarded), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        event.delete()
    statement = "UPDATE timeline_event SET text = 'x' WHERE organisation_id = %s AND id = %s"
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [alice.organisation_id, event.pk])
    for method in ("post", "put", "patch", "delete"):
        assert getattr(as_alice, method)(PART).status_code == 405
    assert Event.objects.get(pk=event.pk).text == event.text


def test_r11_a_stranger_finds_no_story(
    bakery: Client, as_charlie: Browser, visitor: Browser, as_vera: Browser
) -> None:
    assert as_charlie.get(PART).status_code == 404
    assert as_charlie.get(TAB, headers=MIDDLE).status_code == 404
    assert visitor.get(PART).status_code == 302
    assert as_vera.get(PART).status_code == 200


def test_x04_a_value_is_restored_from_its_line(
    bakery: Client, alice: Member, as_alice: Browser, as_vera: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")
    bakery.edit(by=alice, industry="Cake")
    event = Event.objects.latest("id")
    url = f"/acme/clients/1/events/{event.pk}/restore/"
    assert url in middle(as_alice)
    assert url not in middle(as_vera)

    as_alice.post(url)

    bakery.refresh_from_db()
    assert bakery.industry == "Bread"


def test_x04_an_act_is_undone_from_its_line_once(
    bakery: Client, alice: Member, as_alice: Browser, as_vera: Browser, as_bob: Browser
) -> None:
    bakery.give_to(alice, by=alice)
    act = Event.objects.latest("id").act_id
    url = f"/acme/acts/{act}/undo/"
    assert url in middle(as_alice)
    assert url not in middle(as_vera)
    assert url not in middle(as_bob)

    as_alice.post(url)

    bakery.refresh_from_db()
    assert bakery.owner is None
    html = middle(as_alice)
    assert url not in html
    assert '<span class="mini">Undone</span>' in html
