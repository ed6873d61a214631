"""Countries: ISO 3166 two-letter codes, and the names people write in many languages.

The names are those of Unicode CLDR (Unicode licence) in 29 languages, with everyday short forms added by hand.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from atrium.foundation.formats.error import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its ISO 3166-1 alpha-2 code and its English name."""

    code: str
    name: str


def parse(text: str) -> Country:
    """Return the country a code or a name in any of the known languages stands for."""
    found = find(text)
    if found is None:
        message = gettext(
            "“{text}” is not a country we know. Write its name in English or its two-letter code, for example DE."
        ).format(text=text.strip())
        raise FormatError(message)
    return found


def find(text: str) -> Country | None:
    """Return the country, or nothing where the text names none."""
    return _by_word().get(_key(text))


def name_of(code: str) -> str:
    """Return the English name of a two-letter code; the code itself where it is unknown."""
    country = by_code().get(code.upper())
    return country.name if country else code


@cache
def by_code() -> dict[str, Country]:
    """Return all countries by code, in the order of their English names."""
    listed = sorted(((code, names[0]) for code, names in _table()), key=lambda pair: fold(pair[1]))
    return {code: Country(code, name) for code, name in listed}


@cache
def _table() -> list[tuple[str, list[str]]]:
    text = (
        files("atrium.foundation.formats")
        .joinpath("data/countries.tsv")
        .read_text(encoding="utf-8")
    )
    rows = (line.split("\t") for line in text.splitlines())
    return [(code, names.split("|")) for code, names in rows]


@cache
def _by_word() -> dict[str, Country]:
    words: dict[str, Country] = {}
    for code, names in _table():
        for name in names:
            words.setdefault(_key(name), by_code()[code])
    for code, country in by_code().items():
        words[code.casefold()] = country
    return words


def _key(text: str) -> str:
    return fold(text).replace(".", "").replace("-", " ").strip(" ,;()")
