"""Words as they are mistyped and as they sound."""

from __future__ import annotations

import re
from functools import lru_cache

BEGINNING = 6
SOUND = "~"
_SOUNDS = (
    (re.compile(r"^kn|^gn"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|ch|q"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dt|th"), "t"),
    (re.compile(r"z|sch|sh"), "s"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y|ie|ee|ea"), "i"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"(?<=.)h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)[ei]$"), ""),
)


def keys(word: str) -> set[str]:
    """What a word is kept under: itself, its beginning, that with one letter missing, its sound."""
    return {word, *mistyped(word), SOUND + sound(word)}


def mistyped(word: str) -> set[str]:
    """The beginning of a word, whole and with any one letter missing."""
    start = word[:BEGINNING]
    return {start, *(start[:place] + start[place + 1 :] for place in range(len(start)))}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """How a word sounds, roughly, whatever the language: kloe and Chloe are one."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word
