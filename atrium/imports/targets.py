"""Where the values of a column can go, in words, as the page of columns offers it."""

from __future__ import annotations

from collections.abc import Sequence

from atrium.clients import fields
from atrium.imports.reading import TARGETS, Column, Mapping
from atrium.imports.reading.account_words import ACCOUNT
from atrium.imports.reading.mapping import EXTRA, FIELD, IGNORE
from atrium.imports.work.sorts import CLIENTS, SORTS
from atrium.organisations.models import Member
from atrium.profile.account_fields import FIELDS, OWN

_WORDS = {
    EXTRA: "Keep as a field of its own",
    IGNORE: "Leave out",
    "external_id": "ID in the other program",
    "kind": "Company or individual",
    "name": "Name",
    "company": "Company",
    "legal_name": "Legal name",
    "full_name": "Person, full name",
    "contact": "Contact person",
    "given": "Given name",
    "middle": "Middle name",
    "family": "Family name",
    "title": "Title",
    "suffix": "Suffix (Jr., PhD)",
    "nickname": "Nickname",
    "job_title": "Job title",
    "department": "Department",
    "email": "E-mail",
    "email_label": "E-mail: kind",
    "phone": "Phone",
    "phone_label": "Phone: kind",
    "address": "Address, whole",
    "street": "Street",
    "house_number": "House number",
    "po_box": "PO box",
    "city": "Town",
    "region": "Region",
    "postcode": "Postcode",
    "coordinates": "Coordinates",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "country": "Country",
    "address_label": "Address: kind",
    "postcode_city": "Postcode and town",
    "city_region_postcode": "Town, region and postcode",
    "website": "Website",
    "tax_id": "Tax ID",
    "registration": "Registration number",
    "industry": "Industry",
    "notes": "Note",
    "tags": "Tags",
    "status": "Status",
    "owner": "Owner",
    "since": "Client since",
    "birthday": "Birthday",
    "source": "Came from",
    "language": "Language",
    "preferred_channel": "Prefers (channel)",
    "no_contact": "Do not contact",
    "no_email": "Unsubscribed from e-mail",
    "no_phone": "Do not call",
} | {f"{ACCOUNT}{name}": f"Account: {FIELDS[name].label}" for name in OWN}


def choices_for(member: Member) -> list[tuple[str, str]]:
    """Every place that the member may send a column to, fields of the organisation's own last."""
    own = [(f"{FIELD}{f.key}", f"Field: {f.label}") for f in fields.seen_by(member)]
    return [*((t, _WORDS[t]) for t in (EXTRA, IGNORE, *TARGETS[:-1])), *own]


def chosen(mapping: Mapping, targets: list[str], by: Member) -> Mapping:
    """The mapping with the target that was chosen for each column; unknown ones stay as they were."""
    known = dict(choices_for(by))
    columns = [
        column if target == column.target or target not in known else Column(column.header, target)
        for column, target in zip(mapping.columns, targets, strict=True)
    ]
    return Mapping(mapping.source, tuple(columns))


def places_of(what: str, member: Member) -> list[tuple[str, str]]:
    """What a column can be chosen to be in a file of clients, or of work."""
    return choices_for(member) if what == CLIENTS else SORTS[what].choices


def matched_of(what: str, mapping: Mapping, targets: Sequence[str], member: Member) -> Mapping:
    """The mapping with each column where it was put."""
    if what == CLIENTS:
        return chosen(mapping, list(targets), member)
    return SORTS[what].chosen(mapping, targets)
