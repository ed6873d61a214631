"""What a column heading means: the place its values belong to, with the label and number it carries."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from atrium.foundation.formats.names import fold
from atrium.imports.reading.account_words import ACCOUNT_WORDS
from atrium.imports.reading.heading_words import ADDRESS_LABELS, PHONE_LABELS, WORDS

ADDRESS_PARTS = frozenset(
    {
        "address", "street", "house_number", "po_box", "city", "region", "postcode", "country", "address_label", "postcode_city",
        "city_region_postcode", "coordinates", "latitude", "longitude",
    }
)  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OWNER_PREFIX = re.compile(
    r"^(?:person|organization|organisation|deal|property|contact info|contacts?|customer|client|account|lead)\s*[-_:.>]+\s*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[].*?[)\]]")
_SALESFORCE_OWN = re.compile(r"__c$", re.IGNORECASE)
# No program numbers its columns further, and int() does not read thousands of digits.
_DIGITS = 9
_NOISE = frozenset(
    {
        "value",
        "the",
        "your",
        "of",
        "for",
        "de",
        "du",
        "des",
        "la",
        "le",
        "der",
        "die",
        "das",
        "optional",
        "required",
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The target, its label ("mobile", "billing"), the group number ("Address 2 - City") and the line ("Street 2")."""

    target: str
    label: str = ""
    group: int = 0
    line: int = 0
    rank: int = 0


@lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading | None:
    """Return what a heading means, or nothing where it is none that we know."""
    written = _SALESFORCE_OWN.sub("", text.strip().strip("*:# \ufeff\"'")).removeprefix("property_")
    for candidate in dict.fromkeys(
        (written, _BRACKETED.sub("", written), _OWNER_PREFIX.sub("", written))
    ):
        found = _meaning(candidate)
        if found:
            return found
    return None


def _meaning(text: str) -> Heading | None:
    words = _words(text)
    if not words:
        return None
    exact = _by_key().get("".join(words))
    if exact:
        return exact
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= _DIGITS]
    bare = [word for word in words if not word.isdigit() and word not in _NOISE]
    number = numbers[0] if len(numbers) == 1 else 0
    if not bare or len(numbers) > 1:
        return None
    whole = _by_key().get("".join(bare))
    if whole:
        grouped = words[0] == "address" and len(words) > 2 and words[1].isdigit()
        return _numbered(whole, number, grouped=grouped)
    if bare[0] == "address" and len(bare) > 1:
        part = _by_key().get("".join(bare[1:]))
        if part and part.target in ADDRESS_PARTS:
            return _numbered(part, number, grouped=True)
    return _labelled(bare, number)


def _labelled(words: list[str], number: int) -> Heading | None:
    """Split a label off either end: "Business Street", "Email - Work", "BILLINGCITY"."""
    key = "".join(words)
    for label_key, meanings in _labels():
        for rest in _without(key, label_key):
            base = _by_key().get(rest)
            if base is None:
                continue
            if base.target in ADDRESS_PARTS and "address" in meanings and len(rest) > 1:
                return _numbered(
                    Heading(base.target, meanings["address"], rank=base.rank), number, grouped=False
                )
            if base.target in {"phone", "email"} and "phone" in meanings:
                label = base.label or meanings["phone"]
                return Heading(
                    base.target,
                    "fax" if meanings["phone"] == "fax" else label,
                    group=number,
                    rank=base.rank + 1,
                )
    return None


def _without(key: str, label: str) -> list[str]:
    rests = []
    if key.startswith(label) and len(key) > len(label):
        rests.append(key[len(label) :])
    if key.endswith(label) and len(key) > len(label):
        rests.append(key[: -len(label)])
    return rests


def _numbered(heading: Heading, number: int, *, grouped: bool) -> Heading:
    if not number:
        return heading
    if heading.target in {"street", "address"} and not grouped:
        return Heading("street", heading.label, line=number, rank=heading.rank)
    return Heading(heading.target, heading.label, group=number, rank=heading.rank)


def _words(text: str) -> list[str]:
    apart = _CAMEL.sub(" ", text) if not text.isupper() else text
    return re.findall(r"[^\W\d_]+|\d+", fold(apart))


def _key(text: str) -> str:
    return "".join(_words(text))


@cache
def _by_key() -> dict[str, Heading]:
    known: dict[str, Heading] = {}
    for target, words in (ACCOUNT_WORDS | WORDS).items():
        for rank, word in enumerate(words.split("|")):
            known.setdefault(_key(word), Heading(target, rank=rank))
    for label, words in PHONE_LABELS.items():
        if label in {"mobile", "fax", "pager"}:
            for word in words.split("|"):
                known.setdefault(_key(word), Heading("phone", label))
    for word in ("ddi", "ddi number", "direct dial", "durchwahl", "direct line"):
        known.setdefault(_key(word), Heading("phone", "work"))
    return known


@cache
def _labels() -> list[tuple[str, dict[str, str]]]:
    """Return label words, longest first, with what they mean for a phone and for an address."""
    meanings: dict[str, dict[str, str]] = {}
    for use, table in (("phone", PHONE_LABELS), ("address", ADDRESS_LABELS)):
        for label, words in table.items():
            for word in words.split("|"):
                meanings.setdefault(_key(word), {}).setdefault(use, label)
    return sorted(meanings.items(), key=lambda pair: -len(pair[0]))
