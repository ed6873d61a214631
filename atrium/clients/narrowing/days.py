"""Days as people say them: today, this week, last 30 days, 14 days ago, 24/11/2026."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from atrium.clients.value_types.day import read_day
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.spoken import spoken as in_words
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext, gettext_lazy

_COUNT = re.compile(r"(last|next) (\d{1,4}) (day|week|month|year)s?")
_NAMED = re.compile(r"(last|this|next) (week|month|quarter|year)")
_AGO = re.compile(r"(\d{1,4}) (day|week|month|year)s? ago")
_AHEAD = re.compile(r"in (\d{1,4}) (day|week|month|year)s?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP = {"last": -1, "this": 0, "next": 1}
PERIODS = (
    *("today", "yesterday", "tomorrow", "this week", "last week", "next week", "this month"),
    *("last month", "next month", "this quarter", "last quarter", "this year", "last year"),
    *("last 7 days", "last 30 days", "last 90 days", "last 12 months"),
    *("next 7 days", "next 30 days", "next 90 days"),
)
MOMENTS = ("today", "yesterday", "7 days ago", "30 days ago", "90 days ago", "6 months ago")
PERIOD_MEND = gettext_lazy(
    "Write a period such as this month, last 30 days, next week, 2026-03 or a day."
)
MOMENT_MEND = gettext_lazy("Write a day like 24/11/2026, today, 30 days ago or in 2 weeks.")


def spoken(text: str) -> str:
    """The words with single spaces; addresses may write last-30-days."""
    words = " ".join(text.casefold().split())
    return words.replace("-", " ") if re.match(r"[a-z]|\d+-(day|week|month|year)", words) else words


def period(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period. Raises FormatError."""
    words = spoken(text)
    try:
        return _period(words, today)
    except (OverflowError, ValueError) as error:
        raise FormatError(PERIOD_MEND) from error


def _period(words: str, today: date) -> tuple[date, date]:
    if found := _COUNT.fullmatch(words):
        other = _moved(today, int(found[2]) * _STEP[found[1]], found[3])
        return min(other, today), max(other, today)
    if found := _NAMED.fullmatch(words):
        return _named(found[2], _STEP[found[1]], today)
    if found := _MONTH.fullmatch(words):
        return _months(date(int(found[1]), int(found[2]), 1), 1)
    if _YEAR.fullmatch(words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    day = moment(words, today)
    return day, day


def moment(text: str, today: date) -> date:
    """One day. Raises FormatError."""
    words = spoken(text)
    try:
        if words in _NEAR:
            return today + timedelta(days=_NEAR[words])
        if found := _AGO.fullmatch(words):
            return _moved(today, -int(found[1]), found[2])
        if found := _AHEAD.fullmatch(words):
            return _moved(today, int(found[1]), found[2])
        return read_day(text.strip())
    except (OverflowError, ValueError, FormatError) as error:
        raise FormatError(MOMENT_MEND) from error


def told(text: str) -> str:
    """A period or a day as a sentence holds it."""
    words = spoken(text)
    try:
        return spelled(in_words(read_day(words)), "%-d %b %Y")
    except FormatError:
        return gettext("the {words}").format(words=words) if _COUNT.fullmatch(words) else words


def _moved(day: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    return _in_month(day, count * (12 if unit == "year" else 1))


def _in_month(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    year, at = divmod(month, 12)
    return date(year, at + 1, min(day.day, monthrange(year, at + 1)[1]))


def _named(unit: str, step: int, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    size = 3 if unit == "quarter" else 1
    first = today.replace(day=1, month=(today.month - 1) // size * size + 1)
    return _months(_in_month(first, size * step), size)


def _months(first: date, count: int) -> tuple[date, date]:
    return first, _in_month(first, count) - timedelta(days=1)
