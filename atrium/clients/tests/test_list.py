"""The list of clients: who is on it, in which order, and the way from page to page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from atrium.clients import lexicon
from atrium.clients.listing import Count
from atrium.clients.models import Client, Favourite
from atrium.clients.views.list import shown
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation
from atrium.organisations.models.organisation import ListStyle

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


def test_r01_the_list_is_in_order_of_folded_names(as_bob: Browser, abc: list[Client]) -> None:
    assert names(as_bob) == ["ash &amp; Sons", "Birch", "Cedar"]
    assert names(as_bob, f"{LIST}?sort=-name") == ["Cedar", "Birch", "ash &amp; Sons"]
    assert names(as_bob, f"{LIST}?sort=number") == ["Cedar", "ash &amp; Sons", "Birch"]


def test_r01_each_row_leads_to_its_client(as_bob: Browser, abc: list[Client]) -> None:
    page = as_bob.get(LIST).content.decode()
    assert [f'href="/acme/clients/{n}/"' in page for n in (1, 2, 3, 4)] == [True] * 3 + [False]


@pytest.mark.parametrize("order", ["name", "-name", "number", "-number", "created", "-active"])
def test_r01_pages_forward_and_back_show_every_client_once(
    as_bob: Browser, new_client: NewClient, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.listing.PAGE", 3)
    for n in range(7):
        new_client(f"Client {n % 3}", anyway="Another")
    url, seen, pages = f"{LIST}?sort={order}", [], []
    while url:
        page = as_bob.get(url).content.decode()
        pages.append(re.findall(r'id="client-(\d+)"', page))
        url = link(page, "next")
    seen = [number for some in pages for number in some]
    assert sorted(map(int, seen)) == [1, 2, 3, 4, 5, 6, 7]

    back = as_bob.get(link(page, "prev")).content.decode()
    assert re.findall(r'id="client-(\d+)"', back) == pages[1]
    first = as_bob.get(link(back, "prev")).content.decode()
    assert re.findall(r'id="client-(\d+)"', first) == pages[0]


@pytest.mark.parametrize("place", ["zz", "W10", "eyJhIjoxfQ", "%00", "a" * 3000])
@pytest.mark.parametrize("order", ["name", "number", "active"])
def test_r01_a_broken_place_is_the_first_page(
    as_bob: Browser, abc: list[Client], place: str, order: str
) -> None:
    assert len(names(as_bob, f"{LIST}?sort={order}&after={place}")) == 3
    assert len(names(as_bob, f"{LIST}?sort={order}&before={place}")) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_r01_any_number_of_rows_takes_three_statements(
    new_client: NewClient,
    bob: Member,
    rf: RequestFactory,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        new_client(f"Client {n}")
    request: Any = rf.get(LIST)
    request.member = Member.objects.select_related("organisation", "user").get(pk=bob.pk)
    lexicon.of(request.member.organisation)
    with django_assert_num_queries(3):
        body = render_to_string("clients/list/rows.html", shown(request, request.GET))
    assert len(re.findall(r'id="client-\d+"', body)) == count


def test_r01_htmx_gets_the_results_alone(as_bob: Browser, abc: list[Client]) -> None:
    answer = as_bob.get(LIST, headers={"HX-Request": "true", "HX-Target": "div#client-results"})
    assert b"<html" not in answer.content
    assert b'id="client-results"' in answer.content
    assert "HX-Target" in answer["Vary"]


def test_c13_cards_or_table_is_the_organisations_default_and_each_members_choice(
    as_bob: Browser, as_alice: Browser, abc: list[Client], acme: Organisation
) -> None:
    assert b"<table" in as_bob.get(LIST).content
    Organisation.objects.filter(pk=acme.pk).update(list_style=ListStyle.CARDS)
    assert b"client-card" in as_bob.get(LIST).content

    as_bob.post(f"{LIST}preferences/", {"style": "table"})

    assert b"<table" in as_bob.get(LIST).content
    assert b"client-card" in as_alice.get(LIST).content


def test_c13_a_member_chooses_columns(as_bob: Browser, bakery: Client, bob: Member) -> None:
    chosen = {"columns": "1", "column": ["complete", "email", "junk", "email"]}
    as_bob.post(f"{LIST}preferences/", chosen)
    page = as_bob.get(LIST).content.decode()
    assert re.findall(r'<th scope="col" data-col="(\w+)"', page) == ["complete", "email"]


def test_r01_an_empty_list_says_what_to_do(as_bob: Browser, as_vera: Browser) -> None:
    assert "No clients yet" in as_bob.get(LIST).content.decode()
    assert "/acme/clients/new/" in as_bob.get(LIST).content.decode()
    assert "/acme/clients/new/" not in as_vera.get(LIST).content.decode()
    assert "Nothing matches “x”." in as_bob.get(f"{LIST}?q=x").content.decode()
    assert "The archive is empty" in as_bob.get(f"{LIST}?state=archived").content.decode()


def test_r01_counts_are_capped_and_say_so() -> None:
    assert [str(Count(n)) for n in (0, 1204, 10_000, 10_001)] == ["0", "1,204", "10,000", "10,000+"]


def test_r01_brackets_walk_the_list_one_came_from(as_bob: Browser, abc: list[Client]) -> None:
    as_bob.get(f"{LIST}?sort=-name")
    assert as_bob.get("/acme/clients/1/neighbour/next/")["Location"] == "/acme/clients/3/"
    assert as_bob.get("/acme/clients/3/neighbour/previous/")["Location"] == "/acme/clients/1/"
    end = as_bob.get("/acme/clients/2/neighbour/next/")
    assert end["Location"] == "/acme/clients/?sort=-name#client-2"
    assert as_bob.get("/acme/clients/2/neighbour/up/").status_code == 404


def test_r01_back_leads_to_the_same_list(as_bob: Browser, abc: list[Client]) -> None:
    as_bob.get(f"{LIST}?status=1&status=2&sort=number")
    assert (
        as_bob.get("/acme/clients/back/")["Location"]
        == "/acme/clients/?status=1&status=2&sort=number"
    )


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("get", LIST),
        ("post", f"{LIST}preferences/"),
        ("post", f"{LIST}1/list-star/"),
        ("get", f"{LIST}1/neighbour/next/"),
        ("get", f"{LIST}back/"),
    ],
)
def test_r01_others_find_no_list(
    as_charlie: Browser, visitor: Browser, bakery: Client, method: str, url: str
) -> None:
    assert getattr(as_charlie, method)(url).status_code == 404
    assert getattr(visitor, method)(url).status_code == 302
    assert not Favourite.objects.exists()


def test_r01_the_main_navigation_leads_to_the_list(as_bob: Browser, bakery: Client) -> None:
    assert 'href="/acme/clients/" title="Clients"' in as_bob.get("/acme/").content.decode()
