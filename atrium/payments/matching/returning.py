"""Which payment money that went out returns: a failed direct debit, a transfer that bounced. Nothing here reads the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from atrium.clients.duplicates.likeness import NAMES_ALIKE, names_alike
from atrium.foundation.translation import gettext
from atrium.payments.matching.judging import Level, Paid
from atrium.payments.matching.naming import names

# As banks write it in their texts: English, German, French, Spanish, Italian, Dutch.
_WORDS = re.compile(
    r"return|reject|unpaid|bounce|refused|chargeback|r(ü|ue)ck(last|gabe|buchung|lauf|überweisung)|"
    r"impay|rejet|devoluc|devuelt|insoluto|storno|gestorneerd|r-transaction|retour",
    re.IGNORECASE,
)
MOST = 3
SURE, ENOUGH = 4.0, 2.5


@dataclass(frozen=True, kw_only=True)
class Came:
    """A payment that may have come back, as far as matching knows it; ``left``: what of it was not paid back."""

    key: int
    left: int
    currency: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    account: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Return:
    """That an entry returns a payment: how sure that is, and what the bank kept beside it."""

    level: Level
    payment: int
    kept: int
    reasons: tuple[str, ...]
    score: float


def returns(
    went: Paid, cames: Iterable[Came], *, most_kept: int, is_reversal: bool
) -> list[Return]:
    """The payments that the entry may return, the surest first; ``went.amount`` is above nought.

    ``most_kept``: what a bank may keep for it, in minor units.
    """
    found = [
        one
        for came in cames
        if came.currency == went.currency and 0 <= went.amount - came.left <= most_kept
        if (one := _judged(went, came, is_reversal=is_reversal)).score >= ENOUGH
    ]
    found.sort(key=lambda one: -one.score)
    return found[:MOST]


def _judged(went: Paid, came: Came, *, is_reversal: bool) -> Return:
    kept = went.amount - came.left
    score = 1.0 if kept else 1.5
    reasons = (
        [gettext("The amount is the payment and what the bank keeps")]
        if kept
        else [gettext("The amount agrees")]
    )
    named = [number for number in came.numbers if names(went.words, number)]
    if named:
        score += 2.0
        reasons.append(gettext("The text names {named}").format(named=named[0]))
    if went.account and went.account == came.account:
        score += 1.5
        reasons.append(gettext("It is the account that paid"))
    if went.payer and any(names_alike(went.payer, name) >= NAMES_ALIKE for name in came.names):
        score += 1.0
        reasons.append(gettext("The name is theirs"))
    if is_reversal or _WORDS.search(went.words):
        score += 1.0
        reasons.append(gettext("The bank calls it a return"))
    level = Level.CERTAIN if score >= SURE else Level.POSSIBLE
    return Return(level=level, payment=came.key, kept=kept, reasons=tuple(reasons), score=score)
