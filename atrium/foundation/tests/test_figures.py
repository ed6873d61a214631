"""What SQLite's planner is told of the tables: the same in every base, and complete."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from atrium.foundation.sqlite3 import figures
from atrium.organisations import current

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL counts for itself"),
]


def _indexes(tables: set[str]) -> set[str]:
    """Those of all rows: one of a few rows is wanted wherever it can be used, counted or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'index'")
        found = cursor.fetchall()
    return {name for table, name, sql in found if table in tables and " WHERE " not in (sql or "")}


def test_a_base_is_migrated_with_the_figures() -> None:
    assert figures.told(connection) == figures.read()


def test_each_index_of_a_table_with_figures_has_its_own() -> None:
    known = figures.read()
    lacking = _indexes({table for table, _, _ in known}) - {index for _, index, _ in known}
    assert not lacking, "fill a base by `make bench` and run scripts/figures.py over it"


def test_figures_of_before_go_with_the_next_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_stat1 SET stat = '7 7 7'")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE idx = 'client_by_status'")
    call_command("migrate", verbosity=0)
    assert figures.told(connection) == figures.read()


def test_a_list_by_status_is_counted_without_looking_at_clients() -> None:
    with current.unscoped("looking at a plan"), connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM (SELECT id FROM clients_client WHERE organisation_id = 1"
            " AND state = 0 AND status_id IN (9) AND (restricted = 0 OR owner_id = 5) LIMIT 10001)"
        )
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "COVERING INDEX client_by_status" in plan
