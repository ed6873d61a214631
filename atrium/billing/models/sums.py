"""Sums over a sub-select."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Subquery, Sum
from django.db.models.functions import Coalesce


def summed(rows: Any, name: str = "amount") -> Coalesce:
    """The sum of a column of a sub-select; 0 where there is no row."""
    found = rows.order_by().values("organisation").annotate(sum=Sum(name)).values("sum")
    return Coalesce(Subquery(found), 0, output_field=BigIntegerField())
