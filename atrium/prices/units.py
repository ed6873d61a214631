"""Units of what is sold: the codes of UN/ECE Recommendation 20 that invoices carry, with plain words."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy


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
        Unit(PIECE, "piece", "pieces", "each", gettext_lazy("Piece")),
        Unit("HUR", "hour", "hours", "h", gettext_lazy("Hour")),
        Unit("MIN", "minute", "minutes", "min", gettext_lazy("Minute")),
        Unit("DAY", "day", "days", "day", gettext_lazy("Day")),
        Unit("WEE", "week", "weeks", "week", gettext_lazy("Week")),
        Unit("MON", "month", "months", "month", gettext_lazy("Month")),
        Unit("ANN", "year", "years", "year", gettext_lazy("Year")),
        Unit("LS", "lump sum", "lump sums", "lump sum", gettext_lazy("Lump sum")),
        Unit("SET", "set", "sets", "set", gettext_lazy("Set")),
        Unit("PR", "pair", "pairs", "pair", gettext_lazy("Pair")),
        Unit("MTR", "metre", "metres", "m", gettext_lazy("Metre")),
        Unit("KMT", "kilometre", "kilometres", "km", gettext_lazy("Kilometre")),
        Unit("MTK", "square metre", "square metres", "m²", gettext_lazy("Square metre")),
        Unit("MTQ", "cubic metre", "cubic metres", "m³", gettext_lazy("Cubic metre")),
        Unit("LTR", "litre", "litres", "l", gettext_lazy("Litre")),
        Unit("GRM", "gram", "grams", "g", gettext_lazy("Gram")),
        Unit("KGM", "kilogram", "kilograms", "kg", gettext_lazy("Kilogram")),
        Unit("TNE", "tonne", "tonnes", "t", gettext_lazy("Tonne")),
        Unit("KWH", "kilowatt hour", "kilowatt hours", "kWh", gettext_lazy("Kilowatt hour")),
    )
}
CHOICES = [(unit.code, unit.label) for unit in UNITS.values()]


def unit_called(text: str) -> Unit | None:
    """The unit with this code, word or sign, however it is cased."""
    wanted = text.strip().casefold()
    for unit in UNITS.values():
        if wanted in {unit.code.casefold(), unit.one, unit.many, unit.short.casefold()}:
            return unit
    return None
