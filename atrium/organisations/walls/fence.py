"""What the guard knows of a table and of a statement, apart from the reader of SQL, which loads slowly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


class Unproven(Exception):
    """Why a statement is refused, in words."""


@dataclass(frozen=True, kw_only=True)
class Fence:
    """One table whose rows belong to organisations.

    ``column`` tells whose they are, ``key`` identifies one, ``references`` are the columns that a
    composite foreign key ties to a row of the same organisation: (column, table, column there).
    An ``anchor`` is the table of the organisations themselves; it may be read without a filter.
    """

    column: str
    key: str
    references: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)
    anchor: bool = False


@dataclass(frozen=True)
class Bound:
    """What must equal the current organisation: a parameter, each item of one, or a literal."""

    kind: Literal["parameter", "each", "literal"]
    number: int
