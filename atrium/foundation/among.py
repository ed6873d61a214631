"""``name_key__among=names``: one of many values, which go to the database as one parameter.

Django judges each value of ``in`` by itself and writes a mark for it, 5 µs a value; a portion of an
import asks for thousands of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Field, ForeignObject
from django.db.models.lookups import Lookup


class Among(Lookup):
    """``in`` for texts and whole numbers as the column keeps them."""

    lookup_name = "among"
    prepare_rhs = False
    rhs: Iterable[str] | Iterable[int]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition for SQLite, which reads the values from JSON."""
        column, given = self.process_lhs(compiler, connection)
        values = json.dumps(list(self.rhs))
        return f"{column} IN (SELECT value FROM json_each(%s))", (*given, values)  # noqa: S608 - a column

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The same for PostgreSQL, which knows arrays."""
        column, given = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*given, list(self.rhs))


class Each(Among):
    """The same where the statement is bound to ever new values: SQLite gets a mark for each of them.

    psycopg reads a statement with more than fifty marks anew each time.
    """

    lookup_name = "each"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, given = self.process_lhs(compiler, connection)
        values = tuple(self.rhs)
        return f"{column} IN ({', '.join(['%s'] * len(values))})", (*given, *values)


def filled_up[Value](values: list[Value]) -> list[Value]:
    """The values, the last one again until there are 1, 2, 4, 8 and so on: statements of so many marks are few."""
    size = 1 << max(len(values) - 1, 0).bit_length()
    return values + values[-1:] * (size - len(values))


def register() -> None:
    """Let every field be asked so."""
    Field.register_lookup(Among)
    Field.register_lookup(Each)
    ForeignObject.register_lookup(Each)
