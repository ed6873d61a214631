"""The words by which a person is known, and putting other words in their place."""

from __future__ import annotations

import json
import re
from functools import cached_property
from html import escape
from typing import Any

from atrium.foundation.personal import ERASED
from atrium.privacy.perhaps import hints

_SHORTEST = 3
_FEWEST_DIGITS = 7
_BETWEEN = r"[^0-9A-Za-z]{0,3}"
_NATIONAL = 9


class Wording:
    """Names, addresses and phone numbers of one person, as people and machines write them."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.numbers: set[str] = set()

    def learn(self, row: dict[str, Any]) -> None:
        """Take in what a row says: names of people, or the value of a way to reach them."""
        given, family = (str(row.get(f"{part}_name") or "").strip() for part in ("given", "family"))
        names = [row.get("name"), row.get("legal_name")]
        if given and family:
            names += [f"{given} {family}", f"{family} {given}", f"{family}, {given}"]
        self.names |= {str(name).strip() for name in names if name and len(str(name)) >= _SHORTEST}
        for value in (row.get("value"), row.get("normal")):
            text = str(value or "").strip()
            digits = re.sub(r"\D", "", text)
            if len(digits) >= _FEWEST_DIGITS and re.fullmatch(r"[\d\s()+./x-]+", text):
                self.numbers.add(digits)
            elif len(text) >= _SHORTEST:
                self.addresses.add(text)

    def __bool__(self) -> bool:
        return bool(self.names or self.addresses or self.numbers)

    @property
    def told(self) -> list[str]:
        """The words, for a preview."""
        return sorted({*self.names, *self.addresses, *(f"…{n[-6:]}" for n in self.numbers)})

    @cached_property
    def pattern(self) -> str:
        """A regular expression that SQLite, PostgreSQL and Python read alike."""
        words = {*self.names, *self.addresses}
        words |= {escape(word) for word in words} | {json.dumps(word)[1:-1] for word in words}
        parts = [_plainly(word) for word in sorted(words, key=len, reverse=True)]
        ends = {number[-_NATIONAL:] for number in self.numbers}
        parts += [
            r"(?:[+0-9][+0-9() ./-]{0,8})?" + _BETWEEN.join(end)
            for end in sorted(ends, key=len, reverse=True)
        ]
        return "(" + "|".join(parts) + ")"

    @cached_property
    def hints(self) -> list[str]:
        """What a text that names the person fits in any case; none where every text has to be asked."""
        ends = {number[-_NATIONAL:] for number in self.numbers}
        return hints({*self.names, *self.addresses}, ends)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![^\W_]){self.pattern}(?![^\W_])", re.IGNORECASE)

    def within(self, text: str) -> bool:
        return bool(self and self._expression.search(text))

    def is_all_of(self, text: str) -> bool:
        """Whether the text says nothing else."""
        return bool(self and self._expression.fullmatch(text.strip()))

    def replaced[V](self, value: V) -> V:
        """The value without the person: texts, also those inside lists and mappings."""
        if isinstance(value, str):
            return self._expression.sub(ERASED, value)  # type: ignore[return-value]
        if isinstance(value, list):
            return [self.replaced(each) for each in value]  # type: ignore[return-value]
        if isinstance(value, dict):
            return {name: self.replaced(each) for name, each in value.items()}  # type: ignore[return-value]
        return value


def _plainly(word: str) -> str:
    """The word as itself in any of the three dialects."""
    return "".join(
        f"[{c}]" if c in ".+*?()|{}$/-" else f"\\{c}" if c in "\\[]^" else c for c in word
    )
