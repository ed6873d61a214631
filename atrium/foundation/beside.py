"""Rows that hang on a row, read with it: as a column of it, in place of a statement of their own."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet, Subquery, TextField


class Beside(Subquery):
    """All rows of a ``values_list()`` about an OuterRef, as one JSON text that ``told()`` reads.

    For what is read of one row. A list that is sorted works it out for each row before it takes the
    first of them, on SQLite.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows, output_field=TextField())

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        taken = "SELECT json_group_array(json_array({})) FROM (%(subquery)s) beside"
        return self._as_sql(compiler, connection, taken)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        taken = "SELECT json_agg(json_build_array({}))::text FROM (%(subquery)s) beside"
        return self._as_sql(compiler, connection, taken)

    def _as_sql(self, compiler: Any, connection: Any, taken: str) -> Any:
        names = self.query.values_select
        columns = ", ".join(f"beside.{connection.ops.quote_name(name)}" for name in names)
        return self.as_sql(compiler, connection, template=f"({taken.format(columns)})")


def told(beside: str | None) -> list[list[Any]]:
    """The rows of a Beside(), each a list: numbers and texts as they are, a yes as 1 or true."""
    return json.loads(beside) if beside else []
