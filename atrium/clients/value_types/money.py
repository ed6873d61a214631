from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atrium.clients.value_types import decimals
from atrium.clients.value_types.base import EMPTY, FILLED, FROM, IS, NOT, TO, Definition, ValueType
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.money import LARGEST, places
from atrium.organisations.currencies import CURRENCIES

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "zł": "PLN", "₹": "INR", "Fr.": "CHF"}
_SHOWN = {code: symbol for symbol, code in _SYMBOLS.items() if len(symbol) == 1}
_WORD = re.compile(r"[^\d\s.,+'’\u2212-]+\.?")  # noqa: RUF001 - the apostrophe and minus people paste


class Money(ValueType):
    """An amount in minor units with its ISO 4217 currency: {"amount": 125050, "currency": "GBP"}."""

    slug = "money"
    label = "Money"
    icon = "coins"
    takes = "An amount such as 1250.50; another currency is written behind it: 1250 EUR."
    control = "money"
    operators = (FROM, TO, IS, NOT, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> dict[str, Any]:
        if isinstance(typed, dict):
            return self._sent(typed)
        if not isinstance(typed, str | int) or isinstance(typed, bool):
            msg = "Write an amount like 1250.50, or send amount (in minor units) and currency."
            raise FormatError(msg)
        text = str(typed)
        words = [word for word in _WORD.findall(text) if word.strip()]
        currency = self._currency(words[0]) if words else self.usual(field, where)
        bare = _WORD.sub(" ", text, count=1)
        digits = places(currency)
        number = decimals.parse(bare.strip(), where.organisation.country, places=digits)
        return self._checked(int(number.scaleb(digits)), currency)

    def _sent(self, typed: dict[str, Any]) -> dict[str, Any]:
        amount, currency = typed.get("amount"), typed.get("currency")
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if set(typed) != {"amount", "currency"} or not whole or currency not in CURRENCIES:
            msg = "Send amount as a whole number of minor units and currency, like GBP."
            raise FormatError(msg)
        return self._checked(int(amount or 0), str(currency))

    @staticmethod
    def _checked(amount: int, currency: str) -> dict[str, Any]:
        if abs(amount) >= LARGEST:
            msg = "This amount is too large to be kept exactly."
            raise FormatError(msg)
        return {"amount": amount, "currency": currency}

    @staticmethod
    def _currency(word: str) -> str:
        code = _SYMBOLS.get(word, word.upper())
        if code not in CURRENCIES:
            msg = f"“{word[:20]}” is not a currency. Write its code, like GBP or EUR."
            raise FormatError(msg)
        return code

    @staticmethod
    def usual(field: Definition, where: Where) -> str:
        """The currency of an amount that names none."""
        return str(field.options.get("currency") or where.organisation.currency)

    @staticmethod
    def _number(value: Any) -> Decimal:
        return Decimal(value["amount"]).scaleb(-places(value["currency"]))

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        number, currency = self._number(value), value["currency"]
        digits = places(currency) if value["amount"] % 10 ** places(currency) else 0
        text = f"{abs(number):,.{digits}f}"
        minus = "\u2212" if number < 0 else ""
        symbol = _SHOWN.get(currency)
        return f"{minus}{symbol}{text}" if symbol else f"{minus}{text} {currency}"

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return f"{self._number(value):.{places(value['currency'])}f} {value['currency']}"

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        text = self.written(value, field, where)
        return text.removesuffix(f" {self.usual(field, where)}")

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [float(value["amount"])] if value["currency"] == self.usual(field, where) else []

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        value = self._parsed(typed, field, where)
        if value["currency"] != self.usual(field, where):
            msg = f"This list compares amounts in {self.usual(field, where)} only."
            raise FormatError(msg)
        return float(value["amount"])

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        parts = {"amount": {"type": "integer"}, "currency": {"type": "string", "enum": CURRENCIES}}
        return {"type": "object", "properties": parts, "required": ["amount", "currency"]}
