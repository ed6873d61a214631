"""Numbers as people write them: 1,234.5 and 1.234,5 and 1 234,5."""

from __future__ import annotations

import re
from decimal import Decimal

from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext

MOST_DIGITS = 15
# Countries that write 1,234.5; the others write 1.234,5.
_POINT = frozenset(
    "GB IE US CA AU NZ IN PK BD LK NG KE ZA GH UG ZW ZM BW MT SG MY PH TH CN HK TW JP KR IL EG MX GT SV HN NI DO PR".split()
)
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_SPACES = re.compile(r"[\s'’_\u00a0\u2009\u202f]")


def parse(text: str, country: str, *, places: int) -> Decimal:
    """The number, exactly. ``places``: how many digits may follow the decimal mark.

    Raises FormatError. One mark before exactly three digits is read as the country writes it.
    """
    bare = _SPACES.sub("", text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(bare):
        msg = gettext("“{text}” is not a number. Write it like 1250 or 1250.50.").format(
            text=text[:60]
        )
        raise FormatError(msg)
    number = Decimal(_plain(bare, country, text, places))
    digits = number.as_tuple()
    if -int(digits.exponent) > places and number != round(number, places):
        msg = (
            gettext("Write a whole number.")
            if not places
            else gettext("Write at most {places} decimals.").format(places=places)
        )
        raise FormatError(msg)
    if len(digits.digits) > MOST_DIGITS:
        msg = gettext("Write at most {most} digits.").format(most=MOST_DIGITS)
        raise FormatError(msg)
    return number


def _plain(bare: str, country: str, text: str, places: int) -> str:
    marks = [mark for mark in bare if mark in ".,"]
    if not marks:
        return bare
    last = marks[-1]
    head, _, tail = bare.rpartition(last)
    several = len(set(marks)) > 1
    decimal = "." if country in _POINT else ","
    thousands = re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(?:\{last}\d{{3}})+", bare) is not None
    if not several and thousands and (len(marks) > 1 or (last != decimal and places != len(tail))):
        return bare.replace(last, "")
    if marks.count(last) > 1:
        msg = gettext("“{text}” is not a number. Write it like 1250 or 1250.50.").format(
            text=text[:60]
        )
        raise FormatError(msg)
    return f"{head.replace(',', '').replace('.', '')}.{tail or '0'}"


def written(number: Decimal) -> str:
    """Digits that are read the same in every country: three decimals get a fourth."""
    text = f"{number:f}"
    return f"{text}0" if len(text.rpartition(".")[2]) == 3 and "." in text else text  # noqa: PLR2004


def plain(value: float) -> str:
    """The digits of a JSON number, without an exponent."""
    return f"{Decimal(repr(value)):f}"


def as_json(number: Decimal) -> float:
    """The number as JSON has it: whole where it is whole. Its 15 digits stay exact."""
    return int(number) if number == int(number) else float(number)
