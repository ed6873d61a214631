"""Rows by the million into one table: plain SQL, as fast as each engine takes them.

Every statement names the current organisation, so that the walls around it stand as always.
SQLite takes ``executemany``. PostgreSQL refuses COPY into a table with row security, so the rows
are copied into a temporary table and inserted from there, before the eyes of the policy.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self, cast

from django.db import connection, models
from django.db.models import Field
from django.utils import timezone
from psycopg import Cursor
from uuid_utils import uuid7

from atrium.foundation import statistics
from atrium.organisations import current

AT_ONCE = 20_000
# Pages of SQLite's cache during the load, in KiB: random places in the indexes stay in memory.
CACHE = 600_000
# The tables of which the planner was told by this process, once there was something to tell.
_known: set[str] = set()


class Sheet:
    """Collects rows of one model and writes them by the thousand; the rest on leaving the block.

    ``names`` are the columns that each row brings, as attributes (``client_id``); the others get
    their defaults, ``public_id`` a new one for each row. What is collected in the sheets of
    ``after``, which the rows here point at, is written before them.
    """

    def __init__(
        self, model: type[models.Model], *names: str, after: tuple[Sheet, ...] = ()
    ) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self.model = model
        self.table = model._meta.db_table
        self.written = 0
        self._after = after
        self._given = [fields[name] for name in names]
        self._new_id = "public_id" in fields
        if self._new_id:
            self._given.append(fields["public_id"])
        named = {field.attname for field in self._given}
        self._fixed = {
            field.column: _literal(field)
            for field in fields.values()
            if field.attname not in named and not field.primary_key
        }
        self._rows: list[tuple[Any, ...]] = []

    def __enter__(self) -> Self:
        if connection.vendor == "postgresql":
            columns = ", ".join(f'"{f.column}" {f.db_type(connection)}' for f in self._given)
            _run(f"CREATE TEMPORARY TABLE fresh_{self.table} ({columns}) ON COMMIT DROP")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.flush()
            if connection.vendor == "postgresql":
                _run(f"DROP TABLE fresh_{self.table}")

    def add(self, *cells: Any) -> None:
        """One more row: text, numbers, None; instants and JSON as text."""
        self._rows.append((*cells, uuid7().hex) if self._new_id else cells)
        if len(self._rows) >= AT_ONCE:
            self.flush()

    @property
    def pending(self) -> int:
        """How many rows wait to be written."""
        return len(self._rows)

    def flush(self) -> None:
        """Write what was collected."""
        for sheet in self._after:
            sheet.flush()
        if not self._rows:
            return
        if connection.vendor == "postgresql":
            self._copy()
        else:
            self._insert()
        if self.table not in _known:
            # Else PostgreSQL checks each later reference to these rows by an index that suited an empty table.
            statistics.learn_of(self.model)
            _known.add(self.table)
        self.written += len(self._rows)
        self._rows = []

    def _insert(self) -> None:
        marks = ", ".join(["%s"] * len(self._given))
        with connection.cursor() as cursor:
            cursor.executemany(f"{self._head()} VALUES ({self._constants()}, {marks})", self._rows)

    def _copy(self) -> None:
        columns = ", ".join(f'"{field.column}"' for field in self._given)
        with connection.cursor() as cursor:
            # Django hands on what it does not know itself, and that is all its wrapper says of it.
            raw = cast("Cursor[Any]", cursor)
            with raw.copy(f"COPY fresh_{self.table} ({columns}) FROM STDIN") as copy:
                for row in self._rows:
                    copy.write_row(row)
            source = f"SELECT {self._constants()}, {columns} FROM fresh_{self.table}"  # noqa: S608 - our own names
            cursor.execute(f"{self._head()} {source}")
            cursor.execute(f"TRUNCATE fresh_{self.table}")

    def _head(self) -> str:
        columns = [*self._fixed, *(field.column for field in self._given)]
        return f"INSERT INTO {self.table} ({', '.join(f'"{column}"' for column in columns)})"

    def _constants(self) -> str:
        return ", ".join(self._fixed.values())


def reserve(model: type[models.Model], count: int) -> int:
    """The first of ``count`` keys in a row that nobody else will get, in this transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = int(cursor.fetchone()[0])
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + max(count, 1) - 1])
            return first
        # The transaction holds the only right to write, and rows with higher keys move the mark.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return int(row[0]) + 1 if row else 1


def make_ready() -> None:
    """Settings for the transaction of the load; see ``make_usual``."""
    if connection.vendor == "postgresql":
        # Else every reference of every row would wait in memory for the end.
        _run("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        _run(f"PRAGMA cache_size = -{CACHE}")


def make_usual(*, learn: bool) -> None:
    """After the load: the connection as it was; with ``learn`` PostgreSQL counts what the tables hold now."""
    if connection.vendor == "sqlite":
        _run("PRAGMA cache_size = -32000")
    if learn:
        statistics.learn()


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _literal(field: Field[Any, Any]) -> str:
    if field.name == "organisation":
        return str(current.required())
    value = field.get_default()
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value).upper() if isinstance(value, bool) else str(int(value))
    if isinstance(value, dict):
        return "'{}'"
    if isinstance(field, models.DateTimeField):
        return f"'{timezone.now():%Y-%m-%d %H:%M:%S}'"
    return "'{}'".format(str(value).replace("'", "''"))
