"""Days, hours and numbers inside a sentence, as the language of who reads writes them.

What a machine reads (attributes, files, addresses, inputs) is formatted from the plain value and stays the same.
Names of months and their order come from Unicode CLDR; the marks in numbers are those of Django's formats, as on
invoices and in ``intcomma``. English is Python's own and costs nothing more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from typing import Any, cast

from babel import Locale
from django.utils import formats, translation

ENGLISH = "en"
# A day with a name in it: directives of strftime one after the other, as English orders them.
_DIRECTIVE = "%-?[aAbBdY]"
_DAY = re.compile(rf"(?:{_DIRECTIVE})(?:[ ,.]*{_DIRECTIVE})*")
_NAMED = re.compile("%[aAbB]")
_BEFORE_HOURS = re.compile(", (?=%-?H)")
# CLDR's patterns: words in quotes, fields as letters.
_FIELD = re.compile(r"'(?P<words>[^']*)'|(?P<field>[dMLEcy])(?P=field)*|.", re.DOTALL)
_WIDE = 4
_DJANGO = {"j": "%-d", "M": "%b", "F": "%B", "Y": "%Y", "D": "%a", "l": "%A"}
_DJANGO |= {"H": "%H", "i": "%M", "s": "%S", "e": "%Z"}


def is_english() -> bool:
    """Whether who reads now reads English."""
    return (translation.get_language() or ENGLISH).startswith(ENGLISH)


def spoken[Value](value: Value) -> Value:
    """A day, an hour or a number that an f-string or a message formats in the language of who reads."""
    if is_english():
        return value
    return cast("Value", Spoken(value, str(translation.get_language())))


def dated(value: date | time, form: str) -> str | None:
    """A day by a format of Django's; None where English or no name in it leaves nothing to say another way."""
    if is_english() or not (spec := _as_directives(form)):
        return None
    return format(Spoken(value, str(translation.get_language())), spec)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A value that is formatted in a language."""

    value: Any
    language: str

    def __format__(self, spec: str) -> str:
        if isinstance(self.value, date):
            at = (self.value.month, self.value.weekday()) if _NAMED.search(spec) else (0, 0)
            return self.value.strftime(_directives(self.language, spec, *at))
        if isinstance(self.value, time):
            return format(self.value, spec)
        return numbered(format(self.value, spec))

    def __str__(self) -> str:
        return format(self, "")


def numbered(text: str) -> str:
    """Digits that Python wrote, 1,234.5, with the marks of the reader's language."""
    if is_english():
        return text
    return text.translate(_marks(str(translation.get_language())))


@cache
def _marks(language: str) -> dict[int, str]:
    """Instead of Python's comma and point."""
    wanted = {",": "THOUSAND_SEPARATOR", ".": "DECIMAL_SEPARATOR"}
    return {
        ord(mark): str(formats.get_format(name, lang=language, use_l10n=True))
        for mark, name in wanted.items()
    }


def money_leads() -> bool:
    """Whether the sign of a currency stands before the amount."""
    return is_english() or _money_leads(str(translation.get_language()))


@cache
def _money_leads(language: str) -> bool:
    return str(_locale(language).currency_formats["standard"].pattern).startswith("¤")


@cache
def _as_directives(form: str) -> str:
    """A format of Django's as one of strftime; empty where it names no month and no day, or holds what we do not."""
    if not set(form) & set("MFDl") or "\\" in form:
        return ""
    return "".join(_DJANGO.get(sign, sign) for sign in form)


@lru_cache(maxsize=4096)
def _directives(language: str, spec: str, month: int, weekday: int) -> str:
    """The format with the names of this month and weekday written out, in the order of the language."""
    if not month:
        return spec
    locale = _locale(language)
    glue = str(locale.datetime_formats["medium"]).replace("{1}", "").replace("{0}", "")
    spec = _BEFORE_HOURS.sub(glue.replace("%", "%%"), spec)
    return _DAY.sub(lambda found: _day(locale, found[0], month, weekday), spec)


def _day(locale: Locale, spec: str, month: int, weekday: int) -> str:
    """One day's part of a format: "%-d %b %Y" becomes "%-d. Nov. %Y"."""
    if not _NAMED.search(spec):
        return spec
    written = _FIELD.sub(
        lambda found: _field(locale, found, month, weekday), _pattern(locale, spec)
    )
    return written.replace("%-d", "%d") if "%d" in spec else written


def _pattern(locale: Locale, spec: str) -> str:
    """CLDR's pattern for the fields of a format, with names as long as it has them."""
    has = {sign: sign in spec for sign in "aAbBdY"}
    if not (has["b"] or has["B"]):
        bare = "cccc" if has["A"] else "ccc"
        return bare if not has["d"] else str(locale.datetime_skeletons["Ed"].pattern)
    if not (has["d"] or has["Y"]):
        return "LLLL" if has["B"] else "LLL"
    year, day = "y" * has["Y"], "d" * has["d"]
    weekday = "E" if has["a"] or has["A"] else ""
    known = locale.datetime_skeletons
    wide, short = (f"{year}{month}{weekday}{day}" for month in ("MMMM", "MMM"))
    pattern = str((known[wide] if has["B"] and wide in known else known[short]).pattern)
    if has["B"]:
        pattern = re.sub(r"([ML])\1{2}(?!\1)", r"\1\1\1\1", pattern)
    return re.sub("E+", "EEEE", pattern) if has["A"] else pattern


def _field(locale: Locale, found: re.Match[str], month: int, weekday: int) -> str:
    field, width = found["field"], "wide" if len(found[0]) >= _WIDE else "abbreviated"
    context = "stand-alone" if field in {"L", "c"} else "format"
    if field in {"M", "L"}:
        words = locale.months[context][width][month]
    elif field in {"E", "c"}:
        words = locale.days[context][width][weekday]
    elif field:
        return "%-d" if field == "d" else "%Y"
    else:
        words = found["words"] if found["words"] is not None else found[0]
    return str(words).replace("%", "%%")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
