"""What the doctor examines; each app adds its own checks in its doctor.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules

from atrium.foundation import disk_words
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext


class Verdict(StrEnum):
    """How a part does; the doctor fails only on what is bad."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"

    @property
    def mark(self) -> str:
        """How the verdict begins a line."""
        return {"good": "ok  ", "warn": "note", "bad": "BAD "}[self.value]


@dataclass(frozen=True)
class Finding:
    """What was found about one part, in a sentence that says how to mend it where it is not good."""

    part: str
    verdict: Verdict
    words: str


type Check = Callable[[], Iterable[tuple[Verdict, str]]]
CHECKS: Registry[tuple[str, Check]] = Registry()


def examines(part: str) -> Callable[[Check], Check]:
    """Let the doctor run the function, which yields verdicts with words."""

    def register(check: Check) -> Check:
        CHECKS.add(part, (part, check))
        return check

    return register


type Mend = Callable[[], str]
MENDS: Registry[tuple[str, Mend]] = Registry()


def mends(part: str) -> Callable[[Mend], Mend]:
    """Let ``atrium doctor --fix`` run the function where the part is not well; it answers what it did, or nothing.

    Only for what loses nothing and can be done again.
    """

    def register(mend: Mend) -> Mend:
        MENDS.add(part, (part, mend))
        return mend

    return register


def mend(findings: Iterable[Finding]) -> list[str]:
    """Mend what can be mended of these, and say what was done."""
    unwell = {finding.part for finding in findings if finding.verdict != Verdict.GOOD}
    return [done for part, mend in MENDS if part in unwell and (done := mend())]


def examine() -> list[Finding]:
    """Run every check; one that the database refuses is bad in its words."""
    autodiscover_modules("doctor")
    return [finding for part, check in CHECKS for finding in _findings(part, check)]


def _findings(part: str, check: Check) -> list[Finding]:
    try:
        return [Finding(part, verdict, words) for verdict, words in check()]
    except DatabaseError as error:
        return [
            Finding(
                part,
                Verdict.BAD,
                gettext("The database says: {error}").format(error=str(error).strip()),
            )
        ]
    except OSError as error:
        return [Finding(part, Verdict.BAD, disk_words.in_words(error, error.filename or part))]
