from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from atrium.foundation.formats.names import fold

# What programs write where there is no reference; it names nothing.
NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NOREF", "NONE", "0"})
LONGEST = {"payer": 200, "iban": 60, "text": 2000, "bank_ref": 200, "account": 60}


@dataclass(frozen=True, kw_only=True)
class BankLine:
    """One movement of money as the bank tells it: ``amount`` in minor units, below nought what went out.

    ``charges`` is what the bank kept of it, already taken off. ``references`` are those that were
    given apart from the text: the creditor's reference, the payer's own. ``key`` names the
    movement in whatever file it comes, so that it is booked once.
    """

    account: str
    currency: str
    amount: int
    booked_on: date
    valued_on: date | None = None
    payer: str = ""
    iban: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    bank_ref: str = ""
    charges: int = 0
    is_reversal: bool = False
    part: int = 0
    key: str = ""

    def cut(self) -> BankLine:
        """The same with what is longer than can be kept cut off, without signs nobody can keep."""
        short = {name: _plain(getattr(self, name))[:most] for name, most in LONGEST.items()}
        told = tuple(_plain(reference)[:140] for reference in self.references[:20])
        return replace(self, **short, references=told)  # type: ignore[arg-type]


def named(lines: Iterable[BankLine]) -> Iterator[BankLine]:
    """The lines of one file, each with its key.

    The bank's own reference names a movement wherever there is one; else all that is told of it
    does, in a spelling that does not depend on spaces and case. Of movements that are alike in
    all of it (two coffees of one day) each has its place among them: files hold whole days.
    """
    alike: Counter[str] = Counter()
    for line in lines:
        told = _told(line)
        turn = alike[told]
        alike[told] += 1
        key = hashlib.sha256(f"{told}\x1f{turn}".encode()).hexdigest()[:40]
        yield replace(line.cut(), key=key)


def _told(line: BankLine) -> str:
    begin = [line.account.upper(), line.currency, line.booked_on.isoformat(), str(line.amount)]
    if line.bank_ref.strip().upper() not in NO_REFERENCE:
        return "\x1f".join([*begin, "ref", line.bank_ref.strip(), str(line.part)])
    rest = (line.payer, line.iban, line.text, *line.references)
    return "\x1f".join([*begin, *(re.sub(r"\W", "", fold(part)) for part in rest)])


def _plain(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
