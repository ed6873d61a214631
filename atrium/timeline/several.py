"""One deed for many rows: one act, so one Undo. What does not fit a row is refused for that one and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.acting import acting

NAMED = 5


@dataclass
class Outcome[Row]:
    """What became of an order: which rows were done, which were not and why."""

    noun: str
    done: list[Row] = field(default_factory=list)
    left: list[tuple[Row, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """3 jobs changed. J-0007 was left as it was: it is in the bin."""
        told = [f"{counted(len(self.done), self.noun)} changed."]
        for row, reason in self.left[:NAMED]:
            what: Any = row
            told.append(f"{what.code} was left as it was: {reason}")
        return " ".join(told)


def counted(count: int, noun: str) -> str:
    """1 job, 3 jobs."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def do_each[Row](
    rows: Iterable[Row], verb: Callable[[Row], object], *, by: Member, noun: str, label: str
) -> Outcome[Row]:
    """Do it to each row, in one act that says ``label`` and how many; refused where there is none."""
    found = list(rows)
    if not found:
        msg = f"Choose at least one {noun}."
        raise Refusal(msg)
    outcome = Outcome[Row](noun)
    with acting(by=by, label=f"{label} {counted(len(found), noun)}") as act:
        for row in found:
            try:
                with act.step():
                    verb(row)
            except Refusal as refusal:
                outcome.left.append((row, str(refusal)))
            else:
                outcome.done.append(row)
    return outcome
