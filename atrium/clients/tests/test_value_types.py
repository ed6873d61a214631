"""What each type of field makes of what people type (V06)."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients.models import Client, Contact, Field
from atrium.clients.value_types import TYPES, Where
from atrium.foundation.formats import FormatError
from atrium.organisations.models import Member, Organisation

CHOICES = {"choices": [{"key": "gas", "label": "Gas"}, {"key": "oil", "label": "Oil, heavy"}]}
READ: list[tuple[str, Any, Any]] = [
    ("text", "  Ardenn  30 ", "Ardenn 30"),
    ("text", "a\x00b", "ab"),
    ("long_text", "one  \ntwo\n", "one\ntwo"),
    ("number", "1,234.5", 1234.5),
    ("number", "1 234,50", 1234.5),
    ("number", "1,234", 1234),
    ("number", "0.125", 0.125),
    ("number", "-3", -3),
    ("number", 18, 18),
    ("number", "1.0000", 1),
    ("money", "£1,250.50", {"amount": 125050, "currency": "GBP"}),
    ("money", "1.250,50 EUR", {"amount": 125050, "currency": "EUR"}),
    ("money", "JPY 1200", {"amount": 1200, "currency": "JPY"}),
    ("money", "-12.345 KWD", {"amount": -12345, "currency": "KWD"}),
    ("money", {"amount": 5, "currency": "USD"}, {"amount": 5, "currency": "USD"}),
    ("date", "24/11/2026", "2026-11-24"),
    ("date", "24 Nov 2026", "2026-11-24"),
    ("date_time", "2026-07-01 09:30", "2026-07-01T08:30:00Z"),
    ("date_time", "24/11/2026 09:30", "2026-11-24T09:30:00Z"),
    ("date_time", "2026-11-24T09:30:00+02:00", "2026-11-24T07:30:00Z"),
    ("yes_no", "Nein", False),
    ("yes_no", "on", True),
    ("yes_no", False, False),
    ("choice", "GAS", "gas"),
    ("choice", "oil", "oil"),
    ("choices", "Oil, heavy; Gas", ["gas", "oil"]),
    ("choices", ["oil", "gas", "oil"], ["gas", "oil"]),
    ("email", " ann@example.com ", "ann@example.com"),
    ("phone", "020 7946 0123", "+442079460123"),
    ("link", "www.example.com/a", "https://www.example.com/a"),
    (
        "address",
        {"street": "1 Quay St", "postcode": "bs14dj", "country": "United Kingdom"},
        {"street": "1 Quay St", "postcode": "BS1 4DJ", "country": "GB"},
    ),
    ("text", "", None),
    ("choices", [], None),
    ("address", {"street": ""}, None),
]
WRONG: list[tuple[str, Any, str]] = [
    ("text", "x" * 501, "at most 500"),
    ("text", ["a"], "Write it as text"),
    ("number", "twelve", "is not a number"),
    ("number", "1.2.3,4,5", "is not a number"),
    ("number", "0.1234567", "at most 6 decimals"),
    ("number", True, "Write it as text"),
    ("number", float("nan"), "is not a number"),
    ("number", 1e30, "at most 15 digits"),
    ("money", "12.345", "at most 2 decimals"),
    ("money", "12 XXQ", "is not a currency"),
    ("money", {"amount": 1.5, "currency": "GBP"}, "whole number of minor units"),
    ("date", "31/02/2026", "Write the day like"),
    ("date", "0001-01-01", "Write the day like"),
    ("date_time", "tomorrow", "Write day and time like"),
    ("date_time", "9999-12-31T23:00", "between 1800 and 2300"),
    ("yes_no", "maybe", "Write yes or no"),
    ("choice", "Coal", "Choose one of Gas, Oil, heavy"),
    ("choices", "Gas; Coal", "Choose one of"),
    ("email", "ann@", "@"),
    ("phone", "12", "phone"),
    ("link", "javascript:alert(1)", "web address"),
    ("address", {"planet": "Mars"}, "parts of the address"),
    ("person", "Nobody", "is not one person that you can see"),
    ("client", "C-99", "is not one client that you can see"),
]


def field(type_: str) -> Field:
    return Field(key="x", label="X", type=type_, options=CHOICES if "choice" in type_ else {})


@pytest.fixture
def where(acme: Organisation) -> Where:
    return Where(acme)


@pytest.mark.parametrize(("type_", "typed", "value"), READ)
def test_v06_what_is_typed_is_stored_in_one_form(
    type_: str, typed: Any, value: Any, where: Where
) -> None:
    assert TYPES[type_].read(typed, field(type_), where) == value


@pytest.mark.parametrize(("type_", "typed", "mend"), WRONG)
def test_v06_what_does_not_fit_is_told_with_the_mend(
    type_: str, typed: Any, mend: str, where: Where
) -> None:
    with pytest.raises(FormatError, match=mend.replace("(", r"\(")):
        TYPES[type_].read(typed, field(type_), where)


def test_v06_every_value_comes_back_from_a_file_an_input_and_the_api(
    where: Where, acme: Organisation, bakery: Client
) -> None:
    mina = Contact.add(by=None, given_name="Mina", family_name="Patel")
    samples = [(type_, value) for type_, _, value in READ if value is not None]
    samples += [("person", str(mina.public_id)), ("client", str(bakery.public_id))]
    for country in ("GB", "DE", "JP"):
        acme.country = country
        for type_, value in [
            *samples,
            ("number", 12.345),
            ("number", 1234567.891),
            ("number", 0.000001),
        ]:
            sort, mine = TYPES[type_], field(type_)
            assert sort.read(sort.written(value, mine, where), mine, where) == value, type_
            assert sort.read(sort.entered(value, mine, where), mine, where) == value, type_
            assert sort.read(value, mine, where) == value, type_


def test_v06_each_type_is_said_as_people_read_it(where: Where, acme: Organisation) -> None:
    shown = {
        type_: TYPES[type_].shown(value, field(type_), where)
        for type_, value in {
            "number": 1234567.5,
            "money": {"amount": 125000, "currency": "GBP"},
            "date": "2026-11-24",
            "date_time": "2026-07-01T08:30:00Z",
            "yes_no": False,
            "choices": ["gas", "oil"],
            "phone": "+442079460123;ext=7",
            "link": "https://example.com/",
            "address": {"street": "1 Quay St", "city": "Bristol", "country": "GB"},
        }.items()
    }
    assert shown == {
        "number": "1,234,567.5",
        "money": "£1,250",
        "date": "24 Nov 2026",
        "date_time": "1 Jul 2026, 09:30",
        "yes_no": "No",
        "choices": "Gas, Oil, heavy",
        "phone": "+44 20 7946 0123 ext. 7",
        "link": "example.com",
        "address": "1 Quay St, Bristol",
    }


def test_v06_a_reference_does_not_tell_the_name_of_what_one_may_not_see(
    acme: Organisation, bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.restrict(by=alice, to_team=True)
    told = {
        member.name: TYPES["client"].drawn(
            str(bakery.public_id), field("client"), Where(acme, member)
        )
        for member in (alice, bob)
    }
    assert told == {
        "Alice Ash": '<a href="/acme/clients/1/">Vincent&#x27;s Bakery</a>',
        "Bob Birch": "A client you cannot see",
    }
