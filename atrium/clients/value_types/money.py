from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import EMPTY, FILLED, FROM, IS, NOT, TO, Definition, ValueType
from atrium.foundation.formats import FormatError, money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where


class Money(ValueType):
    """An amount in minor units with its ISO 4217 currency: {"amount": 125050, "currency": "GBP"}."""

    slug = "money"
    label = gettext_lazy("Money")
    icon = "coins"
    takes = gettext_lazy(
        "An amount such as 1250.50; another currency is written behind it: 1250 EUR."
    )
    control = "money"
    operators = (FROM, TO, IS, NOT, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> dict[str, Any]:
        if isinstance(typed, dict):
            return self._sent(typed)
        if not isinstance(typed, str | int) or isinstance(typed, bool):
            msg = gettext(
                "Write an amount like 1250.50, or send amount (in minor units) and currency."
            )
            raise FormatError(msg)
        text = str(typed)
        currency = self._known(money.currency_in(text, self.usual(field, where)))
        amount = money.parse(text, currency, where.organisation.country)
        return {"amount": amount, "currency": currency}

    def _sent(self, typed: dict[str, Any]) -> dict[str, Any]:
        amount, currency = typed.get("amount"), typed.get("currency")
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if set(typed) != {"amount", "currency"} or not whole or currency not in CURRENCIES:
            msg = gettext("Send amount as a whole number of minor units and currency, like GBP.")
            raise FormatError(msg)
        return {"amount": money.kept(int(amount or 0)), "currency": str(currency)}

    @staticmethod
    def _known(code: str) -> str:
        if code not in CURRENCIES:
            msg = gettext("“{code}” is not a currency. Write its code, like GBP or EUR.").format(
                code=code[:20]
            )
            raise FormatError(msg)
        return code

    @staticmethod
    def usual(field: Definition, where: Where) -> str:
        """The currency of an amount that names none."""
        return str(field.options.get("currency") or where.organisation.currency)

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return money.shown(value["amount"], value["currency"])

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return f"{money.written(value['amount'], value['currency'])} {value['currency']}"

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        text = self.written(value, field, where)
        return text.removesuffix(f" {self.usual(field, where)}")

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [float(value["amount"])] if value["currency"] == self.usual(field, where) else []

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        value = self._parsed(typed, field, where)
        if value["currency"] != self.usual(field, where):
            msg = gettext("This list compares amounts in {usual} only.").format(
                usual=self.usual(field, where)
            )
            raise FormatError(msg)
        return float(value["amount"])

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        parts = {"amount": {"type": "integer"}, "currency": {"type": "string", "enum": CURRENCIES}}
        return {"type": "object", "properties": parts, "required": ["amount", "currency"]}
