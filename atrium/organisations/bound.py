"""A statement that is made ready, bound to values and executed: what ``prepared`` keeps of a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesIterable, ValuesListIterable

from atrium.organisations.recurring import Recurring

# Statements of so many letters take PostgreSQL longer to plan than to run, and the driver longer to send.
LONG = 1_000

# Parameter, within its list; value, within its list; days from it, or the signs of LIKE before and after it.
type Place = tuple[int, int | None, str, int | None, int | tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Statement:
    """A query made ready: ``places`` say which parameters are which values."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[Place, ...]
    recurring: Recurring | None = None

    def run(self, values: dict[str, Any]) -> list[Any]:
        """The rows for these values, as the queryset would have answered them."""
        connection: Any = connections[self.rows.db]
        bound = self.sql, self._bound(connection, values)
        if len(self.sql) < LONG or connection.vendor != "postgresql":
            return self._rows(connection, bound)
        with connection.keeping():
            return self._rows(connection, bound)

    def _bound(self, connection: Any, values: dict[str, Any]) -> tuple[Any, ...]:
        params = list(self.params)
        for at, within, name, item, how in self.places:
            given = values[name] if item is None else values[name][item]
            if isinstance(how, tuple):
                value: Any = connection.ops.prep_for_like_query(given).join(how)
            else:
                value = for_driver(connection, given + timedelta(days=how) if how else given)
            if within is None:
                params[at] = like(params[at], value)
            else:
                listed = params[at] = list(params[at])
                listed[within] = like(listed[within], value)
        return tuple(params)

    def _rows(self, connection: Any, bound: tuple[str, tuple[Any, ...]]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*bound)
            read: list[tuple[Any, ...]] = cursor.fetchall()
        if self._plain is not None:
            return self._plain(self._converted(connection, read))
        if self.recurring is not None:
            return self.recurring.made(read, lambda rows: self._made(connection, rows))
        return self._made(connection, read)

    def _made(self, connection: Any, read: list[tuple[Any, ...]]) -> list[Any]:
        """What the queryset would have made of what was read."""
        compiler, query, rows = _twin(self.compiler), _twin(self.rows.query), _twin(self.rows)
        compiler.connection, compiler.query = connection, query
        compiler.execute_sql = lambda *_, **__: [read]
        compiler.get_converters = lambda columns: self._converters(connection, columns)
        query.get_compiler = lambda *_, **__: compiler
        rows._query = query  # noqa: SLF001 - assigning query itself would turn tuples into dicts
        return list(rows)

    @cached_property
    def _plain(self) -> Callable[[Iterable[tuple[Any, ...]]], list[Any]] | None:
        """What makes the rows of what the driver read; None where only Django can, for they are models."""
        compiler, sort = self.compiler, self.rows._iterable_class  # noqa: SLF001
        if compiler.has_extra_select or compiler.has_composite_fields(self._selected):
            return None
        if sort is ValuesListIterable:
            return list
        if sort is FlatValuesListIterable:
            return lambda rows: [value for value, *_ in rows]
        if sort is ValuesIterable:
            query = self.rows.query
            names = list(query.selected or (*query.values_select, *query.annotation_select))
            return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]
        return None

    @cached_property
    def _selected(self) -> list[Any]:
        return [column for column, *_ in self.compiler.select[: self.compiler.col_count]]

    def _converted(self, connection: Any, rows: list[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """The rows, their values made column by column, without a generator or a list for each row."""
        converters = self._converters(connection, self._selected)
        if not rows or not converters:
            return rows
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for at, (converts, column) in converters.items():
            for convert in converts:
                columns[at] = [convert(value, column, connection) for value in columns[at]]
        return zip(*columns, strict=True)

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
