"""What the record of a client says, said once: its label, type, column, filter, sort, export, import and API.

An attribute is built in (a column of Client, declared by attribute()), kept by another app in a
table of its own (attribute(kept=…)), or a field of the organisation's own. Lists, filters, sorts,
exports, imports and the API ask attributes_of() and nothing else, so that what is added here is everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from atrium.clients import fields, industries
from atrium.clients.models import Field, Subject
from atrium.clients.value_types import TYPES, Operator, ValueType, Where, is_unread
from atrium.clients.value_types.base import EMPTY, FILLED, HAS, IS, LACKS, NOT
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from atrium.organisations.models import Member, Organisation
    from atrium.organisations.permissions import Can

PREFIX = "field."


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """A standard that the words of an attribute come from.

    ``read`` answers the standard's word for what was typed, ``within`` all words that lie in one;
    ``picker`` names the address that suggests them.
    """

    read: Callable[[str], str]
    within: Callable[[str], list[str]]
    picker: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """That an attribute stands in a table of its own, at most one row a client.

    ``rows`` are those of the table, ``column`` is where it stands. ``parts`` are the expressions
    that fetch it with a client, ``value`` makes the stored value of them. ``compared`` says which
    rows can be compared at all: amounts in one currency. ``sorted``: there is an index (organisation,
    column, client), by which lists are sorted.
    """

    rows: Callable[[], Any]
    column: str
    parts: Callable[[Organisation], dict[str, Combinable]]
    value: Callable[[Any], Any]
    compared: Callable[[Organisation], Q] = lambda _organisation: Q()
    sorted: bool = False


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One thing that a record says.

    ``stands`` is the column of Client that holds it; empty where ``field`` or ``kept`` does.
    ``slug`` is what addresses, members' choice of columns and exports call it. ``indexed``: lists
    can be sorted by its column. ``needs`` and ``scope`` are what a member and a token must have to
    know it.
    """

    slug: str
    label: str
    type: str = "text"
    stands: str = ""
    heading: str = ""
    filterable: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    field: Field | None = None
    kept: Kept | None = None
    kind: ValueType | None = None
    vocabulary: Vocabulary | None = None
    indexed: bool = False
    needs: Can | None = None
    scope: str = ""

    @property
    def sort(self) -> ValueType:
        """What it holds."""
        return self.kind or TYPES[self.type]

    @property
    def control(self) -> str:
        """By which input a list is narrowed by it."""
        return "picker" if self.vocabulary else self.sort.control

    @property
    def is_sortable(self) -> bool:
        """Whether a list can be sorted by it: where keys of it are kept, one for each client."""
        if self.field is None:
            return self.kept.sorted if self.kept else self.indexed
        return self.filterable and self.sort.sortable

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (IS, NOT, HAS, LACKS, EMPTY, FILLED) if self.vocabulary else self.sort.operators

    def parts(self, organisation: Organisation) -> dict[str, Combinable]:
        """What has to be asked for with a client, so that value() can answer."""
        return self.kept.parts(organisation) if self.kept else {}

    def value(self, row: Any) -> Any:
        """What ``row`` says, as it is stored; None for nothing."""
        if self.field is not None:
            return row.extra.get(self.field.key)
        if self.kept is not None:
            return self.kept.value(row)
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
    """Declare an attribute: slug, label, type, stands or kept, heading, filterable, needs, scope."""
    BUILT_IN.add(options["slug"], Attribute(**options))


for _slug, _label, _type, _stands, _heading in (
    ("legal_name", gettext_lazy("Legal name"), "text", "legal_name", "legal name"),
    (
        "registration",
        gettext_lazy("Registration"),
        "text",
        "registration_number",
        "registration number",
    ),
    ("tax_id", gettext_lazy("Tax ID"), "text", "tax_id", "tax id"),
    ("source", gettext_lazy("Came from"), "text", "came_from", "source"),
    ("language", gettext_lazy("Language"), "text", "language", "language"),
    ("client_since", gettext_lazy("Client since"), "date", "since", "client since"),
    ("birthday", gettext_lazy("Birthday"), "date", "birthday", "birthday"),
):
    attribute(
        slug=_slug, label=_label, type=_type, stands=_stands, heading=_heading, filterable=True
    )
attribute(
    slug="industry",
    label=gettext_lazy("Industry"),
    stands="industry",
    heading="industry",
    filterable=True,
    indexed=True,
    vocabulary=Vocabulary(read=industries.read, within=industries.within, picker="industry-picker"),
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
    built_in = [each for each in BUILT_IN if each.needs is None or member.can(each.needs)]
    return [*built_in, *(of_field(each) for each in own)]


def attribute_named(member: Member, slug: str) -> Attribute | None:
    """The attribute that an address means, where the member may know it."""
    if not slug.startswith(PREFIX):
        one = BUILT_IN.get(slug)
        return one if one is None or one.needs is None or member.can(one.needs) else None
    found = fields.named(member, slug.removeprefix(PREFIX))
    return of_field(found) if found else None
