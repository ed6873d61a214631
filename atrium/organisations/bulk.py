"""Many rows of one model written by one statement: a fraction of the ORM's own cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.models import ForeignKey

from atrium.foundation.translation import as_text
from atrium.organisations import current

_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})
_encode = json.JSONEncoder(default=as_text).encode
# So many rows are worth a statement of their own.
MANY = 50
_NOTHING_IN: dict[type, str] = {dict: "{}", list: "[]"}
_EMPTY = {None: "NULL", "": "''", "{}": "'{}'", "[]": "'[]'", 0: "0"}
type _Column = Sequence[Any]


class Json(str):
    """The text of a value that a JSON field keeps as it is: what is JSON already is not made so again."""

    __slots__ = ()


def bulk_append(rows: Iterable[models.Model]) -> list[_Column]:
    """Insert new rows of one model that belongs to an organisation, and give each its key.

    Inside a transaction. Rows that they point at are written before. Answers what the rows hold,
    a column for each field.
    """
    made = list(rows)
    if not made:
        return []
    model = type(made[0])
    assert model._meta.pk is not None
    named = model._meta.pk.attname
    # Into the rows' own dictionaries: the property ``pk`` is Python.
    for key, row in zip(_keys(model, len(made)), made, strict=True):
        vars(row)[named] = key
    fields = model._meta.concrete_fields
    columns = columns_of(fields, made)
    _insert(model, fields, columns)
    alias = connection.alias
    for row in made:
        state = row._state
        state.adding, state.db = False, alias
    return columns


def bulk_append_values(
    model: type[models.Model], names: Sequence[str], values: Iterable[tuple[Any, ...]]
) -> Sequence[int]:
    """Insert new rows of the current organisation that nobody needs as objects; their keys.

    ``names`` are attributes as they are kept (``client_id``); what is not named must be allowed to
    be missing in the table. Otherwise as bulk_append().
    """
    made = list(values)
    if not made:
        return ()
    fields = [model._meta.get_field(name) for name in ("id", "organisation_id", *names)]
    keys, organisation = _keys(model, len(made)), [current.required()] * len(made)
    _insert(model, fields, [keys, organisation, *zip(*made, strict=True)])
    return keys


def columns_of(fields: Sequence[Any], rows: Sequence[models.Model]) -> list[_Column]:
    """What the rows hold, field by field: a column is read and judged at once, not value by value."""
    if len(fields) == 1:
        columns: list[_Column] = [[getattr(row, fields[0].attname) for row in rows]]
    else:
        # From the rows' own dictionaries: the descriptors of foreign keys are Python.
        taken = itemgetter(*(f.attname for f in fields))
        columns = list(zip(*map(taken, map(vars, rows)), strict=True))
    for place, field in enumerate(fields):
        if isinstance(field, ForeignKey) and None in columns[place]:
            # The row pointed at may have got its key after it was assigned.
            columns[place] = [
                _reference(field, row) if key is None else key
                for key, row in zip(columns[place], rows, strict=True)
            ]
    return columns


def _reference(field: ForeignKey[Any, Any], row: models.Model) -> Any:
    other = row._state.fields_cache.get(field.name)
    key = other.pk if other is not None else None
    if key is not None:
        setattr(row, field.attname, key)
    return key


def _insert(model: type[models.Model], fields: Sequence[Any], columns: Sequence[_Column]) -> None:
    names = ", ".join(f'"{field.column}"' for field in fields)
    begin = f'INSERT INTO "{model._meta.db_table}" ({names})'
    values = list(map(_for_database, fields, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"{begin} SELECT * FROM {_arrays(fields)}"  # noqa: S608 - our names
            cursor.execute(sql, list(map(list, values)))
            return
        marks = list(map(_mark, fields, values)) if len(values[0]) >= MANY else ["%s"] * len(fields)
        given = [column for mark, column in zip(marks, values, strict=True) if mark == "%s"]
        cursor.executemany(f"{begin} VALUES ({', '.join(marks)})", list(zip(*given, strict=True)))


def _mark(field: Any, column: _Column) -> str:
    """Where a value of the column goes; one that all rows leave empty stands there itself.

    Of forty columns of a client thirty do, and a driver takes one value after the other.
    """
    first = column[0]
    is_ours = field.primary_key or field.name == "organisation"
    if is_ours or first not in _EMPTY or column.count(first) < len(column):
        return "%s"
    return _EMPTY[first]


def _arrays(fields: Sequence[Any]) -> str:
    """Rows for PostgreSQL as one array a column: a statement, where it would take one for each row.

    It cannot COPY into tables that row-level security guards.
    """
    return f"unnest({', '.join(f'%s::{_kind(field)}[]' for field in fields)})"


def _kind(field: Any) -> str:
    """The type of the column without its length, which a cast would cut to and the table refuses."""
    return str(field.db_type(connection)).partition("(")[0].replace("varchar", "text")


def _for_database(field: Any, column: _Column) -> _Column:
    """The column as the driver takes it."""
    if isinstance(field, models.JSONField):
        return [_json_for_database(field, value) for value in column]
    if set(map(type, column)) <= _AS_THEY_ARE:
        return column
    if isinstance(field, models.UUIDField) and not connection.features.has_native_uuid_field:
        return [value if value is None else value.hex for value in column]
    # Instants and choices are often the same in all rows.
    known: dict[Any, Any] = {}
    found = []
    for value in column:
        if type(value) in _AS_THEY_ARE:
            found.append(value)
            continue
        if value not in known:
            known[value] = field.get_db_prep_save(getattr(value, "value", value), connection)
        found.append(known[value])
    return found


def _json_for_database(field: Any, value: Any) -> Any:
    if value is None or type(value) is Json:
        return value
    if field.encoder is not None:
        return json.dumps(value, cls=field.encoder)
    # What Django asks the encoder for, without asking a new one each time.
    if not value and type(value) in _NOTHING_IN:
        return _NOTHING_IN[type(value)]
    return _encode(value)


def bulk_set(rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of rows that stand, each with its own values."""
    changed = list(rows)
    if not changed:
        return
    meta = type(changed[0])._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    values = list(map(_for_database, fields, columns_of(fields, changed)))
    keys, whose = [row.pk for row in changed], current.required()
    table = f'"{meta.db_table}"'
    # An organisation belongs to itself.
    wall = '"id"' if meta.label == "organisations.Organisation" else '"organisation_id"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f'"{field.column}" = given.c{n}' for n, field in enumerate(fields))
            given = ", ".join(f"c{n}" for n in range(len(fields)))
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM {_arrays([*fields, meta.pk])} AS given({given}, id)"  # noqa: S608 - our names
                f' WHERE {table}.{wall} = %s AND {table}."id" = given.id',
                [*map(list, values), keys, whose],
            )
            return
        sets = ", ".join(f'"{field.column}" = %s' for field in fields)
        sql = f'UPDATE {table} SET {sets} WHERE {wall} = %s AND "id" = %s'  # noqa: S608
        each = [whose] * len(changed)
        cursor.executemany(sql, list(zip(*values, each, keys, strict=True)))


def _keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Keys that nobody else gets."""
    if not transaction.get_connection().in_atomic_block:
        msg = "bulk_append() belongs inside the transaction of the verb that uses it"
        raise RuntimeError(msg)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', count],
            )
            return [int(key) for (key,) in cursor.fetchall()]
        # The transaction holds the only right to write, and SQLite moves the mark by itself.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = int(row[0]) if row else 0
        return range(last + 1, last + 1 + count)
