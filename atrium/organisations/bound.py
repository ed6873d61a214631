"""A statement that is made ready, bound to values and executed: what ``prepared`` keeps of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import QuerySet

# Statements of so many letters take PostgreSQL longer to plan than to run.
LONG = 4_000

# Parameter, within its list; value, within its list; days from it.
type Place = tuple[int, int | None, str, int | None, int]


@dataclass(frozen=True, eq=False)
class Statement:
    """A query made ready: ``places`` say which parameters are which values."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[Place, ...]

    def run(self, values: dict[str, Any]) -> list[Any]:
        """The rows for these values, as the queryset would have answered them."""
        connection: Any = connections[self.rows.db]
        params = list(self.params)
        for at, within, name, item, days in self.places:
            given = values[name] if item is None else values[name][item]
            value = for_driver(connection, given + timedelta(days=days) if days else given)
            if within is None:
                params[at] = like(params[at], value)
            else:
                listed = params[at] = list(params[at])
                listed[within] = like(listed[within], value)
        compiler, query, rows = _twin(self.compiler), _twin(self.rows.query), _twin(self.rows)
        compiler.connection, compiler.query = connection, query
        bound = self.sql, tuple(params)
        compiler.as_sql = lambda *_, **__: bound
        compiler.get_converters = lambda columns: self._converters(connection, columns)
        query.get_compiler = lambda *_, **__: compiler
        rows._query = query  # noqa: SLF001 - assigning query itself would turn tuples into dicts
        if len(self.sql) < LONG or connection.vendor != "postgresql":
            return list(rows)
        with connection.keeping():
            return list(rows)

    def _converters(self, connection: Any, columns: list[Any]) -> dict[int, Any]:
        """What makes values of the columns; asked of each column once for each connection."""
        known = connection.__dict__.setdefault("converters", WeakKeyDictionary())
        found: dict[int, Any] | None = known.get(self)
        if found is None:
            compiler = _twin(self.compiler)
            compiler.connection = connection
            found = known[self] = compiler.get_converters(columns)
        return found


def _twin(thing: Any) -> Any:
    """Another of the same state: copy() would evaluate a queryset."""
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


def for_driver(connection: Any, value: Any) -> Any:
    """The value as Django hands it to the driver."""
    match value:
        case UUID():
            return value if connection.features.has_native_uuid_field else value.hex
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
    return value


def like(mark: Any, value: Any) -> Any:
    """The value in the type that tells psycopg the width of a number."""
    return type(mark)(value) if isinstance(value, int) and isinstance(mark, int) else value
