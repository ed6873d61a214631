"""The second wall: every statement is read before it runs and must stay in one organisation.

It hangs on each connection as an execute wrapper, in every environment. A verdict is reached once
per statement and kept; what it says about the parameters is checked at every execution.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.backends.signals import connection_created

from atrium.organisations import current
from atrium.organisations.walls.fence import Unproven
from atrium.organisations.walls.shape import Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    from atrium.organisations.walls.fence import Bound, Fence

KEPT = 4096
# Long ones are few and worth keeping (that of the client page has 42,000 letters), but cost memory.
LONG, LONG_KEPT = 20_000, 64
LONGEST_KEPT = 200_000

type Check = tuple[bool, int]  # a list of values?, the parameter's place
type Verdict = tuple[tuple[Check, ...], tuple[int, ...]]  # parameters and literals to compare

_NOTHING: Verdict = ((), ())


class Unguarded(RuntimeError):
    """A statement that could read or write the rows of another organisation."""

    def __init__(self, why: str, sql: str) -> None:
        super().__init__(f"{why}. The statement: {sql[:2000]}")


class Guard:
    """Call it as Django calls an execute wrapper; ``fences`` names the tables to look after."""

    def __init__(self, fences: Mapping[str, Fence]) -> None:
        self.fences = fences
        names = [re.escape(name) for name, fence in fences.items() if not fence.anchor]
        # A name in Unicode escapes does not show, nor what DO runs: such statements are read as well.
        self._names = re.compile(
            rf"\b(?:{'|'.join(names) or '(?!)'})\b|\bU&\"|\A\s*DO\b|set_config|atrium\"?\s*\.",
            re.IGNORECASE,
        )
        self._verdicts = _Recent[Verdict | str](KEPT)
        self._long = _Recent[Verdict | str](LONG_KEPT)
        self._shapes = _Recent["list[Bound] | str"](KEPT)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - as Django calls it
        context: dict[str, Any],
    ) -> Any:
        """Run the statement if it is proven for the current organisation; else raise Unguarded."""
        if not current.is_unscoped():
            key = sql if params is not None else "\x00" + sql
            known = self._verdicts if len(sql) <= LONG else self._long
            verdict = known.get(key)
            if verdict is None:
                verdict = self._judge(sql, context["connection"].vendor, plain=params is None)
                if len(sql) <= LONGEST_KEPT:
                    known.put(key, verdict)
            if verdict is not _NOTHING:
                self._hold(verdict, sql, params if many else (params,))
        return execute(sql, params, many, context)

    def _hold(self, verdict: Verdict | str, sql: str, rows: Sequence[Any]) -> None:
        if isinstance(verdict, str):
            raise Unguarded(verdict, sql)
        key = current.organisation_id()
        if key is None:
            msg = "No organisation is entered"
            raise Unguarded(msg, sql)
        checks, literals = verdict
        for params in rows:
            for several, place in checks:
                given = params[place]
                if (any(item != key for item in given)) if several else given != key:
                    msg = f"Parameter {place} is another organisation than the current one"
                    raise Unguarded(msg, sql)
        if any(literal != key for literal in literals):
            msg = "The statement names another organisation than the current one"
            raise Unguarded(msg, sql)

    def _judge(self, sql: str, vendor: str, *, plain: bool) -> Verdict | str:
        if not self._names.search(sql):
            return _NOTHING
        shape = Shape(sql) if plain else shape_of(sql)
        bounds = self._shapes.get(shape.text)
        if bounds is None:
            bounds = self._prove(shape.text, "postgres" if vendor == "postgresql" else vendor)
            self._shapes.put(shape.text, bounds)
        if isinstance(bounds, str):
            return bounds
        checks = tuple(
            (bound.kind == "each", place)
            for bound in bounds
            if bound.kind != "literal"
            for place in shape.positions(bound.number)
        )
        literals = tuple(bound.number for bound in bounds if bound.kind == "literal")
        return (checks, literals) if checks or literals else _NOTHING

    def _prove(self, text: str, dialect: str) -> list[Bound] | str:
        # The parser costs 0.2 s and 30 MB: only a process that asks for rows pays for it.
        from atrium.organisations.walls.proof import prove  # noqa: PLC0415

        try:
            return list(dict.fromkeys(prove(text, self.fences, dialect)))
        except Unproven as error:
            return str(error)


class _Recent[T]:
    """At most twice ``size`` values: those asked for lately, forgotten by generations."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[str, T] = {}
        self._old: dict[str, T] = {}

    def get(self, key: str) -> T | None:
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self.put(key, value)
        return value

    def put(self, key: str, value: T) -> None:
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}
        self._young[key] = value


def install(guard: Guard) -> None:
    """Put the guard on every connection this process makes from here on."""

    def stand(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if guard not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, guard)

    connection_created.connect(stand, weak=False, dispatch_uid="atrium.organisations.walls.guard")
