"""Countries and languages by the names that the reader's language has for them: those of Unicode CLDR, by Babel.

What is kept is a code. A name that goes into a kept text knows its code (said.py), so that the next reader finds it
in theirs. In English the names are those of formats/country.py and formats/language.py, which also read them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Self, override

from babel import Locale
from django.utils import translation

from atrium.foundation.formats import FormatError, country, language
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import is_english
from atrium.foundation.said import Made, tells


class Called(Made):
    """The name of a country or a language."""

    __slots__ = ("code", "sort")

    code: str
    sort: str

    def __new__(cls, text: str, sort: str, code: str) -> Self:
        called = str.__new__(cls, text)
        called.sort, called.code = sort, code
        return called

    @override
    def kept(self) -> Any:
        return {self.sort: self.code}


def country_called(code: str) -> str:
    """The name of a country for who reads now; the code itself where nobody knows it."""
    code = code.upper()
    return Called(_names("land").get(code) or country.name_of(code), "land", code)


def language_called(text: str) -> str:
    """The name of a language for who reads now; what is no language as it stands."""
    try:
        known = language.parse(text)
    except FormatError:
        return text
    return Called(_names("tongue").get(known.code) or known.name, "tongue", known.code)


def countries_called() -> list[tuple[str, str]]:
    """Every country by code and name, in the order of the names."""
    return _in_order([(code, country_called(code)) for code in country.by_code()])


def languages_called() -> list[tuple[str, str]]:
    """Every language by code and name, in the order of the names."""
    return _in_order([(each.code, language_called(each.code)) for each in language.every()])


@tells("land")
def _country(value: dict[str, Any]) -> str:
    return country_called(value["land"])


@tells("tongue")
def _language(value: dict[str, Any]) -> str:
    return language_called(value["tongue"])


def _in_order(named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(named, key=lambda pair: fold(pair[1]))


def _names(sort: str) -> dict[str, str]:
    return {} if is_english() else _of(str(translation.get_language()), sort)


@cache
def _of(tongue: str, sort: str) -> dict[str, str]:
    locale: Any = Locale.parse(tongue, sep="-")
    return dict(locale.territories if sort == "land" else locale.languages)
