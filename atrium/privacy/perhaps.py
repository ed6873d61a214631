"""Rows that may name a person, told at a tenth of the cost of the exact test, which is then asked of them alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Func

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

# What every database and every way of writing leaves as it is: no sign that HTML or JSON escape, none beyond ASCII,
# and no letter that another alphabet writes too (i without a dot, the sign of Kelvin, the long s), which (?i) takes for the same.
_PLAIN = re.compile(r"[a-hjl-rt-z0-9 .,@()/+-]+")
_SHORTEST = 3


def hints(words: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Patterns of LIKE; a text that names the person fits one of them. None at all where a word gives no hint."""
    found = set()
    for word in words:
        longest = max(_PLAIN.findall(_lower(word)), key=len, default="")
        if len(longest) < _SHORTEST:
            return []
        found.add(f"%{longest}%")
    found |= {f"%{'%'.join(number)}%" for number in numbers}
    return sorted(found)


def _lower(word: str) -> str:
    """As databases do it here: ASCII alone."""
    return "".join(c.lower() if c.isascii() else c for c in word)


class Perhaps(Func):
    """Whether a text fits one of the hints, whatever the case of its ASCII letters."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, text: Any, hints: Iterable[str]) -> None:
        super().__init__(text)
        self.hints = list(hints)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        sql, given = compiler.compile(self.source_expressions[0])
        # Bytes are compared, not letters of a language.
        return f'LOWER(({sql}) COLLATE "C") LIKE ANY(%s)', (*given, self.hints)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        sql, given = compiler.compile(self.source_expressions[0])
        each = " OR ".join([f"({sql}) LIKE %s"] * len(self.hints))
        return f"({each})", tuple(part for hint in self.hints for part in (*given, hint))
