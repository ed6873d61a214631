"""Dates of a column: the order of day and month by what the whole column shows, spreadsheet serials, zeros for none."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from atrium.foundation.formats.names import fold

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(19|20)(\d\d)(\d\d)(\d\d)$")
_PARTED = re.compile(r"^(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?!\d)")
_SERIAL = re.compile(r"^\d{1,5}(?:[.,]\d+)?$")
_WORDED = re.compile(
    r"^(?:[^\W\d_]+,?\s+)??(?:(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de |of )?([^\W\d_]{3,})\.?|"
    r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)[\s,-]*(?:de |del )?(\d{4}|\d\d)(?!\d)"
)
_YEARLESS = re.compile(r"^--(\d\d)-?(\d\d)$")
_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL = 367
_MONTHS = (
    ("jan", "ene", "gen", "janv"), ("feb", "fev", "febr"), ("mar", "mrz", "mars", "maer", "maar"), ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mayo", "mei", "maj"), ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aou", "ago"),
    ("sep", "set"), ("oct", "okt", "ott"), ("nov",), ("dec", "dez", "dic"),
)  # fmt: skip
_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "MP", "FM", "MH", "PW"})


def order_of(values: Iterable[str]) -> str:
    """Return "dmy" or "mdy" where the values of a column tell, else nothing."""
    day_first = month_first = dotted = 0
    for value in values:
        parted = _PARTED.match(value.strip())
        if not parted:
            continue
        first, second = int(parted.group(1)), int(parted.group(3))
        day_first += first > 12 >= second
        month_first += second > 12 >= first
        dotted += parted.group(2) == "."
    if day_first != month_first:
        return DAY_FIRST if day_first > month_first else MONTH_FIRST
    return DAY_FIRST if dotted else ""


def usual_order(country: str) -> str:
    """Return the order people of a country (ISO alpha-2) write."""
    return MONTH_FIRST if country in _MONTH_FIRST_COUNTRIES else DAY_FIRST


@lru_cache(maxsize=16384)
def read(text: str, order: str) -> dt.date | None:
    """Return the date; nothing for the zeros that programs write for no date. Raises ValueError where it is no date."""
    if not text.strip("0/.-: "):
        return None
    iso = _ISO.match(text) or _COMPACT.match(text)
    if iso:
        groups = iso.groups()
        year, month, day = (
            (groups[0] + groups[1], groups[2], groups[3]) if len(groups) == 4 else groups
        )
        return (
            None
            if year == "0000" or "00" in {month, day}
            else dt.date(int(year), int(month), int(day))
        )
    parted = _PARTED.match(text)
    if parted:
        first, second, year = (
            int(parted.group(1)),
            int(parted.group(3)),
            _whole_year(parted.group(4)),
        )
        month_first = (order == MONTH_FIRST and first <= 12) or second > 12
        day, month = (second, first) if month_first else (first, second)
        return dt.date(year, month, day)
    if _SERIAL.match(text) and float(text.replace(",", ".")) >= _FIRST_SERIAL:
        return _EPOCH + dt.timedelta(days=int(float(text.replace(",", "."))))
    worded = _WORDED.match(text)
    if worded:
        month = _month(worded.group(2) or worded.group(3))
        return dt.date(_whole_year(worded.group(5)), month, int(worded.group(1) or worded.group(4)))
    raise ValueError(text)


def _month(word: str) -> int:
    folded = fold(word)
    for number, beginnings in enumerate(_MONTHS, start=1):
        if folded.startswith(beginnings):
            return number
    raise ValueError(word)


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    this_year = dt.datetime.now(tz=dt.UTC).year % 100
    return 2000 + year if year <= this_year else 1900 + year
