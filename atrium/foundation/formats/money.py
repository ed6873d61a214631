"""Amounts of money: whole minor units of an ISO 4217 currency, read and shown."""

import re

from atrium.foundation.formats.error import FormatError

# ISO 4217, column "minor unit" where it is not two.
_WITHOUT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "INR": "₹"}
_PLAIN = re.compile(r"\d{1,3}(?:[ ,.’']\d{3})+|\d+")
LARGEST = 10**15


def places(currency: str) -> int:
    """How many digits the currency has behind the mark."""
    return 0 if currency in _WITHOUT else 3 if currency in _THOUSANDTHS else 2


def parse(text: str, currency: str) -> int:
    """The amount in minor units; a mark with as many digits behind it as the currency has is decimal.

    Raises FormatError with the mend.
    """
    digits = places(currency)
    bare = re.sub(r"[\s£€$¥₹]", " ", text.upper().replace(currency, " ")).strip()
    whole, part = bare, ""
    found = re.fullmatch(rf"(.*\d)[.,](\d{{1,{digits}}})", bare) if digits else None
    if found and not (len(found[2]) == 3 and digits == 3 and "," in bare and "." not in bare):  # noqa: PLR2004
        whole, part = found[1], found[2]
    if not _PLAIN.fullmatch(whole):
        example = {0: "5000", 3: "5000.000"}.get(digits, "5000.00")
        msg = f"Write the amount in {currency} like {example}."
        raise FormatError(msg)
    amount: int = int(re.sub(r"\D", "", whole)) * 10**digits + int(part.ljust(digits, "0") or 0)
    if amount >= LARGEST:
        msg = "This amount is too large to be kept exactly."
        raise FormatError(msg)
    return amount


def written(amount: int, currency: str) -> str:
    """The amount as an input has it: 5000.00."""
    digits = places(currency)
    if not digits:
        return str(amount)
    whole, part = divmod(amount, 10**digits)
    return f"{whole}.{part:0{digits}d}"


def shown(amount: int, currency: str) -> str:
    """The amount as people read it: £5,000, 5,000.50 CHF."""
    digits = places(currency)
    whole, part = divmod(amount, 10**digits)
    text = f"{whole:,}" + (f".{part:0{digits}d}" if part else "")
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{text}" if symbol else f"{text} {currency}"
