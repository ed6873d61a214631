"""V01, J25: which column is what, and what a row says about a client."""

from datetime import date

import pytest

from atrium.imports.reading import (
    AddressValue,
    EmailValue,
    PhoneValue,
    Row,
    open_table,
    read_rows,
    suggest,
)
from atrium.imports.reading.headings import heading_of


def rows(text: str, country: str = "") -> list[Row]:
    """Return the rows of a CSV by the suggested mapping."""
    table = open_table(text.encode())
    return list(read_rows(table, suggest(table), country))


def row(text: str, country: str = "") -> Row:
    """Return the only row of a CSV."""
    (only,) = rows(text, country)
    return only


@pytest.mark.parametrize(
    ("heading", "target", "label"),
    [
        ("First Name", "given", ""),
        ("Vorname", "given", ""),
        ("Prénom", "given", ""),
        ("Apellidos", "family", ""),
        ("Фамилия", "family", ""),
        ("*ContactName", "contact", ""),
        ("BILLINGPOSTALCODE", "postcode", "billing"),
        ("POAddressLine2", "street", "mailing"),
        ("Address 1 - City", "city", ""),
        ("Home Street 2", "street", "home"),
        ("Rechnungsadresse Straße", "street", "billing"),
        ("Tel. (privat)", "phone", "home"),
        ("Handy", "phone", "mobile"),
        ("Business Fax", "phone", "fax"),
        ("Person - Email - Work", "email", "work"),
        ("E-mail 2 Address", "email", ""),
        ("Additional email addresses", "email", ""),
        ("PLZ/Ort", "postcode_city", ""),
        ("Kunde seit", "since", ""),
        ("NIF", "tax_id", ""),
        ("property_jobtitle", "job_title", ""),
    ],
)
def test_j25_headings_of_many_programs_and_languages(heading: str, target: str, label: str) -> None:
    found = heading_of(heading)
    assert found is not None
    assert (found.target, found.label) == (target, label)


@pytest.mark.parametrize(
    "heading",
    [
        "Associated Company IDs",
        "Marketing contact status",
        "Balance",
        "Open deals",
        "Bank Account Number",
    ],
)
def test_j25_headings_without_a_place_have_none(heading: str) -> None:
    assert heading_of(heading) is None


def test_j25_a_heading_of_thousands_of_digits_is_read_like_any_other() -> None:
    found = heading_of("Phone " + "9" * 5000)
    assert found is not None
    assert found.target == "phone"


def test_j25_a_whole_row() -> None:
    found = row(
        "Kundennummer;Firma;Anrede;Vorname;Nachname;Straße;PLZ;Ort;Land;Telefon;Mobil;E-Mail;Kunde seit;Bemerkung;Rabatt\n"
        "0012;Weiß GmbH;Herr;Jürgen;Weiß;Königstr. 5;01067;Dresden;Deutschland;0351 1234567;0170 1234567;"
        "j@weiss.example;03.04.2020;VIP;5 %\n"
    )
    assert found == Row(
        number=2,
        kind="company",
        name="Weiß GmbH",
        company="Weiß GmbH",
        title="Herr",
        given="Jürgen",
        family="Weiß",
        external_id="0012",
        emails=[EmailValue("j@weiss.example")],
        phones=[
            PhoneValue("0351 1234567", "+493511234567"),
            PhoneValue("0170 1234567", "+491701234567", "mobile"),
        ],
        addresses=[AddressValue("Königstr. 5", "Dresden", "", "01067", "DE")],
        country="DE",
        notes="VIP",
        since=date(2020, 4, 3),
        extra={"Rabatt": "5 %"},
    )


def test_j25_a_bad_value_is_kept_raw_and_does_not_fail_the_row() -> None:
    found = row("Name,Email,Phone,Birthday\nAlice,alice@example,12,soon\n", "DE")
    assert found.failed == ""
    assert found.emails == [EmailValue("alice@example", valid=False)]
    assert found.phones == [PhoneValue("12", None)]
    assert found.extra == {"Birthday": "soon"}
    assert sorted(problem.field for problem in found.problems) == ["birthday", "email", "phone"]


def test_j25_only_a_row_that_names_nobody_fails() -> None:
    nobody, mail = rows("Name,Email,City\n,,Berlin\n,bob@example.com,Wien\n")
    assert "names a client" in nobody.failed
    assert (mail.failed, mail.name) == ("", "bob@example.com")


def test_j25_guards_and_formulas_are_plain_text() -> None:
    found = row(
        'Name,Phone,Note\nAlice,"=""020 7946 0905""","=HYPERLINK(""http://evil.example"")"\n', "GB"
    )
    assert found.phones == [PhoneValue("020 7946 0905", "+442079460905")]
    assert found.notes == '=HYPERLINK("http://evil.example")'


def test_j25_words_for_nothing_are_dropped_where_safe() -> None:
    found = row("First Name,Last Name,Email,Phone,Country\nÉmile,Null,none,N/A,NO\n")
    assert (found.family, found.emails, found.phones, found.country, found.problems) == (
        "Null",
        [],
        [],
        "NO",
        [],
    )


def test_j25_packed_cells() -> None:
    found = row(
        'Customer full name,Phone numbers,Email\nWeiß GmbH,Phone:030 1234567 Mobile:+44 7700 900190,"a@example.com,b@example.com"\n',
        "DE",
    )
    assert found.phones == [
        PhoneValue("030 1234567", "+49301234567"),
        PhoneValue("+44 7700 900190", "+447700900190", "mobile"),
    ]
    assert [email.address for email in found.emails] == ["a@example.com", "b@example.com"]


def test_j25_lists_of_google() -> None:
    found = row(
        "Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Labels\n"
        "Alice,a@example.com ::: b@example.com,Mobile,+44 20 7946 0018 ::: +44 7700 900709,Customer ::: * myContacts\n"
    )
    assert [email.address for email in found.emails] == ["a@example.com", "b@example.com"]
    assert [(phone.e164, phone.label) for phone in found.phones] == [
        ("+442079460018", "mobile"),
        ("+447700900709", "mobile"),
    ]
    assert found.tags == ["Customer"]


def test_j25_fax_stands_behind() -> None:
    found = row("Name,Fax,Phone\nAlice,+44 20 7946 0001,+44 20 7946 0002\n")
    assert [phone.label for phone in found.phones] == ["", "fax"]


def test_j25_phones_are_read_with_the_country_of_the_row_then_of_the_file_then_the_default() -> (
    None
):
    text = "Name,Phone,Country\nAlice,020 7946 0018,UK\nBob,020 7946 0019,UK\nCarol,01 42 68 53 00,France\nDora,020 7946 0020,\n"
    assert [found.phones[0].e164 for found in rows(text)] == [
        "+442079460018",
        "+442079460019",
        "+33142685300",
        "+442079460020",
    ]
    assert row("Name,Phone\nAlice,030 1234567\n", "DE").phones[0].e164 == "+49301234567"
    assert row("Name,Phone\nAlice,030 1234567\n").phones[0].e164 is None


def test_j25_zeros_eaten_by_a_spreadsheet_come_back() -> None:
    found = row("Name,Phone,ZIP,Country\nGiulia,66980575,184,Italy\n")
    assert (found.phones[0].e164, found.addresses[0].postcode) == ("+39066980575", "00184")


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ("03.04.2020 13.04.2020", date(2020, 4, 3)),
        ("3/4/2020 12/25/2019", date(2020, 3, 4)),
        ("3/4/2020 25/12/2019", date(2020, 4, 3)),
        ("20763 24945", date(1956, 11, 4)),
        ("2020-04-03 2020-12-01", date(2020, 4, 3)),
        ("0/0/00 1/2/2020", None),
        ("2024-01-01T09:00:00.000Z 2024-02-01", date(2024, 1, 1)),
    ],
)
def test_j25_dates_by_what_the_column_shows(dates: str, first: date | None) -> None:
    text = "Name,Birthday\n" + "".join(
        f"Client {place},{value}\n" for place, value in enumerate(dates.split())
    )
    assert rows(text)[0].birthday == first


def test_r06_coordinates_of_an_address_are_read_from_one_column_or_two() -> None:
    for text in (
        "Company,Street,City,Latitude,Longitude\nMill,1 Quay,Bath,51.38,-2.36\n",
        'Company,Street,City,GPS coordinates\nMill,1 Quay,Bath,"geo:51.38,-2.36"\n',
    ):
        [found] = row(text).addresses
        assert found == AddressValue("1 Quay", "Bath", coordinates="51.38, -2.36")
    wrong = row("Company,Street,City,Latitude,Longitude\nMill,1 Quay,Bath,north,-2.36\n")
    assert wrong.addresses[0].coordinates == ""
    assert any("Write latitude and longitude" in problem.reason for problem in wrong.problems)
