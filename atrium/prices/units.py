"""Units of what is sold: the codes of UN/ECE Recommendation 20 that invoices carry, with plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit by its code; ``one`` and ``many`` are how people say it, ``short`` how a price ends."""

    code: str
    one: str
    many: str
    short: str


PIECE = "C62"
UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit(PIECE, "piece", "pieces", "each"),
        Unit("HUR", "hour", "hours", "h"),
        Unit("MIN", "minute", "minutes", "min"),
        Unit("DAY", "day", "days", "day"),
        Unit("WEE", "week", "weeks", "week"),
        Unit("MON", "month", "months", "month"),
        Unit("ANN", "year", "years", "year"),
        Unit("LS", "lump sum", "lump sums", "lump sum"),
        Unit("SET", "set", "sets", "set"),
        Unit("PR", "pair", "pairs", "pair"),
        Unit("MTR", "metre", "metres", "m"),
        Unit("KMT", "kilometre", "kilometres", "km"),
        Unit("MTK", "square metre", "square metres", "m²"),
        Unit("MTQ", "cubic metre", "cubic metres", "m³"),
        Unit("LTR", "litre", "litres", "l"),
        Unit("GRM", "gram", "grams", "g"),
        Unit("KGM", "kilogram", "kilograms", "kg"),
        Unit("TNE", "tonne", "tonnes", "t"),
        Unit("KWH", "kilowatt hour", "kilowatt hours", "kWh"),
    )
}
CHOICES = [(unit.code, unit.one.capitalize()) for unit in UNITS.values()]


def unit_called(text: str) -> Unit | None:
    """The unit with this code, word or sign, however it is cased."""
    wanted = text.strip().casefold()
    for unit in UNITS.values():
        if wanted in {unit.code.casefold(), unit.one, unit.many, unit.short.casefold()}:
            return unit
    return None
