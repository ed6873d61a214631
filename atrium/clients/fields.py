"""The fields of an organisation, as a member may know them: definitions, values, gaps (V06)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from atrium.clients import lexicon
from atrium.clients.models import Field, FieldSection, FieldState, Subject
from atrium.clients.value_types import Where, is_unread
from atrium.clients.value_types.base import UNREAD
from atrium.clients.value_types.file import File, is_file
from atrium.clients.value_types.money import Money
from atrium.clients.value_types.reference import Reference
from atrium.organisations.models import Member, Organisation

# A field takes 0.1 ms to draw: beyond so many a page would cost more for its fields than for all else.
MOST_DRAWN = 60


def of(organisation: Organisation, subject: str = Subject.CLIENT) -> list[Field]:
    """The fields in use, in the order of the settings."""
    every = lexicon.of(organisation).fields.values()
    return [f for f in every if f.subject == subject and f.state == FieldState.LIVE]


def required_of(organisation: Organisation, subject: str = Subject.CLIENT) -> list[Field]:
    """The fields in use that every record should have a value in."""
    return [f for f in of(organisation, subject) if f.required]


def lacking(row: Any, organisation: Organisation, subject: str = Subject.CLIENT) -> list[Field]:
    """The required fields that ``row`` has no value in, or one that does not fit."""
    needed = required_of(organisation, subject)
    return [f for f in needed if row.extra.get(f.key) is None or is_unread(row.extra[f.key])]


def seen_by(member: Member, subject: str = Subject.CLIENT) -> list[Field]:
    """The fields in use that the member may see."""
    return [f for f in of(member.organisation, subject) if f.seen_by(member)]


def changed_by(member: Member, subject: str = Subject.CLIENT) -> list[Field]:
    """Those whose values the member may change, where they may edit at all."""
    return [f for f in of(member.organisation, subject) if f.changed_by(member)]


def named(member: Member, key: str, subject: str = Subject.CLIENT) -> Field | None:
    """The field with this key, where the member may see it."""
    return next((f for f in seen_by(member, subject) if f.key == key), None)


def hidden_from(member: Member) -> list[int]:
    """The keys of the fields, retired ones too, of which the member may learn nothing."""
    every = lexicon.of(member.organisation).fields.values()
    return [f.pk for f in every if not f.seen_by(member)]


def open_part(extra: dict[str, Any], member: Member, subject: str) -> dict[str, Any]:
    """The values that the member may know, by key."""
    return {f.key: extra[f.key] for f in seen_by(member, subject) if f.key in extra}


@dataclass(frozen=True)
class Said:
    """One field of one record, as a page draws it."""

    field: Field
    value: Any
    where: Where

    @property
    def may_change(self) -> bool:
        """Whether who looks may say something else."""
        return self.field.changed_by(self.where.member)

    @property
    def is_empty(self) -> bool:
        return self.value is None

    @property
    def is_unread(self) -> bool:
        """Whether what stands here does not fit the field and was kept as it came."""
        return is_unread(self.value)

    @property
    def shown(self) -> SafeString | str:
        """The value as safe HTML; empty for none."""
        if self.value is None:
            return ""
        if self.is_unread:
            return str(self.value[UNREAD])
        return self.field.sort.drawn(self.value, self.field, self.where)

    @property
    def text(self) -> str:
        """The value as plain words."""
        if self.value is None:
            return ""
        if self.is_unread:
            return str(self.value[UNREAD])
        return self.field.sort.shown(self.value, self.field, self.where)

    @property
    def typed_words(self) -> str:
        """What its input holds, as words."""
        return self.text

    @property
    def size(self) -> str:
        """How large the file is that stands here; empty for anything else."""
        sort = self.field.sort
        return sort.size(self.value) if isinstance(sort, File) and is_file(self.value) else ""

    @property
    def entered(self) -> Any:
        """The value as its input holds it."""
        if self.value is None:
            return ""
        if self.is_unread:
            return self.value[UNREAD]
        return self.field.sort.entered(self.value, self.field, self.where)

    @property
    def unit(self) -> str:
        """What stands behind the input: a unit, or the usual currency."""
        if isinstance(self.field.sort, Money):
            return self.field.sort.usual(self.field, self.where)
        return str(self.field.options.get("unit", ""))

    @property
    def leads(self) -> str:
        """Where the value leads to: a page, an address to write to, a number to call; or nowhere."""
        if self.value is None or self.is_unread:
            return ""
        return self.field.sort.leads(self.value, self.where)

    @property
    def leads_out(self) -> bool:
        return self.leads.startswith("http")


@dataclass
class Group:
    """A section with the fields of it that are drawn."""

    section: FieldSection | None
    lines: list[Said] = field(default_factory=list)


class Sheet:
    """What a record says in the organisation's fields, as one member sees it.

    Drawn are the fields that have a value and those that are always shown, so many as a page can
    bear; the others, ``rest``, on request. References are named by one statement a kind.
    """

    def __init__(self, row: Any, member: Member, subject: str = Subject.CLIENT) -> None:
        self.row = row
        self.member = member
        self.where = Where(member.organisation, member)
        every = lexicon.of(member.organisation).field_sections
        self._sections = {key: one for key, one in every.items() if one.subject == subject}
        self._fields = seen_by(member, subject)

    @property
    def sections(self) -> list[FieldSection]:
        """The headings in the order of the settings."""
        return list(self._sections.values())

    @cached_property
    def _shown(self) -> list[Field]:
        extra = self.row.extra
        drawn = [f for f in self._fields if f.always or f.key in extra]
        if len(drawn) <= MOST_DRAWN:
            return drawn
        first = sorted(drawn, key=lambda f: f.key not in extra)[:MOST_DRAWN]
        chosen = {f.pk for f in first}
        return [f for f in drawn if f.pk in chosen]

    @property
    def rest(self) -> int:
        """How many fields are not drawn."""
        return len(self._fields) - len(self._shown)

    @property
    def is_rest_empty(self) -> bool:
        """Whether none of what is not drawn has a value."""
        chosen = {f.pk for f in self._shown}
        return not any(f.key in self.row.extra for f in self._fields if f.pk not in chosen)

    @property
    def groups(self) -> list[Group]:
        """The sections with what is drawn of them."""
        return self._grouped(self._shown)

    @property
    def everything(self) -> list[Group]:
        """The sections with all their fields."""
        return self._grouped(self._fields)

    def line(self, one: Field) -> Said:
        return Said(one, self.row.extra.get(one.key), self.where)

    def _grouped(self, fields: Iterable[Field]) -> list[Group]:
        lines = [self.line(each) for each in fields]
        learn(lines, self.where)
        found: dict[int | None, Group] = {None: Group(None)}
        found |= {key: Group(section) for key, section in self._sections.items()}
        for each in lines:
            found[each.field.section_id].lines.append(each)
        return [group for group in found.values() if group.lines]


def learn(lines: Iterable[Said], where: Where) -> None:
    """Look up what the references among the values are called, by one statement a model."""
    asked: dict[str, set[str]] = {}
    for each in lines:
        if isinstance(each.field.sort, Reference) and isinstance(each.value, str):
            asked.setdefault(each.field.sort.model, set()).add(each.value)
    for model, identifiers in asked.items():
        where.look_up(model, identifiers)
