"""What the record of a client says, said once: its label, type, column, filter, sort, export, import and API.

An attribute is built in (a column of Client, declared by attribute()) or a field of the
organisation's own. Lists, filters, sorts, exports, imports and the API ask attributes_of() and
nothing else, so that what is added here is everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from atrium.clients import fields
from atrium.clients.models import Field, Subject
from atrium.clients.value_types import TYPES, Operator, ValueType, Where, is_unread
from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.organisations.models import Member

PREFIX = "field."


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One thing that a record says.

    ``stands`` is the column of Client that holds it; empty where ``field`` does. ``slug`` is what
    addresses, members' choice of columns and exports call it.
    """

    slug: str
    label: str
    type: str = "text"
    stands: str = ""
    heading: str = ""
    filterable: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    field: Field | None = None

    @property
    def sort(self) -> ValueType:
        """What it holds."""
        return TYPES[self.type]

    @property
    def is_sortable(self) -> bool:
        """Whether a list can be sorted by it: where keys of it are kept, one for each client."""
        return self.field is not None and self.filterable and self.sort.sortable

    @property
    def operators(self) -> tuple[Operator, ...]:
        return self.sort.operators

    def value(self, row: Any) -> Any:
        """What ``row`` says, as it is stored; None for nothing."""
        if self.field is not None:
            return row.extra.get(self.field.key)
        held = getattr(row, self.stands)
        return held.isoformat() if isinstance(held, date) else held or None

    def text(self, row: Any, where: Where) -> str:
        """What ``row`` says as a cell of a file holds it; an import reads the same value back."""
        value = self.value(row)
        if value is None:
            return ""
        if is_unread(value):
            return str(value["unread"])
        return self.sort.written(value, self, where)


BUILT_IN: Registry[Attribute] = Registry()


def attribute(**options: Any) -> None:
    """Declare a column of Client as an attribute: slug, label, type, stands, heading, filterable."""
    BUILT_IN.add(options["slug"], Attribute(**options))


for _slug, _label, _type, _stands, _heading in (
    ("legal_name", "Legal name", "text", "legal_name", "legal name"),
    ("registration", "Registration", "text", "registration_number", "registration number"),
    ("tax_id", "Tax ID", "text", "tax_id", "tax id"),
    ("industry", "Industry", "text", "industry", "industry"),
    ("source", "Came from", "text", "came_from", "source"),
    ("language", "Language", "text", "language", "language"),
    ("client_since", "Client since", "date", "since", "client since"),
    ("birthday", "Birthday", "date", "birthday", "birthday"),
):
    attribute(
        slug=_slug, label=_label, type=_type, stands=_stands, heading=_heading, filterable=True
    )


def of_field(one: Field) -> Attribute:
    """The attribute that a field is."""
    return Attribute(
        slug=f"{PREFIX}{one.key}",
        label=one.label,
        type=one.type,
        filterable=one.filterable and one.keyed,
        options=one.options,
        field=one,
    )


def attributes_of(member: Member) -> list[Attribute]:
    """Every attribute of clients that the member may know, the built-in ones first."""
    own = fields.seen_by(member, Subject.CLIENT)
    return [*BUILT_IN, *(of_field(each) for each in own)]


def attribute_named(member: Member, slug: str) -> Attribute | None:
    """The attribute that an address means, where the member may know it."""
    if not slug.startswith(PREFIX):
        return BUILT_IN.get(slug)
    found = fields.named(member, slug.removeprefix(PREFIX))
    return of_field(found) if found else None
