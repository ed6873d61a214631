"""The columns of Atrium's own export, by which an import knows it again."""

from __future__ import annotations

from collections.abc import Sequence

from atrium.clients import exported
from atrium.clients.attributes import BUILT_IN
from atrium.imports.agreed import CELL
from atrium.imports.reading import Column, Mapping
from atrium.imports.reading.mapping import EXTRA, IGNORE

OWN_SOURCE = "Atrium"
LEADING = ("number", "external_id", "kind", "name")


def is_own_export(columns: Sequence[str]) -> bool:
    """Whether a table is an export of Atrium."""
    return tuple(columns[: len(LEADING)]) == LEADING


NO_CONTACT = "do not contact"
REACH = {"email": "e-mail", "phone": "phone", "link": "website"}
PLACE = ("street", "city", "region", "postcode", "country", "coordinates")
PLACE_TYPE = "address type"
BEHIND_A_FIELD = " (field)"
# What a heading cannot tell by itself; read by its name alone.
ARCHIVED = "archived"
TEXTS = {"about": "about", "time zone": "timezone"}
# How many contacts and addresses have columns of their own; JSON Lines has all of them.
CONTACTS, ADDRESSES = 3, 3
PERSON = ("title", "given name", "family name", "job title", "roles", "e-mail", "phone")
# What JSON Lines says beside the columns, as lists.
STRUCTURES = ("points", "addresses", "contacts", "notes", "no_contact")


def further_place(number: int) -> dict[str, str]:
    """The columns of the second and later addresses, by what they say."""
    return {name: f"address {number} {name}" for name in ("type", *PLACE)}


def person_columns(number: int) -> dict[str, str]:
    """The columns of a contact, by what they say."""
    return {name: f"contact {number} {name}" for name in PERSON}


def read_by_name() -> list[str]:
    """The columns that no heading tells: contacts, and what only an own export has."""
    people = (c for n in range(1, CONTACTS + 1) for c in person_columns(n).values())
    return [*TEXTS, ARCHIVED, *people]


def fixed() -> list[str]:
    """The columns that are not fields of the organisation's own."""
    own = ["title", "given name", "family name", *(a.heading for a in BUILT_IN if not a.kept)]
    further = (c for n in range(2, ADDRESSES + 1) for c in further_place(n).values())
    return [
        *LEADING,
        *own,
        "preferred channel",
        "status",
        "owner",
        "tags",
        NO_CONTACT,
        *REACH.values(),
        *PLACE,
        PLACE_TYPE,
        *further,
        *read_by_name(),
    ]


def kept() -> list[str]:
    """The columns of what other apps keep, for those who may know it."""
    return [attribute.heading for attribute in BUILT_IN if attribute.kept]


def heading_for(label: str) -> str:
    """The column of a field; one that is called like another column says that it is a field."""
    told = (*exported.names(), *exported.figure_columns())
    said = str(label)
    taken = said.casefold() in {*fixed(), *STRUCTURES, *told}
    return f"{said}{BEHIND_A_FIELD}" if taken else said


def as_exported(suggested: Mapping) -> Mapping:
    """The mapping of an own export: what is not one of our columns is a field, whatever it is called.

    Figures are passed over: they follow from other rows. What was agreed to does not.
    """
    known = {*fixed(), *kept()} - set(read_by_name())
    over = set(exported.figure_columns()) - {CELL}
    columns = [
        c if c.header in known else Column(c.header, IGNORE if c.header in over else EXTRA)
        for c in suggested.columns
    ]
    return Mapping(suggested.source, tuple(columns))


def is_untouched(mapping: Mapping, suggested: Mapping) -> bool:
    """Whether someone at most left columns out of what the export says."""
    pairs = zip(mapping.columns, as_exported(suggested).columns, strict=False)
    return all(mine == theirs or mine.target == IGNORE for mine, theirs in pairs)
