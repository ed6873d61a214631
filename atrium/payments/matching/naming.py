"""Finding the number of an invoice in what a payer typed: with spaces, over lines, with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

_BETWEEN = r"[\s\-/._:]*"
_SIGNS = re.compile(r"[^0-9A-Z]")
_WORD = re.compile(r"[0-9A-Z][0-9A-Z\-/._]*")
_RF = re.compile(r"RF\d{2}[0-9A-Z]{1,21}")
_QR = re.compile(r"\d{27}")
FEWEST_DIGITS = 4
LONGEST_NUMBER = 40
LONG_ENOUGH_FOR_A_SLIP = 6


def bare(text: str) -> str:
    """Capital letters and digits alone: how a number is compared."""
    return _SIGNS.sub("", text.upper())


@lru_cache(maxsize=8192)
def _rule(signs: str) -> re.Pattern[str]:
    """The signs with anything that people put between, not inside a longer number."""
    spaced = _BETWEEN.join(map(re.escape, signs))
    before = r"(?<![0-9])" if signs[0].isdigit() else r"(?<![A-Z])"
    return re.compile(rf"{before}{spaced}(?![0-9])")


def names(text: str, number: str) -> bool:
    """Whether the text names the number, whole or by its digits where these are enough."""
    told, whole = text.upper(), bare(number)
    if not whole:
        return False
    digits = re.sub(r"\D", "", whole)
    if len(whole) >= FEWEST_DIGITS and _rule(whole).search(told):
        return True
    return len(digits) >= LONG_ENOUGH_FOR_A_SLIP and _rule(digits).search(told) is not None


def nearly_names(text: str, number: str) -> bool:
    """Whether the text names the number with one slip: a sign wrong, missing, too many, two turned."""
    whole = bare(number)
    if len(whole) < LONG_ENOUGH_FOR_A_SLIP:
        return False
    digits = re.sub(r"\D", "", whole)
    wanted = {whole} | ({digits} if len(digits) >= LONG_ENOUGH_FOR_A_SLIP else set())
    return any(
        OSA.distance(word, each, score_cutoff=1) <= 1 for word in _words(text) for each in wanted
    )


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    found = [bare(word) for word in _WORD.findall(text.upper())]
    together = [left + right for left, right in pairwise(found)]
    return frozenset(w for w in [*found, *together] if any(sign.isdigit() for sign in w))


def possible_numbers(texts: Iterable[str]) -> set[str]:
    """Every bare word, run of two and run of three in the texts that may be the number of an invoice."""
    found: set[str] = set()
    for text in texts:
        words = [bare(word) for word in _WORD.findall(text.upper())][:60]
        for length in (1, 2, 3, 4):
            for start in range(len(words) - length + 1):
                run = "".join(words[start : start + length])
                if FEWEST_DIGITS <= len(run) <= LONGEST_NUMBER and any(
                    sign.isdigit() for sign in run
                ):
                    found.add(run)
    return found


def number_within(text: str) -> str:
    """The number inside a structured reference, RF18… or the 27 digits of a Swiss one; empty for others."""
    signs = bare(text)
    if _QR.fullmatch(signs):
        return signs[:-1].lstrip("0")
    return signs[4:] if _RF.fullmatch(signs) else ""
