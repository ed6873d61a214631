"""What SQLite's planner is told of the tables: the figures of one large base, the same everywhere.

SQLite counts nothing by itself. Without figures the page of a client with 100,000 events took 650 ms of processor
where it takes 30; with figures from before a migration, so that one index had none, lists took 2 s. Counting anew
keeps writers out for 5 s a table. SQLite's own documentation advises to give every base the figures of a typical
large one (https://www.sqlite.org/optoverview.html#managing_query_plan_changes, https://www.sqlite.org/lang_analyze.html):
a plan that is right for a million clients is right for a hundred, and it is the plan that was measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

FIGURES = Path(__file__).with_name("figures.tsv")
# A table of fewer rows is a list of choices: what it holds says nothing of others.
MANY = 1_000


def read() -> list[tuple[str, str, str]]:
    """Table, index and figures as ``sqlite_stat1`` has them, by table and index."""
    lines = FIGURES.read_text().splitlines()
    return [(table, index, figures) for table, index, figures in (s.split("\t") for s in lines)]


def told(connection: Any) -> list[tuple[str, str, str]]:
    """What the planner of this base is told of indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY 1, 2"
        )
        return [(table, index, figures) for table, index, figures in cursor.fetchall()]


def teach(connection: Any) -> None:
    """Tell the planner the figures of each index that is there. PostgreSQL counts for itself: nothing."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of figures where there is none
        # What has no rows of its own is its key, which bears the name of the table.
        cursor.execute("SELECT name FROM sqlite_schema WHERE type IN ('index', 'table')")
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute("DELETE FROM sqlite_stat1")
        known = [row for row in read() if row[1] in there]
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", known)
        cursor.execute("ANALYZE sqlite_schema")  # has this connection read them


def write(connection: Any) -> int:
    """Count the rows of a base and keep the figures for all others; answers of how many indexes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = [row for row in told(connection) if int(row[2].split()[0]) >= MANY]
    FIGURES.write_text("".join("\t".join(row) + "\n" for row in rows))
    return len(rows)
