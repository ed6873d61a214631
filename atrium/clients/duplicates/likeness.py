"""How alike two words, two names are. Shares from 0, nothing in common, to 1, the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import OSA, JaroWinkler

from atrium.clients.duplicates.words import TELLING_APART, name_words
from atrium.clients.search.query import nicknames

INITIAL = 0.7
NICKNAME = 0.9
MISTYPED = 0.75


# So many slips are a likely story in a word of so many letters, and leave it so much alike.
_SLIPS = ((1, 3, 0.88), (2, 5, 0.8), (3, 8, MISTYPED))
_LONG_ENOUGH = 4
_WINKLER = 0.92


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> float:
    """How likely one word is the other, mistyped, shortened or pet; 0 where that is no likely story."""
    if a == b:
        return 1.0
    if a in TELLING_APART or b in TELLING_APART:
        return 0.0
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else 0.0
    if b in nicknames(a) or a in nicknames(b):
        return NICKNAME
    return _mistyped(a, b)


def _mistyped(a: str, b: str) -> float:
    shorter, longer = sorted((len(a), len(b)))
    slips = OSA.distance(a, b, score_cutoff=3)
    if shorter >= _LONG_ENOUGH and (a.startswith(b) or b.startswith(a)):
        return max(0.8, 1 - slips / longer)
    for most, length, share in _SLIPS:
        if slips <= most and shorter >= length:
            return share
    anagram = shorter >= _LONG_ENOUGH and sorted(a) == sorted(b)
    if anagram or (shorter > _LONG_ENOUGH and JaroWinkler.similarity(a, b) > _WINKLER):
        return MISTYPED
    return 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which word of one text stands for which of the other, and which stand alone."""

    pairs: list[tuple[str, str, float]]
    left: list[str]
    right: list[str]


def align(a: Sequence[str], b: Sequence[str], by: object = None) -> Alignment:
    """The best pairs first, each word once; order counts only between equals."""
    measure = by if callable(by) else alike
    found = []
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            share = measure(left, right)
            if share:
                found.append((-share, abs(i - j), i, j))
    found.sort()
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    pairs = []
    for share, _, i, j in found:
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append((a[i], b[j], -share))
    return Alignment(
        pairs,
        [word for i, word in enumerate(a) if i not in taken_a],
        [word for j, word in enumerate(b) if j not in taken_b],
    )


def written_together(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names are the same but for spaces and a slip or two: Siemens AG, SiemensAG."""
    left, right = "".join(a), "".join(b)
    if left == right:
        return True
    slips = OSA.distance(left, right, score_cutoff=2)
    return len(left) > 7 and slips <= 2 and len(left) > 4 * slips  # noqa: PLR2004 - long enough that two slips leave it


NAMES_ALIKE = 0.76
_LONG_NAME = 0.85
_TWO_OTHERS = 0.12


def names_alike(a: str, b: str) -> float:
    """How alike two names are by themselves; from ``NAMES_ALIKE`` on they may be one's.

    The letters of the words that have a partner, weighed by how alike these are, over all letters;
    a word that only one of the names has counts less than two words that exclude each other.
    """
    left, right = name_words(a), name_words(b)
    if not left or not right:
        return 0.0
    if sorted(left) == sorted(right):
        return 1.0
    found = align(left, right, by=_spelled)
    alone = sorted((sum(map(len, found.left)), sum(map(len, found.right))))
    letters = sum(map(len, left)) + sum(map(len, right))
    met = sum((len(x) + len(y)) * share for x, y, share in found.pairs)
    whole = met / (letters - 0.6 * (alone[1] - alone[0]))
    if alone[0]:
        whole -= _TWO_OTHERS * min(1, alone[0] / 4)
    one, other = "".join(left), "".join(right)
    together = OSA.normalized_similarity(one, other)
    return max(0.0, whole, together if together > _LONG_NAME else 0.0)


@lru_cache(maxsize=65536)
def _spelled(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if b in nicknames(a):
        return NICKNAME
    if len(a) == 1 or len(b) == 1:
        return 0.8 if a[0] == b[0] else 0.0
    share: float = OSA.normalized_similarity(a, b)
    if (
        len(a) >= _LONG_ENOUGH
        and a[0] == b[0]
        and a.isascii()
        and jellyfish.metaphone(a) == jellyfish.metaphone(b)
    ):
        share = max(share, _LONG_NAME)
    return share if share >= 0.6 else 0.0  # noqa: PLR2004 - less is chance
