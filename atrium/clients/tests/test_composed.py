"""Pages that ask by statements made once show what they would composed anew, to each role (R01, R03, J02)."""

from __future__ import annotations

from itertools import batched

import pytest
from django.test import Client as Browser

from atrium.clients.columns import COLUMNS, MOST_COLUMNS, of_facts
from atrium.clients.models import Client, Favourite, Flag, Hold, SavedView, ViewPin
from atrium.conftest import NewClient
from atrium.organisations.models import Member
from atrium.testing.composed import composed_alike

LIST = "/acme/clients/"
PAGES = (
    "?view=all", "?sort=-name", "?sort=number", "?sort=-active", "?state=archived",
    "?q=birch", "?kind=company", "?owner=me",
)  # fmt: skip


@pytest.fixture
def members(alice: Member, bob: Member, vera: Member) -> list[Member]:
    return [alice, bob, vera]


@pytest.fixture(autouse=True)
def clients(new_client: NewClient, alice: Member, bob: Member) -> list[Client]:
    """A small firm: one archived, one for few eyes, one with all marks."""
    made = [new_client(name) for name in ("Cedar", "ash", "Birch", "Oak", "Elm")]
    made[0].archive(by=alice)
    made[1].restrict(by=alice, to_team=True)
    Hold.place(made[2], by=alice, reason="Invoice 118 unpaid")
    Flag.raise_on(made[2], by=alice, reason="Careful")
    Favourite.star(made[2], by=bob)
    return made


@pytest.fixture(autouse=True)
def views(alice: Member, bob: Member) -> None:
    mine = [SavedView.objects.create(owner=alice, label=n, label_key=n) for n in "ab"]
    for_all = SavedView.objects.create(owner=alice, label="c", label_key="c", sharing="everyone")
    for view in (mine[0], for_all):
        ViewPin.put(view, by=alice)
    ViewPin.open_first(for_all, by=bob)


def test_r01_the_list_asks_the_same(members: list[Member], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atrium.clients.listing.PAGE", 2)
    with composed_alike() as asked:
        for member in members:
            browser = _signed_in(member)
            page = browser.get(f"{LIST}?view=all").content.decode()
            assert browser.get(f"{LIST}?{_following(page)}").status_code == 200
            for query in PAGES:
                assert browser.get(f"{LIST}{query}").status_code == 200
            assert browser.get(LIST).status_code == (302 if member.name == "Bob Birch" else 200)
    lists = {f"clients.whole_list.{name}" for name in ("counted", "first", "next")}
    views = {f"clients.viewing.{name}" for name in ("pinned", "others", "opening")}
    assert asked.keys() >= lists | views | {"clients.list_rows.shown"}
    assert all(query.binds for query in asked.values())


def test_r03_every_column_asks_the_same(members: list[Member]) -> None:
    with composed_alike() as asked:
        for member in members:
            for slugs in batched((*COLUMNS, *of_facts(member)), MOST_COLUMNS):
                member.prefers(list_columns=[*slugs])
                page = _signed_in(member).get(f"{LIST}?view=all").content.decode()
                assert all(f'data-col="{slug}"' in page for slug in slugs)
    assert asked["clients.list_rows.shown"].binds


def _signed_in(member: Member) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def _following(page: str) -> str:
    """The query of the page that follows."""
    return (
        page.partition('id="page-next"')[2]
        .partition('href="/acme/clients/?')[2]
        .partition('"')[0]
        .replace("&amp;", "&")
    )
