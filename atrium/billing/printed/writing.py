"""Days and numbers as a language writes them, by Django's own formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import formats, translation

from atrium.foundation.formats import money

# Whose English: days before months.
_LOCALES = {"en": "en-gb"}


class Writing:
    """Writes for one language and one currency."""

    def __init__(self, language: str, currency: str) -> None:
        self.locale = _LOCALES.get(language, language)
        self.currency = currency
        self.places = money.places(currency)

    def day(self, day: date | None) -> str:
        """5 January 2026, 5. Januar 2026."""
        if day is None:
            return ""
        text = self._in_it(lambda: formats.date_format(day, "DATE_FORMAT"))
        return text.replace(" ", "\u00a0")

    def month(self, day: date) -> str:
        """January 2026, Januar 2026."""
        text = self._in_it(lambda: formats.date_format(day, "YEAR_MONTH_FORMAT"))
        return text.replace(" ", "\u00a0")

    def period(self, first: date | None, last: date | None) -> str:
        """From a day to a day, or the one that is known."""
        if first and last and first != last:
            return f"{self.day(first)} – {self.day(last)}"
        return self.day(first or last)

    def amount(self, minor: int) -> str:
        """Minor units as a number with all its digits: 1.234,50."""
        return self._number(Decimal(minor).scaleb(-self.places), self.places)

    def money(self, minor: int) -> str:
        """The amount with its currency's code, which no language writes another way."""
        return f"{self.currency}\u00a0{self.amount(minor)}"

    def digits(self, number: Decimal) -> str:
        """A quantity or per cent without noughts at the end."""
        short = number.normalize()
        places = max(0, -int(short.as_tuple().exponent))
        return self._number(short, places)

    def _number(self, number: Decimal, places: int) -> str:
        text = self._in_it(
            lambda: formats.number_format(abs(number), places, use_l10n=True, force_grouping=True)
        )
        return f"\u2212{text}" if number < 0 else text

    def _in_it(self, write: Callable[[], str]) -> str:
        with translation.override(self.locale):
            return str(write())
