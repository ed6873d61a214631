"""The fields of one subject as their settings show them."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.clients.absent import LARGEST
from atrium.clients.field_forms import FieldForm
from atrium.clients.field_inputs import posted, retyped
from atrium.clients.fields import Said
from atrium.clients.models import Field, FieldSection, FieldState
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member


@dataclass(frozen=True)
class Board:
    """Fields and headings in order, as one list, and those that are retired."""

    rows: list[Field | FieldSection]
    retired: list[Field]
    # The keys of those that the member sees and may not change.
    locked: frozenset[int]

    @property
    def count(self) -> int:
        return sum(isinstance(row, Field) for row in self.rows)


def board(subject: str, member: Member) -> Board:
    """What there is of this subject, as far as the member may know."""
    every = Field.objects.filter(subject=subject).exclude(state=FieldState.GONE)
    fields = [field for field in every if field.seen_by(member)]
    live = [f for f in fields if f.state == FieldState.LIVE]
    rows: list[Field | FieldSection] = [f for f in live if f.section_id is None]
    for section in FieldSection.objects.filter(subject=subject):
        rows.append(section)
        rows += [f for f in live if f.section_id == section.pk]
    locked = frozenset(f.pk for f in fields if not f.changed_by(member))
    return Board(rows, [f for f in fields if f.state == FieldState.RETIRED], locked)


def field_or_none(subject: str, key: int, member: Member) -> Field | None:
    """The field with this key, in use or retired, where the member may see it."""
    rows = Field.objects.filter(subject=subject).exclude(state=FieldState.GONE)
    found: Field | None = rows.select_related("organisation").filter(pk=min(key, LARGEST)).first()
    return found if found is not None and found.seen_by(member) else None


def section_or_none(subject: str, key: int) -> FieldSection | None:
    """The section with this key."""
    rows = FieldSection.objects.filter(subject=subject, pk=min(key, LARGEST))
    found: FieldSection | None = rows.first()
    return found


def probe(member: Member, type_: str, form: FieldForm, field: Field | None = None) -> Said:
    """The input for the default of a field of this type."""
    options = field.options if field else {}
    asked = Field(key="default", label=gettext("Default"), type=type_, options=options)
    said = Said(asked, field.default if field else None, Where(member.organisation, member))
    return said if form.posted is None else retyped(said, posted(asked, form.posted, "default"))
