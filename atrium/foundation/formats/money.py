"""Amounts of money: whole minor units of an ISO 4217 currency, read and shown."""

import re
from decimal import Decimal
from typing import Any, override

from atrium.foundation.formats import decimals
from atrium.foundation.formats.error import FormatError
from atrium.foundation.formats.spoken import money_leads, numbered
from atrium.foundation.said import Made, tells
from atrium.foundation.translation import gettext

# ISO 4217, column "minor unit" where it is not two.
_WITHOUT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "zł": "PLN", "₹": "INR", "Fr.": "CHF"}
_SHOWN = {code: symbol for symbol, code in _SYMBOLS.items() if len(symbol) == 1}
# Between an amount and the sign behind it no line is broken.
BEHIND = "\u00a0"
_WORD = re.compile(r"[^\d\s.,+'’\u2212-]+\.?")
LARGEST = 10**15


def places(currency: str) -> int:
    """How many digits the currency has behind the mark."""
    return 0 if currency in _WITHOUT else 3 if currency in _THOUSANDTHS else 2


def currency_in(text: str, usual: str) -> str:
    """The code of the currency that the text names by a code or a sign; ``usual`` where it names none."""
    words = [word for word in _WORD.findall(text) if word.strip()]
    return _SYMBOLS.get(words[0], words[0].upper()) if words else usual


def parse(text: str, currency: str, country: str) -> int:
    """The amount in minor units, read as numbers are written in ``country``; its currency's name is passed over.

    Raises FormatError with the mend.
    """
    digits = places(currency)
    bare = _WORD.sub(" ", text, count=1).strip()
    if text.strip() and not bare:
        msg = gettext("“{text}” is not a number. Write it like 1250 or 1250.50.").format(
            text=text.strip()[:60]
        )
        raise FormatError(msg)
    number = decimals.parse(bare, country, places=digits)
    return kept(int(number.scaleb(digits)))


def kept(amount: int) -> int:
    """The amount; FormatError where it is too large to be kept exactly."""
    if abs(amount) >= LARGEST:
        msg = gettext("This amount is too large to be kept exactly.")
        raise FormatError(msg)
    return amount


def written(amount: int, currency: str) -> str:
    """The amount as an input has it: 5000.00."""
    return f"{Decimal(amount).scaleb(-places(currency)):.{places(currency)}f}"


def shown(amount: int, currency: str) -> str:
    """The amount as people read it: £5,000, 5.000 £ in German, 5,000.50 CHF, with a minus sign below nought."""
    text = Shown(_shown(amount, currency))
    text.amount, text.currency = amount, currency
    return text


class Shown(Made):
    """An amount of money in words, which knows itself so that others read it in theirs."""

    __slots__ = ("amount", "currency")

    amount: int
    currency: str

    @override
    def kept(self) -> dict[str, Any]:
        return {"money": self.amount, "in": self.currency}


@tells("money")
def _told(value: dict[str, Any]) -> str:
    return shown(value["money"], value["in"])


def _shown(amount: int, currency: str) -> str:
    digits = places(currency) if amount % 10 ** places(currency) else 0
    text = numbered(f"{abs(Decimal(amount).scaleb(-places(currency))):,.{digits}f}")
    minus, symbol = "\u2212" if amount < 0 else "", _SHOWN.get(currency)
    if symbol and money_leads():
        return f"{minus}{symbol}{text}"
    return f"{minus}{text}{BEHIND if symbol else ' '}{symbol or currency}"
