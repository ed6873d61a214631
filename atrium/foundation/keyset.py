"""Pages of a list by what stands last on them: the marks in their addresses, and what comes behind one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from atrium.foundation.numbers import fits

NONE = "none"


@dataclass(frozen=True)
class Pill:
    """A filter that is on, and the query without it."""

    label: str
    without: str


def numbers_in(mark: str, count: int) -> list[int]:
    """The ``count`` whole numbers of a mark like 3.482; none where it is not one of those."""
    parts = mark.split(".")
    good = len(parts) == count and all(fits(part) for part in parts)
    return [int(part) for part in parts] if good else []


def after_first(rows: Any, name: str, mark: str, read: Callable[[str], Any]) -> Any:
    """Those behind the mark "value.key" in rows ordered by ``name``, nulls last, then by key.

    A mark that cannot be read is none.
    """
    value, _, key = mark.rpartition(".")
    if not fits(key):
        return rows
    if value == NONE:
        return rows.filter(**{name: None, "id__gt": int(key)})
    try:
        place = (read(value), int(key))
    except ValueError:
        return rows
    return rows.filter(Q(**{name: None}) | TupleGreaterThan(Tuple(F(name), F("id")), place))
