"""What is to be said of many rows alike: once above them, not on each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from atrium.foundation.said import told

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atrium.imports.models.row import ImportRow

# Fewer rows are read one by one; beyond this many kinds of remarks, none is worth a place of its own.
FEWEST, MOST_TOLD = 4, 8


def common(rows: QuerySet[ImportRow]) -> list[list[Any]]:
    """The remarks that at least FEWEST of ``rows`` share, each with its number of rows, the commonest first."""
    counted = Counter(
        reason
        for problems in rows.values_list("raw__problems", flat=True).iterator()
        for reason in {told(problem[1]) for problem in problems}
    )
    return [[reason, n] for reason, n in counted.most_common(MOST_TOLD) if n >= FEWEST]


def said_above(remarks: list[list[Any]]) -> frozenset[str]:
    """Those of an import's common remarks that its rows need not repeat."""
    return frozenset(reason for reason, _ in remarks)
