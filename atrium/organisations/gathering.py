"""Rows of several kinds by one statement, each kind found by an index of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def any_of[Q: QuerySet[Any]](first: Q, *others: Q) -> Q:
    """Return the rows that any of these answers, as one query without their order.

    One condition with OR makes SQLite read all rows that the parts have in common, and PostgreSQL
    those of the whole organisation. Here each part, which may be cut to its first few, keeps its plan.
    """
    rows: Any = first.model._default_manager
    parts = [
        rows.filter(pk__in=some.values("pk")).order_by().values("pk") for some in (first, *others)
    ]
    found: Q = rows.filter(pk__in=parts[0].union(*parts[1:], all=True)).order_by()
    return found
