"""The words of names and addresses, in the one spelling in which two clients are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from atrium.clients.search.tokens import LEGAL_FORMS, SMALL_WORDS
from atrium.foundation.formats.names import fold

MOST_WORDS = 10
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_][./])+[^\W\d_]\b\.?")
_OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f]")
_HOUSE = re.compile(r"\d{1,6}[a-z]?")
_EMPTY_WORDS = (LEGAL_FORMS | SMALL_WORDS | {"a", "an", "at", "for", "in", "on", "jsc"}) - {"co"}
_ONE_SPELLING = {
    form: forms.split()[0]
    for forms in (
        "st street str strasse", "ave avenue av", "rd road", "dr drive drv", "blvd boulevard bl", "pl place platz",
        "ct court crt", "ln lane", "ter terrace tce", "pkwy parkway pky", "cres crescent cr", "cct circuit circ",
        "hwy highway", "sq square", "cl close", "gr grove", "n north", "s south", "e east", "w west",
        "ne northeast", "nw northwest", "se southeast", "sw southwest", "1st first", "2nd second", "3rd third",
        "4th fourth", "5th fifth", "6th sixth", "7th seventh", "8th eighth", "9th ninth", "10th tenth",
    )
    for form in forms.split()
}  # fmt: skip
PLAIN_STREET_WORDS = frozenset(word for word in _ONE_SPELLING.values() if word.isalpha())
# What tells one branch from the next where the rest of two names is the same.
TELLING_APART = frozenset(
    "i ii iii iv v vi vii viii ix x north south east west upper lower nord sud ost est ouest norte sur este oeste "
    "junior senior".split()
)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The folded words; other scripts are written in Latin letters, so that Обама meets Obama."""
    if _OTHER_SCRIPT.search(text):
        text = anyascii(text)
    folded = fold(text).replace("&", " and ").replace("'", "")
    folded = _INITIALS.sub(lambda m: m[0].replace(".", "").replace("/", ""), folded)
    return tuple(_WORD.findall(folded))


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words that tell a name from others: without legal forms and small words, where any are left."""
    found = words(name)
    return (tuple(w for w in found if w not in _EMPTY_WORDS) or found)[:MOST_WORDS]


def street_words(street: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The house numbers of an address and the words of its street, types of street in one spelling."""
    found = [_ONE_SPELLING.get(word, word) for word in words(street)]
    houses = frozenset(word for word in found if _HOUSE.fullmatch(word))
    return houses, tuple(word for word in found if word not in houses)[:MOST_WORDS]


def joined(text: str) -> str:
    """The words without what stands between them: a town or postcode however it is spaced."""
    return "".join(words(text))
