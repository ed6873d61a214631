"""V01, J25: which column is what, and what a row says about a client."""

import json
import re
from itertools import product

import pytest

from atrium.imports.reading import (
    AddressValue,
    EmailValue,
    Mapping,
    Row,
    Unreadable,
    open_table,
    person,
    read_rows,
    suggest,
)
from atrium.imports.reading.address import Place, unpack
from atrium.imports.reading.person import PersonName, split_name


def rows(text: str, country: str = "") -> list[Row]:
    """Return the rows of a CSV by the suggested mapping."""
    table = open_table(text.encode())
    return list(read_rows(table, suggest(table), country))


def row(text: str, country: str = "") -> Row:
    """Return the only row of a CSV."""
    (only,) = rows(text, country)
    return only


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Alice Example", PersonName("", "Alice", "Example")),
        ("Ng, Bob", PersonName("", "Bob", "Ng")),
        ("Mary Jane Smith-Jones, Jr.", PersonName("", "Mary Jane", "Smith-Jones, Jr.")),
        ("Smith-Jones, Jr., Mary Jane", PersonName("", "Mary Jane", "Smith-Jones, Jr.")),
        ("José María de la Cruz y Peña", PersonName("", "José María", "de la Cruz y Peña")),
        ("Frau Dr. Anna-Lena von der Heide", PersonName("Frau Dr.", "Anna-Lena", "von der Heide")),
        ("Sørensen", PersonName("", "Sørensen", "")),
        ("太郎 山田", PersonName("", "太郎", "山田")),
    ],
)
def test_j25_names_are_taken_apart(written: str, parts: PersonName) -> None:
    assert split_name(written) == parts


def test_j25_company_person_and_both_in_one_column() -> None:
    text = "Name,Email\nWeiß Metallbau GmbH,a@example.com\nBob Ng,b@example.com\n"
    assert [(found.kind, found.company, found.given, found.family) for found in rows(text)] == [
        ("company", "Weiß Metallbau GmbH", "", ""),
        ("individual", "", "Bob", "Ng"),
    ]
    packed = rows(
        'Name,Email\n"Al-Farsi, Aaliyah - Al Farsi Trading LLC",a@example.com\n"Ng, Bob",b@example.com\n'
    )
    assert [(found.kind, found.company, found.given, found.family) for found in packed] == [
        ("company", "Al Farsi Trading LLC", "Aaliyah", "Al-Farsi"),
        ("individual", "", "Bob", "Ng"),
    ]


def test_j25_client_and_contact_columns() -> None:
    company, person = rows(
        "Client,Contact,Email\nAcme,Alice Doe,a@example.com\nBob Ng,Bob Ng,b@example.com\n"
    )
    assert (company.company, company.person, person.company, person.person) == (
        "Acme",
        "Alice Doe",
        "",
        "Bob Ng",
    )


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (
            "3 Dame St, Dublin, D02 AF30, Ireland",
            Place("3 Dame St", "Dublin", "", "D02 AF30", "IE"),
        ),
        (
            "C/ Mayor, 1, 2º B, Madrid, 28013, Spain",
            Place("C/ Mayor, 1, 2º B", "Madrid", "", "28013", "ES"),
        ),
        (
            "350 5th Ave, Suite 3304, New York, NY 10118, USA",
            Place("350 5th Ave\nSuite 3304", "New York", "NY", "10118", "US"),
        ),
        ("350 5th Ave, New York, NY 10118", Place("350 5th Ave", "New York", "NY", "10118", "US")),
        (
            "Königstraße 5, 10115 Berlin, Deutschland",
            Place("Königstraße 5", "Berlin", "", "10115", "DE"),
        ),
        (
            "1 High Street\nLondon\nSW1A 1AA\nUK",
            Place("1 High Street", "London", "", "SW1A 1AA", "GB"),
        ),
        ("Via Roma 12 Roma RM 00184 Italy", Place("Via Roma 12", "Roma", "RM", "00184", "IT")),
        (
            "14 Acacia Avenue London SW1A 1AA United Kingdom",
            Place("14 Acacia Avenue", "London", "", "SW1A 1AA", "GB"),
        ),
        (
            "Sheikh Zayed Rd Dubai United Arab Emirates",
            Place("Sheikh Zayed Rd", "Dubai", "", "", "AE"),
        ),
        ("somewhere", Place("somewhere")),
    ],
)
def test_j25_addresses_in_one_cell(cell: str, parts: Place) -> None:
    assert unpack(cell) == parts


def test_j25_two_addresses_of_one_client() -> None:
    found = row(
        "Name,Billing Street 1,Billing Street 2,Billing City,Service Street 1,Service City\nAlice,1 A St,Flat 2,Oslo,9 B St,Bergen\n"
    )
    assert found.addresses == [
        AddressValue("1 A St\nFlat 2", "Oslo", label="billing"),
        AddressValue("9 B St", "Bergen", label="service"),
    ]


def test_j25_title_is_a_salutation_or_a_job_by_what_the_column_holds() -> None:
    assert row("First Name,Last Name,Title\nAlice,Doe,Dr.\n").title == "Dr."
    assert row("First Name,Last Name,Title\nAlice,Doe,Head of Sales\n").job_title == "Head of Sales"


def test_j25_columns_without_headings_are_told_by_their_contents() -> None:
    found = rows(
        "Alice Doe,alice@example.com,+44 20 7946 0018\nBob Roe,bob@example.com,+44 20 7946 0019\n"
    )[0]
    assert (found.name, found.emails[0].address, found.phones[0].e164) == (
        "Alice Doe",
        "alice@example.com",
        "+442079460018",
    )


def test_j25_a_mapping_is_saved_and_used_for_another_file() -> None:
    first = open_table(b"Who,Reach\nAlice,a@example.com\n")
    saved = json.loads(suggest(first).as_json())
    saved["columns"][0]["target"] = "name"
    again = open_table(b"Reach,More,Who\nb@example.com,x,Bob\n")
    (found,) = read_rows(again, Mapping.from_json(json.dumps(saved)))
    assert (found.name, found.emails, found.extra) == (
        "Bob",
        [EmailValue("b@example.com")],
        {"More": "x"},
    )


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"columns": [{"header": "A", "target": "nowhere"}]}', '{"columns": [1]}'],
)
def test_j25_a_wrong_mapping_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match="mapping"):
        Mapping.from_json(text)


def _written(form: str) -> set[str]:
    """How a pattern of a legal form is written with letters and spaces alone."""
    if re.search(r"\\\.(?!\?)|/", form) or not form.isascii():
        return set()
    bare = form.replace(r"\.?", "")
    return {
        "".join(parts)
        for parts in product(
            *([p[0], ""] if len(p) > 1 else [p] for p in re.findall(r" \?|.", bare))
        )
    }


def test_x03_a_company_is_told_by_its_form_or_trade_however_it_is_spaced() -> None:
    forms = set().union(*map(_written, person._FORMS.split("|")))  # noqa: SLF001 - every one of them
    assert {"gmbh", "e v", "ev", "s r l", "spa", "s a s", "s de rl"} <= forms
    trades = {trade.replace("s?", "s") for trade in person._TRADES.split("|")}  # noqa: SLF001
    for name in forms | trades:
        assert person.is_company(f"Ash {name.title()}"), name
        assert person.is_company(f"{name.upper()} Ash"), name
    for name in ("Ann Ash", "Ann de la Cruz", "Ann", "Coe Agnew Incarnata", "Grouper Teamster"):
        assert not person.is_company(name), name
