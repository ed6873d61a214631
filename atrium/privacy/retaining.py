"""What the pages and the API tell of retention: each sort, its rule, and what would go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from atrium.organisations.models import Member, Organisation
from atrium.privacy.models import RetentionRule, RetentionRun
from atrium.privacy.retention.sort import RETENTION, RetentionSort

NAMED = 10
SHOWN = 20


@dataclass(frozen=True)
class Going:
    """What a rule would let go now: how many, and the oldest by name, as far as the reader sees them."""

    rule: RetentionRule
    reader: Member | None = None

    @cached_property
    def count(self) -> int:
        return self.rule.pending().count()

    @cached_property
    def named(self) -> list[str]:
        if self.reader is None:
            return []
        what = self.rule.what
        rows = what.seen(self.rule.pending(), self.reader)
        return [what.named(row) for row in rows[:NAMED]]

    @property
    def words(self) -> str:
        return self.rule.what.counted(self.count)

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class Line:
    """One sort on the page."""

    what: RetentionSort
    rule: RetentionRule | None

    @property
    def going(self) -> Going | None:
        return Going(self.rule) if self.rule else None


def lines() -> list[Line]:
    """Every sort with its rule, if it has one."""
    standing = RetentionRule.standing()
    return [
        Line(what, standing.get(what.slug)) for what in RETENTION.ordered(lambda what: what.order)
    ]


def overview(organisation: Organisation) -> dict[str, Any]:
    """The page: the rules, what goes anyway, and the last runs."""
    return {
        "lines": lines(),
        "runs": RetentionRun.objects.order_by("-number")[:SHOWN],
        "organisation": organisation,
    }
