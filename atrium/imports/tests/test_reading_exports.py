"""V01, J25: exports of known programs against the clients they were made from."""

import json
from collections.abc import Callable

import pytest

from atrium.foundation.tests.reference import reference
from atrium.imports.reading import AddressValue, Row, open_table, read_rows, suggest

# What the columns of each file hold, in the words of the expected clients.
_PERSON = "given family"
_REACH = "phone_e164 emails"
_PLACE = "street city postcode"
_HELD = {
    "client_list_preamble_tab.csv": f"{_PERSON} company {_PLACE} emails birthday phone2",
    "clients_typed.xlsx": _PERSON,
    "google_contacts_new.csv": f"title {_PERSON} company country {_PLACE} region {_REACH} phone2 birthday notes website tags",
    "google_contacts_old_utf16.csv": f"title {_PERSON} company country {_PLACE} region {_REACH} phone2 birthday notes website tags",
    "hubspot_contacts_export.csv": f"{_PERSON} company country {_PLACE} region {_REACH}",
    "jobber_clients_semicolon.csv": f"title {_PERSON} company country {_PLACE} region {_REACH} phone2 tags",
    "mixed_encoding.csv": f"{_PERSON} city",
    "outlook_windows_cp1252.csv": f"title {_PERSON} company country {_PLACE} region {_REACH} phone2 birthday notes website",
    "pipedrive_people.csv": f"{_PERSON} company emails phone2",
    "quickbooks_customer_list.xlsx": f"{_PERSON} company country {_PLACE} {_REACH} phone2",
    "spreadsheet_formulas.csv": f"{_PERSON} company",
    "vcita_clients.csv": f"{_PERSON} country {_PLACE} phone_e164 birthday notes tags",
    "xero_contacts.csv": f"{_PERSON} company country {_PLACE} region phone_e164 phone2 website",
}
_SOURCES = {
    "google_contacts_new.csv": "Google Contacts",
    "google_contacts_old_utf16.csv": "Google Contacts",
    "hubspot_contacts_export.csv": "HubSpot",
    "jobber_clients_semicolon.csv": "Jobber",
    "outlook_windows_cp1252.csv": "Outlook",
    "pipedrive_people.csv": "Pipedrive",
    "quickbooks_customer_list.xlsx": "QuickBooks",
    "vcita_clients.csv": "vcita",
    "xero_contacts.csv": "Xero",
}
_READ: dict[str, Callable[[Row], object]] = {
    "title": lambda row: row.title,
    "given": lambda row: row.given,
    "family": lambda row: row.family,
    "company": lambda row: row.company,
    "country": lambda row: row.country,
    "phone_e164": lambda row: row.phones[0].e164 if row.phones else None,
    "phone2": lambda row: row.phones[1].raw if len(row.phones) > 1 else "",
    "street": lambda row: _address(row).street,
    "city": lambda row: _address(row).city,
    "region": lambda row: _address(row).region,
    "postcode": lambda row: _address(row).postcode,
    "emails": lambda row: [email.address for email in row.emails],
    "birthday": lambda row: row.birthday.isoformat() if row.birthday else None,
    "notes": lambda row: row.notes,
    "website": lambda row: row.website,
    "tags": lambda row: row.tags,
}


@pytest.mark.parametrize("name", sorted(_HELD))
def test_j25_export_is_read_as_its_clients(name: str) -> None:
    path = reference(f"data/import/constructed/{name}")
    expected = json.loads(path.with_name(f"{name}.expected.json").read_text(encoding="utf-8"))[
        "clients"
    ]
    table = open_table(path, name)
    rows = list(read_rows(table, suggest(table)))
    fields = _HELD[name].split()
    assert [{field: _READ[field](row) for field in fields} for row in rows] == [
        {field: client[field] for field in fields} for client in expected
    ]
    assert [row.number for row in rows if row.failed] == []


@pytest.mark.parametrize("name", sorted(_SOURCES))
def test_j25_the_program_is_recognised(name: str) -> None:
    path = reference(f"data/import/constructed/{name}")
    assert open_table(path).source == _SOURCES[name]


def test_j25_formula_text_stays_text() -> None:
    table = open_table(reference("data/import/constructed/spreadsheet_formulas.csv"))
    notes = {row.notes for row in read_rows(table, suggest(table))}
    assert {"@SUM(1+1)*cmd|calc", "-2+3", "+1 booking", "=1+1", "ok"} < notes


def _address(row: Row) -> AddressValue:
    return row.addresses[0] if row.addresses else AddressValue()
