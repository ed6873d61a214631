"""The form by which people put conditions together, line by line; works by plain GET.

Lines are named by their place: ``c3.by``, ``c3.op``, ``c3.v``; ``c3.in`` says which group a line is in.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from atrium.clients.narrowing import Condition, Criterion, Group, Node, Option, text
from atrium.clients.narrowing.compiled import said
from atrium.clients.narrowing.criterion import SECTIONS, needs_value, takes_several
from atrium.clients.narrowing.days import MOMENTS, PERIODS, spoken
from atrium.clients.narrowing.known import criteria_of, criterion_named
from atrium.clients.narrowing.tree import ALL, ANY, MOST_CONDITIONS
from atrium.clients.value_types import Operator, Where
from atrium.clients.value_types.base import IN, IS, NOT, OPERATORS
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member

_NAME = re.compile(r"c(\d{1,3})\.by")
OTHER = {ALL: ANY, ANY: ALL}
FEW = 6


@dataclass(frozen=True)
class Line:
    """One condition as its inputs show it."""

    place: int
    condition: Condition
    criterion: Criterion
    where: Where
    group: int = 0
    fresh: bool = False

    @property
    def name(self) -> str:
        return f"c{self.place}"

    @property
    def operators(self) -> list[tuple[Operator, str]]:
        return [(each, self.criterion.reads(each) or "is") for each in self.criterion.offers]

    @property
    def asks(self) -> str:
        """Which input is drawn; nothing where the operator says it all."""
        way, asks = self.condition.way, self.criterion.asks
        if not needs_value(way):
            return ""
        if asks == "choices" and not takes_several(way):
            return "choice"
        return "text" if asks == "picker" and way not in {IS, NOT} else asks

    @property
    def value(self) -> str:
        return next(iter(self.condition.values), "")

    @property
    def spoken(self) -> str:
        """A day or a period as people say it."""
        return spoken(self.value)

    @cached_property
    def options(self) -> list[tuple[Option, bool]]:
        """What can be chosen, and what is."""
        chosen = {fold(value) for value in self.condition.values}
        return [
            (one, bool(chosen & {fold(one.key), fold(one.public), fold(one.label)}))
            for one in self.criterion.options(self.where)
        ]

    @property
    def chosen(self) -> str:
        return ", ".join(str(one.label) for one, on in self.options if on)

    @property
    def is_few(self) -> bool:
        return len(self.options) <= FEW

    @property
    def suggestions(self) -> tuple[str, ...]:
        return PERIODS if self.condition.way is IN else MOMENTS

    @cached_property
    def named(self) -> str:
        """What a picker shows of the value."""
        try:
            way = self.condition.way
            return self.criterion.named(self.value, way, self.where) if self.value else ""
        except FormatError:
            return self.value

    @cached_property
    def wrong(self) -> str:
        """What is wrong with what was typed; nothing while nothing was."""
        if not self.condition.values:
            return ""
        return said(self.condition, self.where.member).wrong if self.where.member else ""


@dataclass
class Block:
    """A group of lines inside the form."""

    number: int
    lines: list[Line] = field(default_factory=list)

    @property
    def add(self) -> str:
        """The name of the input that adds a line to it."""
        return f"add{self.number}"


@dataclass(frozen=True)
class Kept:
    """A part that the form cannot show line by line; it is kept as it is or taken out."""

    place: int
    text: str
    told: str


class Builder:
    """The lines of the form, from conditions or from what the form sent."""

    def __init__(self, member: Member, word: str = ALL) -> None:
        self.member = member
        self.where = Where(member.organisation, member)
        self.word = word if word in OTHER else ALL
        self.lines: list[Line] = []
        self.kept: list[Kept] = []
        self.groups: list[int] = []

    @classmethod
    def of(cls, group: Group, member: Member) -> Builder:
        """The form that shows these conditions."""
        first = group.parts[0] if len(group.parts) == 1 else None
        whole = first if isinstance(first, Group) and first.word == ANY else group
        found = cls(member, whole.word)
        for part in whole.parts:
            if isinstance(part, Group) and part.word == OTHER[found.word] and _flat(part):
                found.groups.append(len(found.groups) + 1)
                for each in part.parts:
                    assert isinstance(each, Condition)
                    found._show(each, found.groups[-1])
            else:
                found._show(part)
        return found

    @classmethod
    def sent(cls, query: QueryDict, member: Member) -> Builder:
        """The form as it was sent, after the button that was pressed."""
        found = cls(member, query.get("match", ALL))
        places = sorted(int(m[1]) for m in map(_NAME.fullmatch, query) if m)
        found.groups = [int(g) for g in query.getlist("group")[:20] if g.isdecimal() and len(g) < 4]  # noqa: PLR2004
        for place in places[:MOST_CONDITIONS]:
            if query.get("drop") != f"c{place}":
                found._take(query, place)
        for each in query.getlist("kept")[:MOST_CONDITIONS]:
            if query.get("drop") != f"kept:{each}":
                # What was never written by this form is nobody's condition.
                with suppress(FormatError):
                    found._keep(text.read(each).parts)
        if "newgroup" in query:
            found.groups.append(max(found.groups, default=0) + 1)
        for name in ("add", *(f"add{group}" for group in found.groups)):
            # A script's picker and the plain list beside it bear one name.
            if slug := next(filter(None, query.getlist(name)), ""):
                found._add(slug, name.removeprefix("add"))
        return found

    def _take(self, query: QueryDict, place: int) -> None:
        name = f"c{place}"
        criterion = criterion_named(self.member, query.get(f"{name}.by", ""))
        if criterion is None:
            return
        operator = OPERATORS.get(query.get(f"{name}.op", ""))
        operator = operator if operator in criterion.offers else criterion.offers[0]
        group = query.get(f"{name}.in", "")
        try:
            values = query.getlist(f"{name}.v")
            if criterion.asks in {"client", "person"}:
                values = [value for value in values if value][:1]
            condition = Condition.made(criterion.slug, operator.slug, values)
        except FormatError:
            condition = Condition(criterion.slug, operator.slug)
        inside = int(group) if group.isdecimal() and len(group) < 4 else 0  # noqa: PLR2004 - as groups are numbered
        inside = inside if inside in self.groups else 0
        self._line(condition, criterion, inside)

    def _add(self, slug: str, group: str) -> None:
        same = fold(slug)
        every = criteria_of(self.member)
        found = criterion_named(self.member, slug) or next(
            (each for each in every if fold(each.label) == same), None
        )
        if found and len(self.lines) < MOST_CONDITIONS:
            condition = Condition(found.slug, found.offers[0].slug)
            self._line(condition, found, int(group or 0), fresh=True)

    def _line(
        self, condition: Condition, criterion: Criterion, group: int, *, fresh: bool = False
    ) -> None:
        place = len(self.lines) + 1
        self.lines.append(Line(place, condition, criterion, self.where, group, fresh))

    def _show(self, part: Node, group: int = 0) -> None:
        criterion = criterion_named(self.member, part.slug) if isinstance(part, Condition) else None
        if criterion and isinstance(part, Condition) and part.way in criterion.offers:
            self._line(part, criterion, group)
        else:
            self._keep((part,))

    def _keep(self, parts: tuple[Node, ...]) -> None:
        for part in parts:
            words = said(part, self.member).text
            self.kept.append(Kept(len(self.kept) + 1, text.written(Group(parts=(part,))), words))

    @property
    def loose(self) -> list[Line]:
        """The lines in no group."""
        return [line for line in self.lines if not line.group]

    @property
    def blocks(self) -> list[Block]:
        return [Block(n, [x for x in self.lines if x.group == n]) for n in self.groups]

    @property
    def other(self) -> str:
        return OTHER[self.word]

    @property
    def sections(self) -> list[tuple[str, list[Criterion]]]:
        """What a line can be about, in its sections."""
        every = criteria_of(self.member)
        found = [(name, [each for each in every if each.section == name]) for name in SECTIONS]
        rest = [each for each in every if each.section not in SECTIONS]
        return [(name, some) for name, some in [*found, (gettext("More"), rest)] if some]

    def conditions(self) -> Group:
        """What the form says; lines that are not filled in yet ask nothing."""
        parts: list[Node] = [line.condition for line in self.loose if _is_whole(line)]
        for each in self.kept:
            parts += text.read(each.text).parts
        for block in self.blocks:
            inside = tuple(line.condition for line in block.lines if _is_whole(line))
            if len(inside) > 1:
                parts.append(Group(self.other, inside))
            else:
                parts += inside
        if self.word == ANY and len(parts) > 1:
            return Group(parts=(Group(ANY, tuple(parts)),))
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Group) and only.word == ALL:
            return only
        return Group(parts=tuple(parts))


def _flat(group: Group) -> bool:
    return all(isinstance(part, Condition) for part in group.parts)


def _is_whole(line: Line) -> bool:
    return bool(line.condition.values) or not needs_value(line.condition.way)


def fields_like(member: Member, words: str) -> list[tuple[str, Criterion]]:
    """What lists can be narrowed by and that these words may mean, each with its section."""
    sought = fold(words)
    every = criteria_of(member)
    order = {name: place for place, name in enumerate(SECTIONS)}
    every.sort(key=lambda each: order.get(each.section, len(order)))
    found = [each for each in every if sought in fold(f"{each.label} {each.section}")]
    found.sort(key=lambda each: not fold(each.label).startswith(sought) if sought else 0)
    return [(each.section, each) for each in found]
