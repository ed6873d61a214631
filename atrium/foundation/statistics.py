"""What the planner of the database knows of its tables, after much was written at once."""

from __future__ import annotations

from django.db import connection, connections
from django.db.models import Model


def learn_of(*models: type[Model]) -> None:
    """Let PostgreSQL count anew what lies in the tables of these models.

    Its own upkeep comes once a minute. Until then it takes a table that was empty for empty still and
    reads thousands of rows for each client. SQLite plans by figures that are always the same (foundation/sqlite3/figures.py).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in models:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def learn(using: str = "default") -> None:
    """The same of every table, after a whole base was filled."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")
