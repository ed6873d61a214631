"""Units of what is sold: the codes of UN/ECE Recommendation 20 that invoices carry, with plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from atrium.foundation.formats.spoken import numbered
from atrium.foundation.translation import ngettext, pgettext_lazy


@dataclass(frozen=True)
class Unit:
    """A unit by its code; ``one`` and ``many`` are how people say it, ``short`` how a price ends.

    ``label`` is what it is chosen by.
    """

    code: str
    one: str
    many: str
    short: str
    label: str


PIECE = "C62"
UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit(PIECE, "piece", "pieces", "each", pgettext_lazy("unit", "Piece")),
        Unit("HUR", "hour", "hours", "h", pgettext_lazy("unit", "Hour")),
        Unit("MIN", "minute", "minutes", "min", pgettext_lazy("unit", "Minute")),
        Unit("DAY", "day", "days", "day", pgettext_lazy("unit", "Day")),
        Unit("WEE", "week", "weeks", "week", pgettext_lazy("unit", "Week")),
        Unit("MON", "month", "months", "month", pgettext_lazy("unit", "Month")),
        Unit("ANN", "year", "years", "year", pgettext_lazy("unit", "Year")),
        Unit("LS", "lump sum", "lump sums", "lump sum", pgettext_lazy("unit", "Lump sum")),
        Unit("SET", "set", "sets", "set", pgettext_lazy("unit", "Set")),
        Unit("PR", "pair", "pairs", "pair", pgettext_lazy("unit", "Pair")),
        Unit("MTR", "metre", "metres", "m", pgettext_lazy("unit", "Metre")),
        Unit("KMT", "kilometre", "kilometres", "km", pgettext_lazy("unit", "Kilometre")),
        Unit("MTK", "square metre", "square metres", "m²", pgettext_lazy("unit", "Square metre")),
        Unit("MTQ", "cubic metre", "cubic metres", "m³", pgettext_lazy("unit", "Cubic metre")),
        Unit("LTR", "litre", "litres", "l", pgettext_lazy("unit", "Litre")),
        Unit("GRM", "gram", "grams", "g", pgettext_lazy("unit", "Gram")),
        Unit("KGM", "kilogram", "kilograms", "kg", pgettext_lazy("unit", "Kilogram")),
        Unit("TNE", "tonne", "tonnes", "t", pgettext_lazy("unit", "Tonne")),
        Unit(
            "KWH", "kilowatt hour", "kilowatt hours", "kWh", pgettext_lazy("unit", "Kilowatt hour")
        ),
    )
}
_COUNTED: dict[str, Callable[[int], str]] = {
    PIECE: lambda count: ngettext("{count} piece", "{count} pieces", count),
    "HUR": lambda count: ngettext("{count} hour", "{count} hours", count),
    "MIN": lambda count: ngettext("{count} minute", "{count} minutes", count),
    "DAY": lambda count: ngettext("{count} day", "{count} days", count),
    "WEE": lambda count: ngettext("{count} week", "{count} weeks", count),
    "MON": lambda count: ngettext("{count} month", "{count} months", count),
    "ANN": lambda count: ngettext("{count} year", "{count} years", count),
    "LS": lambda count: ngettext("{count} lump sum", "{count} lump sums", count),
    "SET": lambda count: ngettext("{count} set", "{count} sets", count),
    "PR": lambda count: ngettext("{count} pair", "{count} pairs", count),
    "MTR": lambda count: ngettext("{count} metre", "{count} metres", count),
    "KMT": lambda count: ngettext("{count} kilometre", "{count} kilometres", count),
    "MTK": lambda count: ngettext("{count} square metre", "{count} square metres", count),
    "MTQ": lambda count: ngettext("{count} cubic metre", "{count} cubic metres", count),
    "LTR": lambda count: ngettext("{count} litre", "{count} litres", count),
    "GRM": lambda count: ngettext("{count} gram", "{count} grams", count),
    "KGM": lambda count: ngettext("{count} kilogram", "{count} kilograms", count),
    "TNE": lambda count: ngettext("{count} tonne", "{count} tonnes", count),
    "KWH": lambda count: ngettext("{count} kilowatt hour", "{count} kilowatt hours", count),
}
CHOICES = [(unit.code, unit.label) for unit in UNITS.values()]


def unit_called(text: str) -> Unit | None:
    """The unit with this code, word or sign, however it is cased."""
    wanted = text.strip().casefold()
    for unit in UNITS.values():
        if wanted in {unit.code.casefold(), unit.one, unit.many, unit.short.casefold()}:
            return unit
    return None


def counted(code: str, quantity: Decimal) -> str:
    """So many of a unit, in words; the number alone where the unit is none of ours."""
    number = numbered(f"{quantity.normalize():f}")
    said = _COUNTED.get(code)
    return said(ceil(abs(quantity))).format(count=number) if said else number
