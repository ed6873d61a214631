"""Letting the indexes of SQLite forget words that no row has any more; it would keep them for a while."""

from __future__ import annotations

from django.db import connection, transaction

WORDS = ("timeline_words", "conversations_words", "documents_words")
# Pages that a portion writes while it keeps other writers out: about a twentieth of a second.
PORTION = 100
# A merge that had nothing to do changes fewer rows than this, says the manual of FTS5.
DONE = 2


def purge_words() -> None:
    """Write the indexes anew without what was taken out of them, portion by portion.

    What comes in between holds nobody who was taken out before, so it may stay a part of its own.
    """
    if connection.vendor != "sqlite":
        return
    for table in WORDS:
        # Below zero all parts are taken into one, then that is gone on with.
        pages = -PORTION
        while _merge(table, pages) >= DONE:
            pages = PORTION


def _merge(table: str, pages: int) -> int:
    """How many rows it took."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608 - our own names
        return int(connection.connection.total_changes - before)
