"""The projects as a list, in pages (C13)."""

from __future__ import annotations

from dataclasses import dataclass, field

from atrium.foundation.numbers import fits
from atrium.projects.facts import Line, lines_of
from atrium.projects.narrowing import Wanted

A_PAGE = 50


@dataclass
class Listing:
    """A page of the list, the newest first; ``next`` is the number that the following page begins below."""

    wanted: Wanted
    lines: list[Line] = field(default_factory=list)
    next: int | None = None
    total: int = 0

    @classmethod
    def read(cls, wanted: Wanted, below: str) -> Listing:
        """The page that follows the project numbered ``below``, or the first."""
        rows = wanted.rows().select_related("column").order_by("-number")
        total = rows[:MOST_COUNTED].count()
        if fits(below):
            rows = rows.filter(number__lt=int(below))
        found = list(rows[: A_PAGE + 1])
        shown = found[:A_PAGE]
        following = shown[-1].number if len(found) > A_PAGE else None
        return cls(wanted, lines_of(shown, wanted.member), following, total)


MOST_COUNTED = 10_000
