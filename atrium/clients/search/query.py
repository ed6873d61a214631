"""What was typed, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from nicknames import NickNamer

from atrium.clients.search.tokens import (
    LEGAL_FORMS,
    SHORTEST_FRAGMENT,
    SMALL_WORDS,
    digits,
    shortened,
    words,
)
from atrium.foundation.formats.names import fold

LONGEST = 200
MOST_TERMS = 8
SIGNIFICANT = 8
_NUMBER = re.compile(r"(?:c-?|#)?0*(\d{1,15})", re.IGNORECASE)
_DIALLED = re.compile(r"(?:[\s\d()+./x#-]|\(0\))+")
_ADDRESS = re.compile(r"[\w.+-]*@[\w.-]*|[\w+-]+[._+]\w[\w.+-]*")
_NICKNAMES = NickNamer()


@dataclass(slots=True)
class Term:
    """One word of the query, with what else it may have been meant to be."""

    text: str
    short: str
    required: bool = True
    pattern: re.Pattern[str] | None = None
    address: str = ""
    also: dict[str, tuple[float, str]] = field(default_factory=dict)
    splits: list[tuple[str, str]] = field(default_factory=list)

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.text,) if self.short == self.text else (self.text, self.short)


@dataclass(slots=True)
class Query:
    """A query as its parts: words, and the whole as a number, a phone number or an address."""

    text: str
    terms: list[Term]
    whole: list[str]
    number: int | None
    dialled: list[str]
    addresses: list[str]

    @property
    def required(self) -> list[Term]:
        return [term for term in self.terms if term.required]

    @classmethod
    def read(cls, text: str) -> Query:
        """Take apart what was typed; never refuses."""
        text = " ".join(text[:LONGEST].replace("\x00", " ").split())
        number = _NUMBER.fullmatch(text)
        parts = words(text.replace("*", "").replace("?", ""))
        return cls(
            text=text,
            terms=_terms(text),
            whole=list(dict.fromkeys([" ".join(parts), " ".join(reversed(parts))]))
            if parts
            else [],
            number=int(number[1]) if number else None,
            dialled=_dialled(text),
            addresses=[fold(a) for a in text.split() if _ADDRESS.fullmatch(a)],
        )


def _terms(text: str) -> list[Term]:
    found: dict[str, Term] = {}
    for chunk in text.split():
        pattern = _pattern(chunk)
        if pattern:
            found[chunk] = Term(chunk, chunk, pattern=pattern)
            continue
        address = fold(chunk) if _ADDRESS.fullmatch(chunk) else ""
        for word in words(chunk):
            found.setdefault(word, Term(word, shortened(word), address=address))
    # Words that only stand together (Sp. z o.o., J. P.) are known by the whole text.
    if not any(term.pattern for term in found.values()):
        whole = words(text)
        known = found
        found = {w: known.get(w) or Term(w, shortened(w)) for w in whole}
    terms = list(found.values())[:MOST_TERMS]
    if len(terms) > 1:
        for term in terms:
            term.required = term.text not in LEGAL_FORMS and term.text not in SMALL_WORDS
        if not any(term.required for term in terms):
            for term in terms:
                term.required = True
    return terms


def _pattern(chunk: str) -> re.Pattern[str] | None:
    """``*`` stands for any letters, ``?`` for one; None where there is neither, or nothing else."""
    folded = fold(chunk)
    if not ("*" in folded or "?" in folded[:-1]) or not any(c.isalnum() for c in folded):
        return None
    parts = re.split(r"([*?])", re.sub(r"\*+", "*", folded.strip("'\".,;")))
    marks = {"*": r"\w*", "?": r"\w"}
    return re.compile("".join(marks.get(part) or re.escape(part) for part in parts))


def _dialled(text: str) -> list[str]:
    """The ways in which the text may be part of a phone number; none when it is no such thing."""
    number = digits(text.replace("(0)", ""))
    if len(number) < SHORTEST_FRAGMENT or not _DIALLED.fullmatch(text):
        return []
    national = number.lstrip("0")
    found = [number, national] if len(national) >= SHORTEST_FRAGMENT else [number]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def nicknames(word: str) -> frozenset[str]:
    """What someone called ``word`` may be called in full, and the other way round."""
    full = _NICKNAMES.canonicals_of(word)
    found = set(full) | set(_NICKNAMES.nicknames_of(word))
    for name in full:
        found |= _NICKNAMES.nicknames_of(name)
    return frozenset(name for name in found if name.isalpha()) - {word}
