"""Fields in the list: column, filter, sort (V06)."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client as Browser

from atrium.clients.listing import Listing
from atrium.clients.models import Client, Field
from atrium.conftest import NewClient
from atrium.organisations.models import Member

LIST = "/acme/clients/"
FUELS = {"choices": ["Gas", "Oil"]}


@pytest.fixture
def five(alice: Member, new_client: NewClient) -> list[Client]:
    """Five clients with a fee, a fuel, a make and a margin that only managers see."""
    fee = Field.add(by=alice, label="Fee", type="number", filterable=True)
    fuel = Field.add(by=alice, label="Fuel", type="choice", options=FUELS, filterable=True)
    make = Field.add(by=alice, label="Make", filterable=True)
    safe = Field.add(by=alice, label="Key safe", type="yes_no", filterable=True)
    due = Field.add(by=alice, label="Due", type="date", filterable=True)
    margin = Field.add(by=alice, label="Margin", type="money", filterable=True, min_role="manager")
    Field.objects.update(keyed=True)
    rows = [
        {fee: "18", fuel: "Gas", make: "Ardenn 30", safe: "yes", margin: "10"},
        {fee: "7", fuel: "Oil", make: "Calorax", safe: "no", due: "2026-11-24"},
        {fee: "100", fuel: "Gas", make: "Ärdenn 24i", due: "2027-01-01", margin: "30"},
        {fee: "18", make: "Hestley"},
        {},
    ]
    made = [new_client(name, fields=row) for name, row in zip("ABCDE", rows, strict=True)]
    alice.organisation.forget_lexicon()
    return made


def names(member: Member, query: str) -> str:
    member.organisation.notice_lexicon()
    listing = Listing.read(member, QueryDict(query))
    clients = {c.pk: c.name for c in Client.objects.all()}
    found = "".join(clients[place.key] for place in listing.after(None))
    assert listing.count.known == len(found)
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by.field.fee.min=18", "ACD"),
        ("by.field.fee.max=18", "ABD"),
        ("by.field.fee.min=8&by.field.fee.max=50", "AD"),
        ("by.field.fuel.is=gas", "AC"),
        ("by.field.make.has=ardenn", "AC"),
        ("by.field.make.empty=yes", "E"),
        ("by.field.make.empty=no", "ABCD"),
        ("by.field.key_safe.is=no", "B"),
        ("by.field.due.max=31/12/2026", "B"),
        ("by.field.margin.min=20", "C"),
        ("by.field.fee.min=18&by.field.fuel.is=gas&q=", "AC"),
        ("by.field.fee.min=lots", ""),
        ("by.field.nothing.is=x", ""),
        ("by.field.fee.has=1", ""),
        ("by.industry.has=x", ""),
        ("by.industry.empty=yes", "ABCDE"),
    ],
)
def test_v06_a_list_is_narrowed_by_fields(
    query: str, found: str, five: list[Client], alice: Member
) -> None:
    assert names(alice, query) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("field.fee", "BADCE"),
        ("-field.fee", "CDABE"),
        ("field.make", "CABDE"),
        ("field.due", "BCADE"),
        ("-field.due", "CBEDA"),
    ],
)
def test_v06_a_list_is_sorted_by_a_field_page_by_page_there_and_back(
    order: str, found: str, five: list[Client], alice: Member
) -> None:
    assert names(alice, f"sort={order}") == found
    listing = Listing.read(alice, QueryDict(f"sort={order}"))
    places = listing.after(None)
    for n, place in enumerate(places):
        assert listing.after(place) == places[n + 1 :]
        assert listing.before(place) == places[:n][::-1]


def test_v06_who_may_not_see_a_field_can_neither_filter_sort_nor_show_it(
    five: list[Client], alice: Member, bob: Member, as_bob: Browser, as_alice: Browser
) -> None:
    assert names(bob, "by.field.margin.min=20") == ""
    assert names(bob, "sort=field.margin") == "ABCDE"
    bob.prefers(list_columns=["field.margin", "field.fee"])
    alice.prefers(list_columns=["field.margin", "field.fee"])
    his, hers = as_bob.get(LIST).text, as_alice.get(LIST).text
    assert ("Margin" in his, "Margin" in hers, "£30" in hers) == (False, True, True)
    assert "Unknown field" in as_bob.get(f"{LIST}?by.field.margin.min=20").text


def test_v06_the_list_says_what_it_is_narrowed_by_and_lets_it_be_changed(
    five: list[Client], as_bob: Browser
) -> None:
    page = as_bob.get(f"{LIST}?by.field.fee.min=18&by.field.fuel.is=gas").text
    said = ("Fee is at least 18", "Fuel is Gas", "2 of 5 clients")
    assert [words in page for words in said] == [True] * 3
    form = as_bob.get(f"{LIST}filter/?by.field.fee.min=18").text
    assert 'name="c1.by" value="field.fee"' in form
    assert 'value="field.due"' in form
    assert 'value="field.margin"' not in form


def test_v06_conditions_cannot_break_the_page(five: list[Client], as_bob: Browser) -> None:
    for query in (
        "by.field.fee.min=1e999",
        "by.field.fee.min=%00",
        "by.field.due.min=99999-01-01",
        "by..is=x",
        "by.field.fee.min=" + "9" * 300,
        "sort=-field.nothing",
        "sort=field.fee&after=WzEyLCJ4Il0",
        "by.client_since.min=lots",
    ):
        assert as_bob.get(f"{LIST}?{query}").status_code == 200, query


def test_v06_the_list_is_drawn_in_the_order_of_a_field(
    five: list[Client], alice: Member, as_alice: Browser
) -> None:
    alice.prefers(list_columns=["field.fee", "field.fuel", "field.make", "field.margin"])
    page = as_alice.get(f"{LIST}?sort=field.fee").text
    assert page.index(">B<") < page.index(">A<") < page.index(">C<")
    assert 'aria-sort="ascending"' in page
