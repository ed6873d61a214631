"""Lists in pages, by a seek in the index: however deep, a page costs the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.core import signing
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from ninja import Field, Schema
from pydantic import StringConstraints

from atrium.integrations.api.errors import Invalid

_READERS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}


class Paged(Schema):
    """How much of a list, and from where."""

    limit: int = Field(50, ge=1, le=200, description="How many items at most, 1 to 200.")
    cursor: Annotated[str, StringConstraints(max_length=2000)] = Field(
        "", description="`next` of the page before; leave it out for the first page."
    )


class Page[Item](Schema):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(None, description="The cursor of the next page; null on the last.")


@dataclass(frozen=True)
class Order:
    """An order of rows by columns that together are unique; ``name`` goes into the cursor."""

    name: str
    columns: tuple[str, ...]
    down: bool = False

    def sorted[Rows: QuerySet[Any, Any]](self, rows: Rows) -> Rows:
        return rows.order_by(*(f"-{c}" if self.down else c for c in self.columns))

    def after[Rows: QuerySet[Any, Any]](self, rows: Rows, values: list[Any]) -> Rows:
        """What follows the row with these values, by one comparison of row values."""
        seek = TupleLessThan if self.down else TupleGreaterThan
        return rows.filter(seek(Tuple(*(F(c) for c in self.columns)), tuple(values)))

    def cursor(self, row: Any) -> str:
        """A signed place right behind ``row`` (an instance or a dict)."""
        values = [row[c] if isinstance(row, dict) else getattr(row, c) for c in self.columns]
        return signing.dumps([self.name, *map(_packed, values)], salt=_SALT)

    def read(self, cursor: str) -> list[Any]:
        """The values in ``cursor``; refused when it is not one of this list in this order."""
        try:
            name, *values = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            name, values = "", []
        if name != self.name:
            raise Invalid(
                [("cursor", "This is no cursor of this list in this order; leave it out.")]
            )
        return [_unpacked(value) for value in values]


_SALT = "atrium.api.cursor"
BY_KEY = Order("key", ("id",))
NEWEST = Order("newest", ("id",), down=True)


def paged[Row](
    rows: QuerySet[Any, Row], paging: Paged, order: Order = BY_KEY
) -> tuple[list[Row], str | None]:
    """The rows of the page that was asked for, and the cursor of the next."""
    if paging.cursor:
        rows = order.after(rows, order.read(paging.cursor))
    return cut(list(order.sorted(rows)[: paging.limit + 1]), paging, order)


def cut[Row](found: list[Row], paging: Paged, order: Order) -> tuple[list[Row], str | None]:
    """The page that ``found`` fills, one row more than it holds where the list goes on."""
    if len(found) <= paging.limit:
        return found, None
    return found[: paging.limit], order.cursor(found[paging.limit - 1])


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        [(kind, text)] = value.items()
        return _READERS[kind](text)
    return value
