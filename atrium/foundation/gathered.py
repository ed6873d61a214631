"""The few rows that belong to another, read inside its query as one text."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject

# JSON has no such sign in it.
BETWEEN = "\x1e"


def gathered(rows: QuerySet[Any], *, per: str, **values: Any) -> Subquery:
    """An expression of all ``rows``, each by its ``values``; ``per`` is a column that is the same in all of them.

    rows_of() reads what it answers.
    """
    row = Cast(JSONObject(**values), TextField())
    told: Any = rows.order_by().values(per)
    return Subquery(told.annotate(told=StringAgg(row, Value(BETWEEN))).values("told"))


def rows_of(text: str | None) -> list[dict[str, Any]]:
    """The rows of a text that gathered() made, in no order."""
    return [json.loads(each) for each in text.split(BETWEEN)] if text else []
