"""How sure it is that a payment is for some invoices, and why, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from atrium.clients.duplicates.likeness import NAMES_ALIKE, names_alike
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.payments.matching.naming import bare, names, nearly_names

SAME_NAME = 0.9
MOST_TOGETHER = 12
MOST = 5


class Level(StrEnum):
    """How sure a suggestion is."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An open invoice as far as matching knows it; ``balance`` in minor units."""

    key: int
    number: str
    client: int
    balance: int
    currency: str
    due_on: date
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """A client as far as matching knows it: names it goes by, accounts that it is known to pay from."""

    key: int
    names: tuple[str, ...]
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Money that came in."""

    amount: int
    currency: str
    payer: str = ""
    account: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    charges: int = 0

    @property
    def words(self) -> str:
        """Everything in which an invoice may be named."""
        return "\n".join([self.text, *self.references])


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """For what the payment may be: invoices of one client with the part for each; ``left`` is for none."""

    level: Level
    client: int
    parts: tuple[tuple[int, int], ...]
    left: int
    reasons: tuple[str, ...]
    score: float


def judged(paid: Paid, owed: Iterable[Owed], debtors: Iterable[Debtor]) -> list[Suggestion]:
    """The suggestions, the surest first; no two for the same invoices. Two that are certain are neither."""
    by_client: defaultdict[int, list[Owed]] = defaultdict(list)
    for each in owed:
        if each.currency == paid.currency and each.balance > 0:
            by_client[each.client].append(each)
    # A number that is named whole is no slip of another one.
    is_clear = any(_is_named(paid, one) for some in by_client.values() for one in some)
    found: list[Suggestion] = []
    for debtor in debtors:
        invoices = sorted(by_client.get(debtor.key, ()), key=lambda one: (one.due_on, one.key))
        found += _of(paid, debtor, invoices, is_clear=is_clear)
    found.sort(key=lambda one: -one.score)
    certain = [one for one in found if one.level == Level.CERTAIN]
    if len({one.parts for one in certain}) > 1:
        found = [replace(one, level=Level.POSSIBLE) for one in found]
    return found[:MOST]


def _of(
    paid: Paid, debtor: Debtor, invoices: Sequence[Owed], *, is_clear: bool
) -> list[Suggestion]:
    who = _payer(paid, debtor)
    named = [one for one in invoices if _is_named(paid, one)]
    if named:
        return [_suggested(paid, debtor, named, _Known(3.0, (_naming(named),)), who)]
    slipped = [one for one in invoices if nearly_names(paid.words, one.number)]
    if slipped and not is_clear:
        why = gettext("The text names {number}, with a slip").format(number=slipped[0].number)
        return [_suggested(paid, debtor, slipped[:1], _Known(1.0, (why,)), who)]
    found = [_suggested(paid, debtor, some, _Known(), who) for some in _agreeing(paid, invoices)]
    if len(found) > 1:
        found = [replace(one, level=Level.POSSIBLE, score=one.score - 0.5) for one in found]
    if not found and who.score and invoices:
        found = [_suggested(paid, debtor, invoices, _Known(), who)]
    return [one for one in found if one.score >= 2 or (who.score and one.score >= 1)]  # noqa: PLR2004


def _is_named(paid: Paid, one: Owed) -> bool:
    given = {bare(reference) for reference in paid.references}
    if any(bare(reference) in given for reference in one.references if reference):
        return True
    texts = paid.words
    return names(texts, one.number) or any(names(texts, r) for r in one.references if r)


def _naming(named: Sequence[Owed]) -> str:
    return gettext("The text names {numbers}").format(
        numbers=_listed([one.number for one in named])
    )


def _payer(paid: Paid, debtor: Debtor) -> _Known:
    """How well the payer is known as this client, with the reasons."""
    score, reasons = 0.0, []
    if paid.account and paid.account in debtor.accounts:
        score = 2.0
        reasons.append(gettext("Paid from an account that is known to be theirs"))
    alike = (
        max((names_alike(paid.payer, name) for name in debtor.names), default=0.0)
        if paid.payer
        else 0.0
    )
    if alike >= NAMES_ALIKE:
        score += 1.5 if alike >= SAME_NAME else 1.0
        reasons.append(
            gettext("The payer is called {payer}").format(payer=paid.payer)
            if alike >= SAME_NAME
            else gettext("The payer's name is like theirs: {payer}").format(payer=paid.payer)
        )
    return _Known(score, tuple(reasons))


@dataclass(frozen=True)
class _Known:
    """How well something is known, and why: what the text names, who the payer is."""

    score: float = 0.0
    reasons: tuple[str, ...] = ()


def _suggested(
    paid: Paid, debtor: Debtor, invoices: Sequence[Owed], naming: _Known, who: _Known
) -> Suggestion:
    due = sum(one.balance for one in invoices)
    exact = due in {paid.amount, paid.amount + paid.charges}
    words = _amount_in_words(paid, invoices, due, exact=exact)
    is_certain = naming.score >= 3 and (exact or (who.score >= 1.5 and paid.amount <= due))  # noqa: PLR2004
    is_certain = is_certain or (exact and who.score >= 2 and not naming.score)  # noqa: PLR2004
    parts = tuple(_spread(paid.amount, invoices))
    return Suggestion(
        level=Level.CERTAIN if is_certain else Level.POSSIBLE,
        client=debtor.key,
        parts=parts,
        left=paid.amount - sum(part for _, part in parts),
        reasons=(*naming.reasons, words, *who.reasons),
        score=naming.score + (2.0 if exact else 0.0) + who.score,
    )


def _amount_in_words(paid: Paid, invoices: Sequence[Owed], due: int, *, exact: bool) -> str:
    shown = money.shown(due, paid.currency)
    if exact and len(invoices) > 1:
        return gettext("The amount is what {count} open invoices come to together").format(
            count=len(invoices)
        )
    if exact and due != paid.amount:
        return gettext("The amount is what is open, {shown}, less the charges of the bank").format(
            shown=shown
        )
    if exact:
        return gettext("The amount is what is open on {number}").format(number=invoices[0].number)
    differ = money.shown(abs(due - paid.amount), paid.currency)
    words = (
        gettext("It is {differ} less than what is open, {shown}")
        if paid.amount < due
        else gettext("It is {differ} more than what is open, {shown}")
    )
    return words.format(differ=differ, shown=shown)


def _spread(amount: int, invoices: Sequence[Owed]) -> Iterable[tuple[int, int]]:
    """The oldest due first."""
    left = amount
    for one in invoices:
        part = min(left, one.balance)
        if part > 0:
            yield one.key, part
        left -= part


def _agreeing(paid: Paid, invoices: Sequence[Owed]) -> list[list[Owed]]:
    """The invoices, alone or together, whose balances come to the amount exactly."""
    wanted = {paid.amount, paid.amount + paid.charges}
    single = [[one] for one in invoices if one.balance in wanted]
    if single:
        return single
    for count in range(2, len(invoices) + 1):
        if sum(one.balance for one in invoices[:count]) in wanted:
            return [list(invoices[:count])]
    few = invoices[:MOST_TOGETHER]
    return [
        list(some)
        for count in (2, 3)
        for some in combinations(few, count)
        if sum(one.balance for one in some) in wanted
    ][:2]


def _listed(words: Sequence[str]) -> str:
    return (
        words[0]
        if len(words) == 1
        else gettext("{words} and {last}").format(words=", ".join(words[:-1]), last=words[-1])
    )
