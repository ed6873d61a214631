"""One deed for many rows: one act, so one Undo. What does not fit a row is refused for that one and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting

NAMED = 5


@dataclass(frozen=True)
class Saying:
    """How an order to many rows is told: with none chosen, as an act, and when it is done; by how many."""

    none: str
    label: Callable[[int], str]
    changed: Callable[[int], str]


@dataclass
class Outcome[Row]:
    """What became of an order: which rows were done, which were not and why."""

    saying: Saying
    done: list[Row] = field(default_factory=list)
    left: list[tuple[Row, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """3 jobs changed. J-0007 was left as it was: it is in the bin."""
        told = [self.saying.changed(len(self.done))]
        for row, reason in self.left[:NAMED]:
            what: Any = row
            words = gettext("{code} was left as it was: {reason}")
            told.append(words.format(code=what.code, reason=reason))
        return " ".join(told)


def do_each[Row](
    rows: Iterable[Row], verb: Callable[[Row], object], *, by: Member, saying: Saying
) -> Outcome[Row]:
    """Do it to each row, in one act that says what and to how many; refused where there is none."""
    found = list(rows)
    if not found:
        raise Refusal(saying.none)
    outcome = Outcome[Row](saying)
    with acting(by=by, label=saying.label(len(found))) as act:
        for row in found:
            try:
                with act.step():
                    verb(row)
            except Refusal as refusal:
                outcome.left.append((row, str(refusal)))
            else:
                outcome.done.append(row)
    return outcome
