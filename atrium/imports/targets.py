"""Where the values of a column can go, in words, as the page of columns offers it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import format_lazy

from atrium.clients import fields
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.consents import known_purposes
from atrium.imports.reading import TARGETS, Column, Mapping
from atrium.imports.reading.account_words import ACCOUNT
from atrium.imports.reading.mapping import CONSENT, CONSENT_ON, EXTRA, FIELD, IGNORE
from atrium.imports.work.sorts import CLIENTS, SORTS
from atrium.organisations.models import Member
from atrium.profile.account_fields import FIELDS, OWN

_WORDS = {
    EXTRA: gettext_lazy("Keep as a field of its own"),
    IGNORE: gettext_lazy("Leave out"),
    "external_id": gettext_lazy("ID in the other program"),
    "kind": gettext_lazy("Company or individual"),
    "name": gettext_lazy("Name"),
    "company": gettext_lazy("Company"),
    "legal_name": gettext_lazy("Legal name"),
    "full_name": gettext_lazy("Person, full name"),
    "contact": gettext_lazy("Contact person"),
    "given": gettext_lazy("Given name"),
    "middle": gettext_lazy("Middle name"),
    "family": gettext_lazy("Family name"),
    "title": gettext_lazy("Title"),
    "suffix": gettext_lazy("Suffix (Jr., PhD)"),
    "nickname": gettext_lazy("Nickname"),
    "job_title": gettext_lazy("Job title"),
    "department": gettext_lazy("Department"),
    "email": "E-mail",
    "email_label": gettext_lazy("E-mail: kind"),
    "phone": gettext_lazy("Phone"),
    "phone_label": gettext_lazy("Phone: kind"),
    "address": gettext_lazy("Address, whole"),
    "street": gettext_lazy("Street"),
    "house_number": gettext_lazy("House number"),
    "po_box": gettext_lazy("PO box"),
    "city": gettext_lazy("Town"),
    "region": gettext_lazy("Region"),
    "postcode": gettext_lazy("Postcode"),
    "coordinates": gettext_lazy("Coordinates"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "country": gettext_lazy("Country"),
    "address_label": gettext_lazy("Address: kind"),
    "postcode_city": gettext_lazy("Postcode and town"),
    "city_region_postcode": gettext_lazy("Town, region and postcode"),
    "website": gettext_lazy("Website"),
    "tax_id": gettext_lazy("Tax ID"),
    "registration": gettext_lazy("Registration number"),
    "industry": gettext_lazy("Industry"),
    "notes": gettext_lazy("Note"),
    "tags": gettext_lazy("Tags"),
    "status": gettext_lazy("Status"),
    "owner": gettext_lazy("Owner"),
    "since": gettext_lazy("Client since"),
    "birthday": gettext_lazy("Birthday"),
    "source": gettext_lazy("Came from"),
    "language": gettext_lazy("Language"),
    "preferred_channel": gettext_lazy("Prefers (channel)"),
    "no_contact": gettext_lazy("Do not contact"),
    "no_email": gettext_lazy("Unsubscribed from e-mail"),
    "no_phone": gettext_lazy("Do not call"),
} | {
    f"{ACCOUNT}{name}": format_lazy(gettext_lazy("Account: {label}"), label=FIELDS[name].label)
    for name in OWN
}


def choices_for(member: Member) -> list[tuple[str, str]]:
    """Every place that the member may send a column to, fields of the organisation's own last."""
    own = [
        (f"{FIELD}{f.key}", gettext("Field: {f}").format(f=f.label))
        for f in fields.changed_by(member)
    ]
    agreed = [
        (f"{prefix}{purpose.public_id}", words.format(purpose=purpose.label))
        for purpose in known_purposes()
        for prefix, words in (
            (CONSENT, gettext("Consent: {purpose}")),
            (CONSENT_ON, gettext("Consent: {purpose}, its day")),
        )
    ]
    return [*((t, str(_WORDS[t])) for t in (EXTRA, IGNORE, *TARGETS[:-1])), *agreed, *own]


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
