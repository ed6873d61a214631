"""What prices put into the configuration of an organisation: tax rates and the price list."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from atrium.configuration.part import Entry, Kind, Part, configures
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, money
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.prices.models import Item, TaxRate

# Figures are written alike everywhere: 1234.50.
_POINT = "GB"


class TaxRatePart(Part):
    """The rates in use, each by its name."""

    slug, label, order = "tax-rates", gettext_lazy("Tax rates"), 500
    needs = Can.MONEY_EDIT
    model = TaxRate
    says = {
        "name": Kind.TEXT,
        "percent": Kind.TEXT,
        "category": Kind.TEXT,
        "country": Kind.TEXT,
        "reason": Kind.TEXT,
    }
    unsaid = frozenset({"name_key", "archived_at"})
    key = ("name",)

    def rows(self, by: Member) -> list[Any]:
        return list(TaxRate.objects.live())

    def entry(self, row: Any) -> Entry:
        return super().entry(row) | {"percent": row.percent_shown}

    def add(self, entry: Entry, *, by: Member) -> None:
        TaxRate.add(by=by, **_rate({"percent": "", **entry}))

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, **_rate(entry))


class ItemPart(Part):
    """The price list in use, each item by its code."""

    slug, label, order = "price-items", gettext_lazy("Price list"), 510
    needs = Can.MONEY_EDIT
    model = Item
    says = {
        "code": Kind.TEXT,
        "name": Kind.TEXT,
        "description": Kind.TEXT,
        "unit": Kind.TEXT,
        "tax": Kind.TEXT_OR_NOTHING,
        "price": Kind.TEXT,
        "currency": Kind.TEXT,
        "inclusive": Kind.FLAG,
    }
    unsaid = frozenset({"code_key", "name_key", "price_minor", "archived_at"})
    key = ("code",)

    def rows(self, by: Member) -> list[Any]:
        return list(Item.objects.live().select_related("tax"))

    def entry(self, row: Any) -> Entry:
        names = ("code", "name", "description", "unit", "currency", "inclusive")
        told: Entry = {name: getattr(row, name) for name in names}
        told["tax"] = row.tax.name if row.tax else None
        told["price"] = money.written(row.price_minor, row.currency)
        return {name: told[name] for name in self.says}

    def add(self, entry: Entry, *, by: Member) -> None:
        if not entry["code"].strip():
            raise Refusal(gettext("Give the item a code; it is found by it."))
        began = {"name": "", "price": "", "currency": by.organisation.currency}
        Item.add(by=by, **_priced(began | entry))

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, **_priced(self.entry(row) | entry))


def _rate(entry: Entry) -> Entry:
    told = dict(entry)
    if "percent" in told:
        try:
            told["percent"] = Decimal(told["percent"])
        except InvalidOperation:
            told["percent"] = None
        if told["percent"] is None or not told["percent"].is_finite():
            raise Refusal(gettext("Write “percent” like 19 or 8.1."))
    return told


def _priced(entry: Entry) -> Entry:
    """The entry as the verbs take it: its tax by its row, its price in minor units."""
    told = dict(entry)
    currency = told["currency"]
    if currency not in CURRENCIES:
        raise Refusal(gettext("Write the currency by its code, like GBP or EUR."))
    try:
        told["price_minor"] = money.parse(told.pop("price"), currency, _POINT)
    except FormatError as error:
        raise Refusal(str(error)) from error
    if told.get("tax") is not None:
        name = told["tax"]
        told["tax"] = TaxRate.objects.live().filter(name_key=fold(name)[:80]).first()
        if told["tax"] is None:
            msg = gettext("There is no tax rate “{name}” here.")
            raise Refusal(msg.format(name=name[:60]))
    return told


configures(TaxRatePart(), ItemPart())
