"""Rows that every request reads again, made into models once and copied from then on.

The database is asked each time. What it answers decides: rows that are equal, value by value, are
equal models, and making three models of sixty values takes longer than asking for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState

# Rows of one statement that a process remembers; then it begins anew.
MOST = 500


class Recurring:
    """What was made of rows as the driver read them."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Model] = {}

    def made(
        self, rows: list[tuple[Any, ...]], make: Callable[[list[tuple[Any, ...]]], list[Any]]
    ) -> list[Any]:
        """A model of one's own for each row; ``make`` is asked about rows that were never seen."""
        found = []
        for row in rows:
            known = self._known.get(row)
            if known is None:
                if len(self._known) >= MOST:
                    self._known.clear()
                [known] = make([row])
                self._known[row] = known
            found.append(another(known))
        return found


def another(row: Model) -> Model:
    """The same row and those that were read with it, apart: what is set or filled in one is not in the other."""
    twin: Model = object.__new__(type(row))
    known, state = vars(twin), ModelState()
    for name, value in vars(row).items():
        known[name] = _apart(value) if isinstance(value, list | dict) else value
    vars(state).update(vars(row._state))
    cached = row._state.fields_cache
    state.fields_cache = {
        name: another(value) if isinstance(value, Model) else value
        for name, value in cached.items()
    }
    known["_state"] = state
    return twin


def _apart(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_apart, value))
    if isinstance(value, dict):
        return {name: _apart(inner) for name, inner in value.items()}
    return value
