"""The columns of Atrium's own export, by which an import knows it again."""

from __future__ import annotations

from collections.abc import Sequence

from atrium.clients.attributes import BUILT_IN
from atrium.imports.reading import Column, Mapping

OWN_SOURCE = "Atrium"
LEADING = ("number", "external_id", "kind", "name")


def is_own_export(columns: Sequence[str]) -> bool:
    """Whether a table is an export of Atrium."""
    return tuple(columns[: len(LEADING)]) == LEADING


NO_CONTACT = "do not contact"
REACH = {"email": "e-mail", "phone": "phone", "link": "website"}
PLACE = ("street", "city", "region", "postcode", "country")
BEHIND_A_FIELD = " (field)"


def fixed() -> list[str]:
    """The columns that are not fields of the organisation's own."""
    own = ["title", "given name", "family name", *(a.heading for a in BUILT_IN if not a.kept)]
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
    ]


def kept() -> list[str]:
    """The columns of what other apps keep, for those who may know it."""
    return [attribute.heading for attribute in BUILT_IN if attribute.kept]


def heading_for(label: str) -> str:
    """The column of a field; one that is called like another column says that it is a field."""
    return f"{label}{BEHIND_A_FIELD}" if label.casefold() in fixed() else label


def as_exported(suggested: Mapping) -> Mapping:
    """The mapping of an own export: what is not one of our columns is a field, whatever it is called."""
    known = {*fixed(), *kept()}
    columns = [c if c.header in known else Column(c.header) for c in suggested.columns]
    return Mapping(suggested.source, tuple(columns))
