"""The rates of value added tax that countries have in 2026; an organisation changes them as it likes."""

from __future__ import annotations

from decimal import Decimal

from atrium.foundation.translation import gettext

# Standard first, then the reduced ones. Sources: the tables of the European Commission's "Taxes in
# Europe" database, HMRC, the Swiss ESTV, the Norwegian Skatteetaten; read in 2026.
_RATES = {
    "AT": "20 13 10",
    "BE": "21 12 6",
    "CH": "8.1 3.8 2.6",
    "CZ": "21 12",
    "DE": "19 7",
    "DK": "25",
    "EE": "24 13 9",
    "ES": "21 10 4",
    "FI": "25.5 13.5 10",
    "FR": "20 10 5.5 2.1",
    "GB": "20 5",
    "IE": "23 13.5 9",
    "IT": "22 10 5 4",
    "LU": "17 14 8 3",
    "NL": "21 9",
    "NO": "25 15 12",
    "PL": "23 8 5",
    "PT": "23 13 6",
    "SE": "25 12 6",
}
_CALLED = {
    "AT": "USt",
    "CH": "MWST",
    "CZ": "DPH",
    "DE": "USt",
    "DK": "moms",
    "EE": "KM",
    "ES": "IVA",
    "FI": "ALV",
    "FR": "TVA",
    "IT": "IVA",
    "LU": "TVA",
    "NL": "btw",
    "NO": "mva",
    "PL": "VAT",
    "PT": "IVA",
    "SE": "moms",
}
_EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


def usual_rates(country: str) -> list[tuple[str, Decimal, str]]:
    """Name, percent and UNCL 5305 category of the rates that a business there starts with."""
    word = _CALLED.get(country, "VAT")
    found = [
        (f"{percent} % {word}", Decimal(percent), "S")
        for percent in _RATES.get(country, "").split()
    ]
    if not found:
        return [(gettext("No tax"), Decimal(0), "O")]
    found.append((f"0 % {word}", Decimal(0), "Z"))
    found.append((gettext("Exempt"), Decimal(0), "E"))
    found.append((gettext("Reverse charge"), Decimal(0), "AE"))
    if country in _EU:
        found.append((gettext("Intra-community supply"), Decimal(0), "K"))
    found.append((gettext("Export"), Decimal(0), "G"))
    return found
