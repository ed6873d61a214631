"""How far the keys of each table have come, so that one that was given and taken away is not given again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def heights(
    connection: BaseDatabaseWrapper, models: list[type[Model]]
) -> dict[tuple[str, str], int]:
    """The highest key that each table has given so far, by table and column."""
    counted = [
        (model._meta.db_table, model._meta.auto_field.column)
        for model in models
        if model._meta.auto_field and model._meta.auto_field.column
    ]
    found = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            told = dict(cursor.fetchall())
            return {place: told[place[0]] for place in counted if told.get(place[0])}
        for table, column in counted:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [connection.ops.quote_name(table), column],
            )
            [height] = cursor.fetchone()
            if height:
                found[table, column] = height
    return found


def raise_to(reached: dict[tuple[str, str], int], connection: BaseDatabaseWrapper) -> None:
    """Let the other database go on from there."""
    with connection.cursor() as cursor:
        for (table, column), height in reached.items():
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, height]
                )
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s)::regclass, %s)",
                    [connection.ops.quote_name(table), column, height],
                )
