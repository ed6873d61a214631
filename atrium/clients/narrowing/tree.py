"""Conditions that stand together by all, any or not, as addresses, views and programs say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from atrium.clients.narrowing.known import criterion_named
from atrium.clients.value_types.base import EMPTY, FILLED, OPERATORS, Operator
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.narrowing.criterion import Criterion
    from atrium.organisations.models import Member

ALL, ANY, NOT = "all", "any", "not"
WORDS = (ALL, ANY, NOT)
MOST_CONDITIONS = 40
MOST_VALUES = 50
DEEPEST = 5
LONGEST_VALUE = 200
type Node = Condition | Group


@dataclass(frozen=True)
class Condition:
    """One criterion with an operator and values; where several are given, one has to fit."""

    slug: str
    operator: str
    values: tuple[str, ...] = ()

    @classmethod
    def made(cls, slug: str, operator: str, values: list[str]) -> Self:
        """The condition with its words in order. Raises FormatError."""
        if operator not in OPERATORS:
            can = ", ".join(OPERATORS)
            msg = gettext("“{operator}” is no way to compare; use one of {can}.").format(
                operator=operator[:30], can=can
            )
            raise FormatError(msg)
        cleaned = [" ".join(value.replace("\x00", "").split()) for value in values]
        if any(len(value) > LONGEST_VALUE for value in cleaned) or len(cleaned) > MOST_VALUES:
            msg = gettext(
                "A condition compares with up to {most} values of {longest} characters."
            ).format(most=MOST_VALUES, longest=LONGEST_VALUE)
            raise FormatError(msg)
        if operator == EMPTY.slug and cleaned[:1] == ["no"]:
            operator = FILLED.slug
        kept = [] if operator in {EMPTY.slug, FILLED.slug} else [v for v in cleaned if v]
        return cls(slug[:100], operator, tuple(dict.fromkeys(kept)))

    @property
    def way(self) -> Operator:
        return OPERATORS[self.operator]

    def criterion(self, member: Member) -> Criterion:
        """What it is about. Raises FormatError where the member knows nothing of that name."""
        found = criterion_named(member, self.slug)
        if found is None:
            msg = gettext("There is no “{slug}” that lists can be narrowed by.").format(
                slug=self.slug[:60]
            )
            raise FormatError(msg)
        return found

    def as_json(self) -> dict[str, Any]:
        if not self.values:
            return {"by": self.slug, "op": self.operator}
        value: Any = self.values[0] if len(self.values) == 1 else list(self.values)
        return {"by": self.slug, "op": self.operator, "value": value}


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all hold, any holds, or that do not all hold."""

    word: str = ALL
    parts: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def conditions(self) -> Iterator[Condition]:
        """Every condition in it, from the left."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.conditions()
            else:
                yield part

    def as_json(self) -> dict[str, Any]:
        return {self.word: [part.as_json() for part in self.parts]}

    def checked(self) -> Self:
        """Itself; raises FormatError where it is too large."""
        if len(list(self.conditions())) > MOST_CONDITIONS:
            msg = gettext("A list is narrowed by up to {most} conditions.").format(
                most=MOST_CONDITIONS
            )
            raise FormatError(msg)
        return self


def top(node: Node) -> Group:
    """The node as a group of which all hold."""
    return node if isinstance(node, Group) and node.word == ALL else Group(ALL, (node,))


def from_json(told: Any) -> Group:
    """The conditions that a program sent or a view keeps. Raises FormatError with the place."""
    return top(_node(told, "filter", 1)).checked()


def _node(told: Any, place: str, depth: int) -> Node:
    if not isinstance(told, dict):
        msg = gettext(
            "{place}: send an object with all, any or not, or one with by, op and value."
        ).format(place=place)
        raise FormatError(msg)
    if "by" in told:
        return _condition(told, place)
    word = next((word for word in WORDS if word in told), "")
    parts = told.get(word)
    if not word or len(told) != 1 or not isinstance(parts, list):
        msg = gettext(
            "{place}: send one of all, any or not with a list, or by, op and value."
        ).format(place=place)
        raise FormatError(msg)
    if depth > DEEPEST:
        msg = gettext("{place}: conditions nest up to {deepest} deep.").format(
            place=place, deepest=DEEPEST
        )
        raise FormatError(msg)
    places = enumerate(parts[: MOST_CONDITIONS + 1])
    return Group(word, tuple(_node(p, f"{place}.{word}.{n}", depth + 1) for n, p in places))


def _condition(told: dict[str, Any], place: str) -> Condition:
    slug, operator = told["by"], told.get("op", "is")
    value = told.get("value", [])
    values = value if isinstance(value, list) else [value]
    plain = all(isinstance(one, str | int | float | bool) for one in values)
    if not (isinstance(slug, str) and isinstance(operator, str) and plain):
        msg = gettext(
            "{place}: by and op are words, value is a word, a number or a list of those."
        ).format(place=place)
        raise FormatError(msg)
    if unknown := set(told) - {"by", "op", "value"}:
        msg = gettext("{place}: a condition has by, op and value, not {map}.").format(
            place=place, map=", ".join(sorted(map(str, unknown)))
        )
        raise FormatError(msg)
    try:
        return Condition.made(slug, operator, [_word(one) for one in values])
    except FormatError as error:
        raise FormatError(f"{place}: {error}") from error


def _word(one: Any) -> str:
    if isinstance(one, bool):
        return "yes" if one else "no"
    return str(one).encode("utf-8", "replace").decode()
