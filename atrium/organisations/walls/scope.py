"""The tables one SELECT, UPDATE or DELETE sees, and which of them are proven to stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from atrium.organisations.walls.fence import Bound, Fence, Unproven
from atrium.organisations.walls.shape import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(eq=False)
class Source:
    """A table under its alias; derived tables have no fence, they were proven by themselves."""

    table: str
    fence: Fence | None
    proven: bool = False


@dataclass(frozen=True)
class Found:
    """A column of a source."""

    source: Source
    column: str

    @property
    def is_organisation(self) -> bool:
        return self.source.fence is not None and self.column == self.source.fence.column

    def ties(self, other: Found) -> bool:
        """Whether equality with ``other`` means one organisation: the same row or a held reference."""
        mine, theirs = self.source.fence, other.source.fence
        if mine is None or theirs is None:
            return False
        if self.is_organisation and other.is_organisation:
            return True
        same = self.source.table == other.source.table and self.column == mine.key == other.column
        return (
            same
            or (self.column, other.source.table, other.column) in mine.references
            or (other.column, self.source.table, self.column) in theirs.references
        )


@dataclass(frozen=True)
class Claim:
    """A condition that holds in every row, or (LEFT JOIN) wherever ``only`` has a row."""

    node: exp.Expr
    only: Source | None = None
    pair: tuple[exp.Expr, Found] | None = None


def claims(node: exp.Expr | None, only: Source | None = None) -> list[Claim]:
    """The parts of a condition that all must hold."""
    if isinstance(node, exp.Where | exp.Paren):
        return claims(node.this, only)
    if isinstance(node, exp.And):
        return claims(node.this, only) + claims(node.expression, only)
    return [] if node is None else [Claim(node, only)]


def value(node: exp.Expr, *, each: bool = False) -> Bound | None:
    """A parameter or a whole number, casts and brackets taken off."""
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    if isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit():
        return Bound("literal", int(node.name))
    if isinstance(node, exp.Column) and not node.table and (hit := PLACEHOLDER.match(node.name)):
        return Bound("each" if each else "parameter", int(hit[1]))
    return None


class Scope:
    """The sources of one SELECT and, through ``outer``, of those around it."""

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.sources: dict[str, Source] = {}

    def add(self, alias: str, table: str, fence: Fence | None) -> None:
        if alias in self.sources:
            msg = f"the alias {alias} is given twice"
            raise Unproven(msg)
        self.sources[alias] = Source(table, fence)

    def has_fenced(self) -> bool:
        return any(source.fence for source in self.sources.values())

    def unproven(self) -> Source | None:
        """The first table that is not proven; the organisations' own needs no proof."""
        for source in self.sources.values():
            if source.fence and not source.fence.anchor and not source.proven:
                return source
        return None

    def resolve(self, node: exp.Expr) -> Found | None:
        """The column a name means; without a table's name only where there is one table."""
        while isinstance(node, exp.Paren):
            node = node.this
        if not isinstance(node, exp.Column) or PLACEHOLDER.match(node.name):
            return None
        scope: Scope | None = self
        alias = node.table.lower()
        if not alias:
            if len(self.sources) != 1:
                return None
            [alias] = self.sources
        while scope is not None:
            if alias in scope.sources:
                return Found(scope.sources[alias], node.name.lower())
            scope = scope.outer
        return None

    def settle(self, facts: list[Claim]) -> list[Bound]:
        """Prove what follows from the facts; what the filters compare with is returned."""
        bounds = [bound for fact in facts for bound in self._filter(fact)]
        pairs = [(left, right, fact.only) for fact in facts for left, right in self._pairs(fact)]
        pairs += [(right, left, only) for left, right, only in pairs]
        moved = True
        while moved:
            moved = False
            for known, new, only in pairs:
                inside = new.source in self.sources.values() and only in (None, new.source)
                if inside and known.source.proven and not new.source.proven and known.ties(new):
                    new.source.proven = moved = True
        return bounds

    def _filter(self, fact: Claim) -> Iterator[Bound]:
        for left, right in _equalities(fact.node):
            turned = [(right[0], [left])] if len(right) == 1 else []
            for column, values in [(left, right), *turned]:
                found = self.resolve(column)
                bounds = [value(item) for item in values]
                if not found or not found.is_organisation or None in bounds:
                    continue
                if found.source in self.sources.values() and fact.only in (None, found.source):
                    found.source.proven = True
                    yield from (bound for bound in bounds if bound)

    def _pairs(self, fact: Claim) -> Iterator[tuple[Found, Found]]:
        if fact.pair:
            left = self.resolve(fact.pair[0])
            if left:
                yield left, fact.pair[1]
            return
        for one, others in _equalities(fact.node):
            left, right = self.resolve(one), self.resolve(others[0])
            if left and right and len(others) == 1:
                yield left, right


def _equalities(node: exp.Expr) -> Iterable[tuple[exp.Expr, list[exp.Expr]]]:
    """``a = b`` as (a, [b]), ``(a, b) = (c, d)`` as two of them, ``a IN (b, c)`` as (a, [b, c])."""
    if isinstance(node, exp.In) and node.expressions:
        return [(node.this, node.expressions)]
    if not isinstance(node, exp.EQ):
        return []
    left, right = node.this.unnest(), node.expression.unnest()
    if isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
        return [(a, [b]) for a, b in zip(left.expressions, right.expressions, strict=False)]
    return [(left, [right])]
