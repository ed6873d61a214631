"""The proof that a statement reads and writes the rows of one organisation only.

Each table of an organisation must be filtered by it where the table is named, or tied to a table
that is, through columns the database itself holds within one organisation. What cannot be proven
is refused: a filter inside OR, in the list of columns, on another table or outside a subquery
proves nothing.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from atrium.organisations.walls.fence import Unproven
from atrium.organisations.walls.scope import Claim, Scope, claims, value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from atrium.organisations.walls.fence import Bound, Fence

# A statement it falls back on is refused here with its own words.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_EXPLAIN = re.compile(
    r"\s*EXPLAIN\b(\s+(QUERY\s+PLAN|ANALYZE|VERBOSE|\([\w\s,]*\)))*\s+", re.IGNORECASE
)
# Comments, dollar quotes and escapes are where a reader and a database come to disagree.
_OBSCURE = re.compile(r"--|/\*|\$\w*\$|(?<!['\w])[eE]'|\b[uU]&['\"]|\x00")
_SETTINGS = re.compile(r"set_config|atrium\"?\s*\.", re.IGNORECASE)
_HARMLESS = re.compile(r"\s*(PRAGMA|ANALYZE|VACUUM|REINDEX|LOCK TABLE)\b[^;]*\Z", re.IGNORECASE)


def prove(text: str, fences: Mapping[str, Fence], dialect: str) -> list[Bound]:
    """What the parameters must be for the statement to stay inside; raises Unproven in words."""
    if _HARMLESS.match(text):
        return []
    if _SETTINGS.search(text):
        msg = "only the third wall tells PostgreSQL whose rows are read"
        raise Unproven(msg)
    if _OBSCURE.search(text):
        msg = "comments, dollar quotes and escaped strings cannot be read safely"
        raise Unproven(msg)
    try:
        trees = sqlglot.parse(_EXPLAIN.sub("", text, count=1), dialect=dialect)
    except (SqlglotError, RecursionError) as error:
        msg = "the statement cannot be parsed"
        raise Unproven(msg) from error
    proof = Proof(fences)
    for tree in trees:
        if tree is not None:
            proof.statement(tree, None)
            proof.nothing_overlooked(tree)
    return proof.bounds


class Proof:
    """One statement being proven; what it finds is in ``bounds``."""

    def __init__(self, fences: Mapping[str, Fence]) -> None:
        self.fences = fences
        self.bounds: list[Bound] = []
        self._seen: set[int] = set()
        self._scopes: dict[int, Scope] = {}

    def statement(self, node: exp.Expr, outer: Scope | None) -> None:
        """Prove a whole statement or one branch of it."""
        if id(node) in self._scopes:
            return
        self._common_tables(node, outer)
        match node:
            case exp.Select():
                self._select(node, outer)
            case exp.SetOperation() | exp.Subquery(this=exp.Query()):
                for arm in filter(None, (node.this, node.args.get("expression"))):
                    self.statement(arm, outer)
            case exp.Values():
                self._nested(node, Scope(outer))
            case exp.Insert():
                self._insert(node)
            case exp.Update():
                self._change(node, [node.args.get("from_")])
            case exp.Delete():
                self._change(node, node.args.get("using") or [])
            case _:
                msg = f"{node.key.upper()} is not for a table of an organisation"
                raise Unproven(msg)

    def _common_tables(self, node: exp.Expr, outer: Scope | None) -> None:
        for common in (node.args.get("with_") or exp.With()).expressions:
            if common.alias.lower() in self.fences:
                msg = f"WITH takes the name of the table {common.alias}"
                raise Unproven(msg)
            self.statement(common.this, outer)

    def _select(self, node: exp.Select, outer: Scope | None) -> None:
        scope = self._scopes[id(node)] = Scope(outer)
        joins = node.args.get("joins") or []
        start = node.args.get("from_")
        sources = [start.this] if start else []
        sources += [join.this for join in joins] + (node.args.get("laterals") or [])
        facts = self._sources(sources, scope)
        for join in joins:
            facts += self._join(join, scope)
        facts += claims(node.args.get("where"))
        self._settle(scope, facts)
        self._nested(node, scope, skip={"from_", "with_"})

    def _join(self, join: exp.Join, scope: Scope) -> list[Claim]:
        if join.side in {"RIGHT", "FULL"} or join.method or join.args.get("using"):
            if scope.has_fenced():
                msg = f"a {join.side or join.method or 'USING'} join cannot be proven"
                raise Unproven(msg)
            return []
        only = scope.sources.get(join.this.alias_or_name.lower()) if join.side == "LEFT" else None
        return claims(join.args.get("on"), only)

    def _sources(self, nodes: list[exp.Expr], scope: Scope) -> list[Claim]:
        """Name the tables; a derived table is proven by itself, seeing what encloses this scope."""
        for node in nodes:
            if isinstance(node, exp.Table):
                name = node.name.lower()
                self._seen.add(id(node))
                scope.add(node.alias_or_name.lower(), name, self.fences.get(name))
                continue
            scope.add(node.alias_or_name.lower(), "", None)
            if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
                self.statement(node, scope.outer)
        return []

    def _settle(self, scope: Scope, facts: list[Claim]) -> None:
        """Prove every table of the scope from the facts, subqueries of IN only where needed."""
        self.bounds += scope.settle(facts)
        if scope.unproven():
            more = [claim for fact in facts for claim in self._membership(fact, scope)]
            self.bounds += scope.settle(more)
        if missing := scope.unproven():
            msg = f"{missing.table} is not filtered by its organisation"
            raise Unproven(msg)

    def _membership(self, fact: Claim, scope: Scope) -> Iterator[Claim]:
        """``a.x IN (SELECT b.y …)`` says a.x = b.y for a row b that is proven inside."""
        node = fact.node
        inner = node.args.get("query") if isinstance(node, exp.In) else None
        if isinstance(node, exp.EQ):
            inner = node.expression
        while isinstance(inner, exp.Subquery | exp.Paren):
            inner = inner.this
        if not isinstance(inner, exp.Select) or len(inner.expressions) != 1:
            return
        self.statement(inner, scope)
        found = self._scopes[id(inner)].resolve(inner.expressions[0].unalias())
        if found:
            yield Claim(node, fact.only, pair=(node.this, found))

    def _nested(self, node: exp.Expr, scope: Scope, skip: Collection[str] = ()) -> None:
        """Prove the subqueries that stand in expressions; they see the scope's tables."""
        parts = [part for name, part in node.args.items() if name not in skip]
        for part in parts:
            for child in part if isinstance(part, list) else [part]:
                if not isinstance(child, exp.Expr) or self._derived(child):
                    continue
                if isinstance(child, exp.Query):
                    self.statement(child, scope)
                else:
                    self._nested(child, scope)

    @staticmethod
    def _derived(node: exp.Expr) -> bool:
        """A subquery in the place of a table: proven already, in the scope outside."""
        return isinstance(node.parent, exp.Join | exp.From) and isinstance(node, exp.Subquery)

    def _change(self, node: exp.Update | exp.Delete, others: list[exp.Expr | None]) -> None:
        scope = Scope(None)
        tables = [other.this if isinstance(other, exp.From) else other for other in others if other]
        joins = [join for table in tables for join in table.args.get("joins") or []]
        facts = self._sources([node.this, *tables, *(join.this for join in joins)], scope)
        for join in joins:
            facts += self._join(join, scope)
        facts += claims(node.args.get("where"))
        self._settle(scope, facts)
        fence = self.fences.get(node.this.name.lower())
        if isinstance(node, exp.Update) and fence and not fence.anchor:
            self._stays(node.expressions, fence)
        self._nested(node, scope, skip={"from_", "using", "with_"})

    def _stays(self, assignments: list[exp.Expr], fence: Fence) -> None:
        """A row may be told its organisation again, never another."""
        for assignment in assignments:
            targets = assignment.find_all(exp.Column)
            if not isinstance(assignment, exp.EQ) or not isinstance(assignment.this, exp.Column):
                if any(column.name.lower() == fence.column for column in targets):
                    msg = "the organisation of a row cannot be assigned among others"
                    raise Unproven(msg)
            elif assignment.this.name.lower() == fence.column:
                given = assignment.expression
                if isinstance(given, exp.Column) and given.table.lower() == "excluded":
                    continue
                self.bounds.append(self._bound(given))

    def _bound(self, node: exp.Expr, *, each: bool = False) -> Bound:
        bound = value(node, each=each)
        if bound is None:
            msg = "the organisation must be given as a parameter"
            raise Unproven(msg)
        return bound

    def _insert(self, node: exp.Insert) -> None:
        target = node.this.this if isinstance(node.this, exp.Schema) else node.this
        if not isinstance(target, exp.Table):
            msg = "INSERT names no table"
            raise Unproven(msg)
        self._seen.add(id(target))
        fence = self.fences.get(target.name.lower())
        rows = node.expression
        if isinstance(rows, exp.Query):
            self.statement(rows, None)
        scope = Scope(None)
        scope.add(target.alias_or_name.lower(), target.name.lower(), None)
        if fence and not fence.anchor:
            self._inserted(node, target.name, fence)
        self._nested(node, scope, skip={"with_"})

    def _inserted(self, node: exp.Insert, table: str, fence: Fence) -> None:
        columns = [column.name.lower() for column in getattr(node.this, "expressions", [])]
        if columns.count(fence.column) != 1:
            msg = f"INSERT INTO {table} does not name {fence.column}"
            raise Unproven(msg)
        if (node.args.get("alternative") or "").upper() == "REPLACE":
            msg = "REPLACE can remove the row of another organisation"
            raise Unproven(msg)
        place = columns.index(fence.column)
        rows = node.expression
        if isinstance(rows, exp.Values):
            for row in rows.expressions:
                cells = row.expressions if isinstance(row, exp.Tuple) else [row.unnest()]
                self.bounds.append(self._bound(cells[place]))
        else:
            self._copied(rows, place, fence)
        if conflict := node.args.get("conflict"):
            self._conflict(conflict, fence)

    def _copied(self, rows: exp.Expr | None, place: int, fence: Fence) -> None:
        """INSERT … SELECT: each branch gives the organisation of a proven row, or the parameter."""
        if isinstance(rows, exp.SetOperation | exp.Subquery):
            for arm in filter(None, (rows.this, rows.args.get("expression"))):
                self._copied(arm, place, fence)
            return
        if not isinstance(rows, exp.Select):
            msg = "INSERT gives no rows that can be read"
            raise Unproven(msg)
        start = rows.args.get("from_")
        if start and isinstance(start.this, exp.Unnest) and rows.is_star:
            self.bounds.append(self._bound(start.this.expressions[place], each=True))
            return
        given = rows.expressions[place].unalias() if not rows.is_star else rows
        found = self._scopes[id(rows)].resolve(given)
        if not (found and found.source.proven and found.is_organisation):
            self.bounds.append(self._bound(given))

    def _conflict(self, conflict: exp.OnConflict, fence: Fence) -> None:
        if "UPDATE" not in str(conflict.args.get("action") or "").upper():
            return
        keys = {column.name.lower() for column in conflict.find_all(exp.Column) if _is_key(column)}
        if fence.column not in keys:
            msg = f"ON CONFLICT … DO UPDATE must name {fence.column} in its target"
            raise Unproven(msg)
        self._stays(conflict.expressions, fence)

    def nothing_overlooked(self, tree: exp.Expr) -> None:
        """Whatever the walk did not meet is refused: each name of an owned table is accounted for."""
        guarded = {name for name, fence in self.fences.items() if not fence.anchor}
        named = {node.name.lower() for node in tree.find_all(exp.Table) if id(node) in self._seen}
        for table in tree.find_all(exp.Table):
            known = id(table) in self._seen or isinstance(table.parent, exp.Lock)
            if table.name.lower() in guarded and not known:
                msg = f"{table.name} stands where it cannot be proven"
                raise Unproven(msg)
        for word in tree.find_all(exp.Identifier):
            if word.name.lower() in guarded and (
                word.name.lower() not in named
                or not isinstance(word.parent, exp.Table | exp.TableAlias | exp.Column)
            ):
                msg = f"{word.name} stands where it cannot be proven"
                raise Unproven(msg)


def _is_key(column: exp.Column) -> bool:
    ordered = column.parent
    return column.arg_key == "conflict_keys" or (
        isinstance(ordered, exp.Ordered) and ordered.arg_key == "conflict_keys"
    )
