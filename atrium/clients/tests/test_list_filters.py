"""What the list of clients is narrowed to, and the marks its rows carry."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.listing import MOST_GATHERED
from atrium.clients.models import Client, Favourite, Flag, Hold, Tag
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation

LIST = "/acme/clients/"


def names(browser: Browser, url: str = LIST, **headers: str) -> list[str]:
    """The names on the page at ``url``, in its order."""
    answer = browser.get(url, headers=headers)
    assert answer.status_code == 200
    return re.findall(r'dir="auto">([^<]+)</a><span class="code', answer.content.decode())


def link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.fixture
def abc(new_client: NewClient) -> list[Client]:
    return [new_client(name) for name in ("Cedar", "ash & Sons", "Birch")]


def test_r03_filters_by_tags_and_all_of_several(
    as_bob: Browser, abc: list[Client], alice: Member, acme: Organisation
) -> None:
    cedar, ash, _ = abc
    vip, referral = lexicon.of(acme).tags.values()
    for client in (cedar, ash):
        vip.put_on(client, by=alice)
    referral.put_on(ash, by=alice)

    assert names(as_bob, f"{LIST}?tag={vip.pk}") == ["ash &amp; Sons", "Cedar"]
    assert names(as_bob, f"{LIST}?tag={vip.pk}&tag={referral.pk}") == ["ash &amp; Sons"]


def test_r03_a_tag_that_many_carry_finds_the_same_as_one_that_few_do(
    as_bob: Browser,
    abc: list[Client],
    alice: Member,
    acme: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vip = next(iter(lexicon.of(acme).tags.values()))
    for client in abc[:2]:
        vip.put_on(client, by=alice)
    few = names(as_bob, f"{LIST}?tag={vip.pk}")

    monkeypatch.setattr("atrium.clients.listing.MOST_GATHERED", 1)

    assert MOST_GATHERED > 1
    assert names(as_bob, f"{LIST}?tag={vip.pk}") == few == ["ash &amp; Sons", "Cedar"]


def test_r02_filters_by_several_statuses(
    as_bob: Browser, abc: list[Client], alice: Member, acme: Organisation
) -> None:
    words = {status.label: status for status in lexicon.of(acme).statuses.values()}
    abc[0].move_to(words["Lead"], by=alice)
    abc[1].move_to(words["Lost"], by=alice)
    wanted = f"{LIST}?status={words['Lead'].pk}&status={words['Lost'].pk}"
    assert names(as_bob, wanted) == ["ash &amp; Sons", "Cedar"]


def test_r16_filters_by_owner(
    as_bob: Browser, abc: list[Client], alice: Member, bob: Member
) -> None:
    abc[0].give_to(bob, by=alice)
    abc[1].give_to(alice, by=alice)
    assert names(as_bob, f"{LIST}?owner=me") == ["Cedar"]
    assert names(as_bob, f"{LIST}?owner={alice.pk}") == ["ash &amp; Sons"]
    assert names(as_bob, f"{LIST}?owner=none") == ["Birch"]


def test_c02_favourites_are_each_members_own(
    as_bob: Browser, as_alice: Browser, abc: list[Client], bob: Member
) -> None:
    Favourite.star(abc[0], by=bob)
    assert names(as_bob, f"{LIST}?favourite=1") == ["Cedar"]
    assert names(as_alice, f"{LIST}?favourite=1") == []


def test_c02_a_star_is_toggled_in_the_row(as_bob: Browser, bakery: Client, bob: Member) -> None:
    url = "/acme/clients/1/list-star/"
    on = as_bob.post(url, headers={"HX-Request": "true"})
    assert b'aria-pressed="true"' in on.content
    favourites = on.content.decode().partition('id="favourites" data-hx-swap-oob')[2]
    assert "Bakery" in favourites
    assert [f.client for f in bob.favourites.all()] == [bakery]

    off = as_bob.post(url, {"off": "1"})
    assert off.status_code == 302
    assert not bob.favourites.exists()


def test_c03_a_flag_shows_its_reason_in_the_list(
    as_bob: Browser, abc: list[Client], alice: Member
) -> None:
    Flag.raise_on(abc[0], by=alice, reason="Pays <late>")
    assert "Flagged: Pays &lt;late&gt;" in as_bob.get(LIST).content.decode()
    assert names(as_bob, f"{LIST}?flagged=1") == ["Cedar"]


def test_b09_a_hold_shows_in_the_list(as_bob: Browser, abc: list[Client], alice: Member) -> None:
    hold = Hold.place(abc[0], by=alice, reason="Unpaid")
    page = as_bob.get(LIST).content.decode()
    assert re.findall(r'data-tone="warn" title="Unpaid"', page) == [
        'data-tone="warn" title="Unpaid"'
    ]
    assert names(as_bob, f"{LIST}?hold=1") == ["Cedar"]
    hold.lift(by=alice)
    assert names(as_bob, f"{LIST}?hold=1") == []


def test_r20_archived_clients_have_a_list_of_their_own(
    as_bob: Browser, abc: list[Client], alice: Member
) -> None:
    abc[0].archive(by=alice)
    assert names(as_bob) == ["ash &amp; Sons", "Birch"]
    assert names(as_bob, f"{LIST}?state=archived") == ["Cedar"]


@pytest.mark.parametrize(
    ("query", "pill"),
    [
        ("q=ced", "“ced”"),
        ("owner=me", "Mine"),
        ("kind=company", "Companies"),
        ("hold=1", "On hold"),
    ],
)
def test_r01_each_filter_has_a_pill_that_clears_it(
    as_bob: Browser, bakery: Client, query: str, pill: str
) -> None:
    page = as_bob.get(f"{LIST}?state=archived&{query}").content.decode()
    assert f'<a class="pill-off" href="/acme/clients/?state=archived"><span>{pill}</span>' in page
    assert "Clear all" in page


@pytest.mark.parametrize("query", ["q=vinc", "q=VINCENT\u2019S b", "q=1", "q=c-0001"])
def test_r01_finds_by_the_beginning_of_the_name_or_the_number(
    as_bob: Browser, bakery: Client, new_client: NewClient, query: str
) -> None:
    new_client("Another")
    assert names(as_bob, f"{LIST}?{query}") == ["Vincent&#x27;s Bakery"]


@pytest.mark.parametrize(
    "query",
    [
        "tag=999",
        "tag=x",
        "status=-1",
        "owner=99999999999999999999",
        "owner=²",
        "q=%00zz",
        "tag=9e9",
    ],
)
def test_r01_a_filter_that_nothing_has_finds_nothing(
    as_bob: Browser, bakery: Client, query: str
) -> None:
    assert names(as_bob, f"{LIST}?{query}") == []


def test_r19_restricted_clients_are_hidden_from_list_and_count(
    as_bob: Browser, as_alice: Browser, abc: list[Client], alice: Member
) -> None:
    abc[0].restrict(by=alice, to_team=True)
    assert names(as_bob) == ["ash &amp; Sons", "Birch"]
    assert "2 clients" in as_bob.get(LIST).content.decode()
    assert "3 clients" in as_alice.get(LIST).content.decode()


def test_r03_a_tag_without_clients_is_no_error(
    as_bob: Browser, abc: list[Client], alice: Member
) -> None:
    tag = Tag.add(by=alice, label="New", hue=1)
    assert names(as_bob, f"{LIST}?tag={tag.pk}") == []


def test_c02_favourites_stand_in_the_sidebar_of_each_member(
    as_bob: Browser, as_alice: Browser, abc: list[Client], bob: Member, alice: Member
) -> None:
    Favourite.star(abc[0], by=bob)
    side = re.compile(r'aria-labelledby="favourites-head">(.*?)</ul>', re.DOTALL)
    found = side.search(as_bob.get(LIST).content.decode())
    assert found is not None
    assert re.findall(r'href="([^"]+)" title="([^"]+)"', found[1]) == [
        ("/acme/clients/1/", "Cedar")
    ]
    assert side.search(as_alice.get(LIST).content.decode()) is None

    abc[0].restrict(by=alice, to_team=True)
    assert side.search(as_bob.get(LIST).content.decode()) is None


def test_c03_the_dashboard_shows_what_is_flagged_and_on_hold_to_who_may_see_it(
    as_bob: Browser, abc: list[Client], alice: Member
) -> None:
    Flag.raise_on(abc[0], by=alice, reason="Pays late")
    Hold.place(abc[1], by=alice, reason="Unpaid")
    page = as_bob.get("/acme/").content.decode()
    assert all(words in page for words in ("Recent clients", "Pays late", "Unpaid"))
    abc[0].restrict(by=alice, to_team=True)
    assert "Pays late" not in as_bob.get("/acme/").content.decode()
