from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import (
    EMPTY,
    FILLED,
    FROM,
    IS,
    NOT,
    TO,
    Definition,
    ValueType,
    line,
)
from atrium.foundation.formats import decimals
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

PLACES = 6


class Number(ValueType):
    """A number, kept as JSON has it: 18, 17.5; its 15 digits are exact. ``options["unit"]`` stands behind it."""

    slug = "number"
    label = gettext_lazy("Number")
    icon = "hash"
    takes = gettext_lazy("A number such as 18 or 17.5; a unit can stand behind it.")
    control = "number"
    operators = (FROM, TO, IS, NOT, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> float:
        sent = isinstance(typed, int | float) and not isinstance(typed, bool)
        text = line(decimals.plain(typed) if sent else typed)
        text = text.removesuffix(field.options.get("unit", "")).strip()
        country = "" if sent else where.organisation.country
        return decimals.as_json(decimals.parse(text, country or "GB", places=PLACES))

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        unit = field.options.get("unit", "")
        space = "" if unit in {"", "%", "°"} else " "
        return f"{spoken(Decimal(decimals.plain(value))):,}{space}{unit}"

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return decimals.written(Decimal(decimals.plain(value)))

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [float(value)]

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        return float(self._parsed(typed, field, where))

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "number", "examples": [17.5]}
