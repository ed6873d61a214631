"""How text becomes words, and a client's words the tokens it is found by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from atrium.clients.models.search_token import LONGEST
from atrium.foundation.formats.names import fold

NAME, EMAIL, PHONE = "^", "@", "#"
ARCHIVED = 10
SHORTEST_FRAGMENT = 4
_INITIALS = re.compile(r"\b(?:[^\W\d_][./])+[^\W\d_]\b\.?")
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\D+")
_SPELLED = frozenset("nlcts")
_UMLAUT = re.compile(r"ae|oe|ue|aa")
_SHORT = {"ae": "a", "oe": "o", "ue": "u", "aa": "a"}
LEGAL_FORMS = frozenset(
    "gmbh ag kg ohg ug se ltd llc llp lp inc plc corp co company limited incorporated corporation sa sas sarl srl "
    "spa sl slu bv nv vof ab as asa aps oy oyj og kft zrt bt nyrt sp zoo oo doo sro ae ooo pty gbr ev ek mbh ltda limitada eireli "
    "sti aktiebolag aktieselskab aksjeselskap aktiengesellschaft gesellschaft osakeyhtio spolka anonim sirketi sociedad "
    "limitee sociedade spol partnership ооо оао зао ип αε επε 株式会社 有限会社".split()  # noqa: RUF001 - Russian and Greek forms are meant
)
SMALL_WORDS = frozenset(
    "and und et og och en the of der die das den de la le les da do dos del di du van von z".split()
)


class Field(StrEnum):
    """What of a client a line of its document holds; the letter stands at the line's head."""

    NAME = "n"
    LEGAL_NAME = "l"
    CONTACT = "c"
    EMAIL = "e"
    PHONE = "p"
    TOWN = "t"
    STREET = "s"
    POSTCODE = "z"
    EXTERNAL_ID = "x"
    CUSTOM = "f"
    FORMER = "m"


WEIGHTS = {
    Field.NAME: 0,
    Field.LEGAL_NAME: 1,
    Field.FORMER: 1,
    Field.CONTACT: 2,
    Field.EXTERNAL_ID: 3,
    Field.EMAIL: 4,
    Field.PHONE: 4,
    Field.TOWN: 5,
    Field.STREET: 6,
    Field.POSTCODE: 6,
    Field.CUSTOM: 7,
}
_WEIGHT_OF: dict[str, int] = {field.value: weight for field, weight in WEIGHTS.items()}


def words(text: str) -> list[str]:
    """The folded words of a text: no case, no accents, no punctuation; G.m.b.H. is one word."""
    folded = fold(text)
    if folded.isalnum():
        return [folded[:LONGEST]]
    if "." in folded or "/" in folded:
        folded = _INITIALS.sub(lambda m: m[0].replace(".", "").replace("/", ""), folded)
    return [word[:LONGEST] for word in _WORD.findall(folded.replace("'", ""))]


def digits(text: str) -> str:
    bare = text.removeprefix("+")
    return bare if bare.isdecimal() else _DIGIT.sub("", text)


@lru_cache(maxsize=65536)
def shortened(word: str) -> str:
    """The word with ae, oe, ue and aa for umlauts taken back to one letter: mueller is muller."""
    return _UMLAUT.sub(lambda m: _SHORT[m[0]], word)


def fragments(number: str) -> list[str]:
    """What a number ends in, by every second digit: a fragment typed starts at one, or one before."""
    start = (len(number) - SHORTEST_FRAGMENT) % 2
    ends = [number[place:] for place in range(start, len(number) - SHORTEST_FRAGMENT + 1, 2)]
    return [number, *ends] if start else ends


def tokens(text: str, *, archived: bool) -> dict[str, int]:
    """The tokens of a client's document, each with the weight of the best field it stands in."""
    found: dict[str, int] = {}
    base = ARCHIVED if archived else 0
    # The best fields come first in a document.
    for line in text.split("\n"):
        if line:
            weight = _WEIGHT_OF[line[0]] + base
            for token in _tokens(line[0], line[2:]):
                if token not in found:
                    found[token] = weight
    return found


def _tokens(field: str, value: str) -> list[str]:
    if field == Field.PHONE:
        return [PHONE + end for end in fragments(value)]
    if field == Field.EMAIL:
        return [EMAIL + value, *email_parts(value)]
    parts = value.split(" ")
    found = [(NAME + value)[:LONGEST], *parts] if field == Field.NAME else parts
    return found + [short for part in parts if (short := shortened(part)) != part]


def email_parts(address: str) -> list[str]:
    """The words of an address beside its beginning, and its domain."""
    local, _, domain = address.partition("@")
    parts = _WORD.findall(local)
    return [*(part for part in parts if len(part) > 1), *([domain] if domain else [])]


def vocabulary(text: str) -> Iterator[str]:
    """The words of a document that may be mistyped: those of names and places."""
    for line in text.split("\n"):
        if line[:1] in _SPELLED:
            yield from filter(spellable, line[2:].split(" "))


def spellable(word: str) -> bool:
    return len(word) > 2 and not word.isdigit()  # noqa: PLR2004 - two letters are no word to mend


def line(field: Field, values: Iterable[str]) -> str:
    return field + " " + " ".join(values)
