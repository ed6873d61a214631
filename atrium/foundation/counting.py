"""Counting inside another query."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 99


class CappedCount(Subquery):
    """How many rows a query yields, as an expression; at most 100 are looked at.

    For the small counts beside a line, of which only "99+" is shown beyond.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    # Where nothing can match, the database is not asked; without this the answer would be nothing.
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST + 1])


def in_words(count: int) -> str:
    """The count as a line shows it; empty for none."""
    return f"{MOST}+" if count > MOST else str(count or "")
