"""How the CSV of a bank is laid out: where its table begins, what its columns hold, how it writes dates and amounts.

Guessed from the file; what a person says instead is remembered by the names of the columns.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.reading import dates, delimited
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext
from atrium.payments.bank.columns import ONCE, Role, role_of, roles_of

MOST_ROWS = 20_000
LOOKED_AT = 60
_LIKE_AMOUNT = re.compile(
    r"[-+(]?\s*[^\d\s]{0,3}\s*[\d.,' ]*\d[.,]\d{1,3}\)?\s*-?\s*([A-Z]{1,3})?\Z"
)
_POINT = re.compile(r"\.\d{1,2}\D*\Z")
_COMMA = re.compile(r",\d{1,2}\D*\Z")


@dataclass(frozen=True)
class Layout:
    """``roles`` by column, ``begins`` the row below the headings, ``order`` of day and month, ``mark`` of decimals."""

    headings: tuple[str, ...]
    roles: tuple[str, ...]
    begins: int
    order: str
    mark: str

    @property
    def print(self) -> str:
        """Names the layout: the same bank's next file has it again."""
        told = "\x1f".join(fold(heading) for heading in self.headings)
        return hashlib.sha256(told.encode()).hexdigest()[:40]

    @property
    def missing(self) -> str:
        """What has to be said before it can be read; empty where nothing is."""
        if Role.BOOKED not in self.roles:
            return gettext("Say which column holds the date.")
        if Role.AMOUNT not in self.roles and Role.CREDIT not in self.roles:
            return gettext("Say which column holds the amount, or the money that came in.")
        return ""

    def kept(self) -> dict[str, Any]:
        """What is remembered of it."""
        return {name: value for name, value in asdict(self).items() if name != "headings"}

    def named(self, roles: Sequence[str]) -> Layout:
        """The same with other roles; Unreadable where two columns hold what only one can."""
        if len(roles) != len(self.roles):
            raise Unreadable(
                gettext("The columns of this file are others now. Choose them once more.")
            )
        for role in ONCE:
            if list(roles).count(role) > 1:
                raise Unreadable(
                    gettext("“{role}” is chosen for two columns; choose one.").format(
                        role=role.label
                    )
                )
        return Layout(self.headings, tuple(roles), self.begins, self.order, self.mark)


def rows_of(opened: Callable[[], BinaryIO]) -> list[list[str]]:
    """The cells of the file. Raises Unreadable."""
    found = []
    for _, cells in delimited.look_at(opened, None).rows():
        found.append([cell.strip() for cell in cells])
        if len(found) > MOST_ROWS:
            raise Unreadable(
                gettext("This file holds more than {most_rows:,} rows. Send it by months.").format(
                    most_rows=spoken(MOST_ROWS)
                )
            )
    return found


def guessed(rows: Sequence[Sequence[str]]) -> Layout:
    """How the rows are laid out, as far as they tell. Raises Unreadable where nothing is a table."""
    at = _headings_at(rows)
    width = max((len(row) for row in rows), default=0)
    if not width:
        raise Unreadable(gettext("This file is empty."))
    if at is None:
        headings = [gettext("Column {place}").format(place=place + 1) for place in range(width)]
        body = rows
        roles = _by_contents(rows, width)
    else:
        headings = list(rows[at])
        body = rows[at + 1 :]
        roles = roles_of(headings)
    width = len(headings)
    columns = [[row[n] for row in body if n < len(row) and row[n]] for n in range(width)]
    amounts = [v for n, r in enumerate(roles) if r in _MONEY for v in columns[n][:500]]
    days = [v for n, r in enumerate(roles) if r in {Role.BOOKED, Role.VALUED} for v in columns[n]]
    order = dates.order_of(days) or dates.DAY_FIRST
    begins = 0 if at is None else at + 1
    return Layout(tuple(headings), tuple(str(r) for r in roles), begins, order, _mark(amounts))


_MONEY = {Role.AMOUNT, Role.CREDIT, Role.DEBIT}


def _headings_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that names a date and an amount, the one that names most; None where none does."""
    best: tuple[int, int] | None = None
    for place, row in enumerate(rows[:LOOKED_AT]):
        roles = {role_of(cell) for cell in row} - {Role.IGNORE}
        if (
            Role.BOOKED in roles | {Role.BOOKED for r in roles if r == Role.VALUED}
            and roles & _MONEY
        ):
            known = len(roles)
            if best is None or known > best[0]:
                best = (known, place)
    return best[1] if best else None


def _by_contents(rows: Sequence[Sequence[str]], width: int) -> list[Role]:
    """The first column of dates, the first of amounts, the longest texts."""
    roles = [Role.IGNORE] * width
    cells = [[row[n] for row in rows[:500] if n < len(row) and row[n]] for n in range(width)]
    for place, column in enumerate(cells):
        if Role.BOOKED not in roles and column and all(_is_day(cell) for cell in column):
            roles[place] = Role.BOOKED
        elif Role.AMOUNT not in roles and column and all(map(_LIKE_AMOUNT.match, column)):
            roles[place] = Role.AMOUNT
    texts = [n for n in range(width) if roles[n] == Role.IGNORE and cells[n]]
    if texts:
        roles[max(texts, key=lambda n: sum(map(len, cells[n])))] = Role.TEXT
    return roles


def _is_day(text: str) -> bool:
    try:
        return not text.isdecimal() and dates.read(text, dates.DAY_FIRST) is not None
    except ValueError:
        return False


def _mark(amounts: Sequence[str]) -> str:
    points, commas = (sum(1 for a in amounts if rule.search(a)) for rule in (_POINT, _COMMA))
    return "." if points >= commas else ","
