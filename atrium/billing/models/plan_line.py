"""The lines of a recurring invoice as they are kept: plain JSON, from which each period makes its lines anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atrium.billing.models.line import Line, NewLine
from atrium.billing.period_words import filled, refuse_unknown
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.prices.models import Item
from atrium.prices.quoting import price_of

if TYPE_CHECKING:
    from datetime import date

    from atrium.billing.printed.writing import Writing
    from atrium.clients.models import Client

_TEXTS = ("text", "unit", "tax_name", "tax_category", "item_code", "rule")
_NUMBERS = ("quantity", "discount", "tax_percent")


def kept(lines: Iterable[NewLine], *, reverse_charge: bool) -> list[dict[str, Any]]:
    """The lines as they are kept; refused, with the line to mend, where one cannot be."""
    lines = list(lines)
    if not lines:
        raise Refusal(gettext("Add a line: an invoice says what it is for."), field="lines")
    made = Line.made(lines, reverse_charge=reverse_charge)
    for place, line in enumerate(made):
        refuse_unknown(line.text, f"lines.{place}")
    return [_kept(line.wish) for line in made]


def _kept(line: NewLine) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(line, name) for name in _TEXTS}
    told |= {name: f"{Decimal(getattr(line, name)).normalize():f}" for name in _NUMBERS}
    return told | {"price": line.price}


def read(rows: Iterable[Mapping[str, Any]]) -> list[NewLine]:
    """The lines that kept() wrote."""
    return [NewLine(**_read(row)) for row in rows]


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in (*_TEXTS, "price")}
    return told | {name: Decimal(row[name]) for name in _NUMBERS}


def for_period(
    lines: Iterable[NewLine], first: date, last: date, writing: Writing
) -> list[NewLine]:
    """The lines with the period's name where they ask for it."""
    return [replace(line, text=filled(line.text, first, last, writing)) for line in lines]


def priced(lines: Iterable[NewLine], client: Client, on: date, currency: str) -> list[NewLine]:
    """Lines of the price list with what holds for the client on the day; others as they are.

    Refused where an item has no price in this currency; one that is gone keeps the price of its line.
    """
    found = list(lines)
    codes = {line.item_code for line in found if line.item_code}
    items = (
        {item.code: item for item in Item.objects.live().filter(code__in=codes)} if codes else {}
    )
    for place, line in enumerate(found):
        item = items.get(line.item_code)
        if item is not None:
            quoted = price_of(client, item, Decimal(line.quantity), on, currency=currency)
            found[place] = replace(line, price=quoted.amount, rule=quoted.rule)
    return found
