"""Whether what pages ask by statements made once is what they would ask composed anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import models

from atrium.organisations.prepared import Prepared


@contextmanager
def composed_alike() -> Iterator[dict[str, Prepared[Any]]]:
    """Compare each answer with that of the same query composed anew; what was asked so is yielded, by its name."""
    asked: dict[str, Prepared[Any]] = {}
    answer = Prepared.__call__

    def both(query: Prepared[Any], *args: Any, **given: Any) -> list[Any]:
        found = answer(query, *args, **given)
        asked[query.name] = query
        assert [_told(row) for row in found] == [_told(row) for row in query.plain(**given)]
        return found

    with patch.object(Prepared, "__call__", both):
        yield asked


def _told(row: Any) -> Any:
    if not isinstance(row, models.Model):
        return row
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: _told(other) for name, other in row._state.fields_cache.items()}
    return type(row), held, beside
