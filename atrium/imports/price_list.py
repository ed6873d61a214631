"""The price list as a file: written, read back, and planned before anything changes (B05)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from atrium.clients.models import Sight
from atrium.clients.view_log import saw
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, decimals, money
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, ngettext
from atrium.imports.exporting import as_csv, as_xlsx
from atrium.imports.reading import Unreadable, open_table
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.prices.listing import PriceList
from atrium.prices.models import Item, TaxRate
from atrium.prices.units import PIECE, UNITS, unit_called
from atrium.timeline.acting import acting

MOST = 5_000
LARGEST_FILE = 5_000_000
FORMATS: dict[str, Callable[[Path, list[str], Iterable[dict[str, Any]]], int]] = {
    "csv": as_csv,
    "xlsx": partial(as_xlsx, sheets="Prices"),
}
COLUMNS = "code|name|description|unit|price|currency|tax|tax percent|tax included".split("|")
_CALLED = {
    "code": "code number sku article artikelnummer nr ref reference".split(),
    "name": "name item product title bezeichnung artikel service".split(),
    "description": "description text details beschreibung".split(),
    "unit": "unit units uom einheit per".split(),
    "price": ["price", "unit price", "standard price", "net price", "preis", "rate", "amount"],
    "currency": ["currency", "waehrung", "wahrung"],
    "tax": ["tax", "tax rate", "vat", "vat rate", "steuer", "tax name"],
    "percent": ["tax percent", "vat percent", "tax %", "vat %"],
    "inclusive": ["tax included", "inclusive", "including tax", "gross"],
}
_YES = frozenset("yes y true 1 x ja oui si incl included".split())


def write_prices(path: Path, prices: PriceList, wish: str, *, by: Member) -> int:
    """Write the items of the list as CSV or XLSX; answers how many. It is kept who took it out."""
    count = FORMATS[wish](path, COLUMNS, map(_record, prices.all_items()))
    saw(
        by,
        None,
        gettext("{count:,} prices as {wish}").format(count=spoken(count), wish=wish),
        Sight.EXPORT,
    )
    return count


def _record(item: Item) -> dict[str, str]:
    return {
        "code": item.code,
        "name": item.name,
        "description": item.description,
        "unit": UNITS[item.unit].one,
        "price": money.written(item.price_minor, item.currency),
        "currency": item.currency,
        "tax": item.tax.name if item.tax else "",
        "tax percent": item.tax.percent_shown if item.tax else "",
        "tax included": "yes" if item.inclusive else "no",
    }


@dataclass
class Planned:
    """What one row of the file would do: add, change, leave, or fail with a reason."""

    number: int
    does: str
    name: str
    told: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    item: Item | None = None


class PricePlan:
    """What a file would do to the price list; run() does exactly that, in one act.

    ``rows``: number in the file and cells by what they are. An item is known by its code.
    """

    def __init__(self, rows: list[tuple[int, dict[str, str]]], *, by: Member) -> None:
        self.rows, self.by = rows, by

    @classmethod
    def read(cls, content: bytes, name: str, *, by: Member) -> PricePlan:
        """The plan of a file; refused in words where it is no list of prices."""
        if len(content) > LARGEST_FILE:
            msg = gettext("A price list has at most {largest_file} MB.").format(
                largest_file=LARGEST_FILE // 1_000_000
            )
            raise Refusal(msg, field="file")
        try:
            table = open_table(content, name)
            columns = [_meaning(column) for column in table.columns]
            if not {"name", "price"} <= {*columns}:
                msg = gettext(
                    "A price list needs the columns name and price; name them in the first row."
                )
                raise Refusal(msg, field="file")
            rows = [
                (number, {c: t for c, t in zip(columns, cells, strict=True) if c})
                for number, cells in table.rows()
            ]
        except Unreadable as error:
            raise Refusal(str(error), field="file") from error
        return cls._of(rows, by=by)

    @classmethod
    def again(cls, text: str, *, by: Member) -> PricePlan:
        """The plan of rows that were sent along with a form."""
        try:
            rows = [
                (int(n), {str(k): str(v) for k, v in cells.items()})
                for n, cells in json.loads(text)
            ]
        except (ValueError, TypeError, AttributeError) as error:
            raise Refusal(gettext("Choose the file again."), field="file") from error
        return cls._of(rows, by=by)

    @classmethod
    def _of(cls, rows: list[tuple[int, dict[str, str]]], *, by: Member) -> PricePlan:
        if not rows:
            raise Refusal(gettext("There are no rows in this file."), field="file")
        if len(rows) > MOST:
            raise Refusal(
                gettext("Import at most {most:,} items at once; split the file.").format(
                    most=spoken(MOST)
                ),
                field="file",
            )
        return cls(rows, by=by)

    @property
    def as_text(self) -> str:
        """The rows as a form carries them."""
        return json.dumps(self.rows, ensure_ascii=False)

    @property
    def mark(self) -> str:
        """What tells whether the list changed since the plan was shown."""
        said = json.dumps([[line.number, line.does, line.told] for line in self.lines])
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @cached_property
    def lines(self) -> list[Planned]:
        """Each row, in the order of the file."""
        return list(self._lines())

    @property
    def counts(self) -> dict[str, int]:
        """How many rows do what."""
        does = [line.does for line in self.lines]
        return {each: does.count(each) for each in ("add", "change", "leave", "fail")}

    def _lines(self) -> Iterator[Planned]:
        known = {item.code_key: item for item in Item.objects.live().select_related("tax")}
        rates = list(TaxRate.objects.live())
        met: set[str] = set()
        for number, cells in self.rows:
            name = " ".join(cells.get("name", "").split())[:200]
            key = fold(cells.get("code", ""))[:60]
            try:
                values = self._values(cells, name, rates)
            except FormatError as error:
                yield Planned(number, "fail", name, [str(error)])
                continue
            if key and key in met:
                yield Planned(
                    number, "fail", name, [gettext("The code stands in this file twice.")]
                )
                continue
            met.add(key)
            item = known.get(key) if key else None
            yield _planned(number, name, values, item)

    def _values(self, cells: dict[str, str], name: str, rates: list[TaxRate]) -> dict[str, Any]:
        if not name:
            msg = gettext("The name is missing.")
            raise FormatError(msg)
        place = self.by.organisation
        usual = cells.get("currency", "").strip().upper() or place.currency
        currency = money.currency_in(cells.get("price", ""), usual)
        if currency not in CURRENCIES:
            msg = gettext("“{currency}” is not a currency.").format(currency=currency[:20])
            raise FormatError(msg)
        price = money.parse(cells.get("price", ""), currency, place.country)
        if price < 0:
            msg = gettext("A price is not below nought.")
            raise FormatError(msg)
        values = {"name": name, "price_minor": price, "currency": currency}
        values |= _unit(cells) | self._tax(cells, rates)
        if "code" in cells:
            values["code"] = " ".join(cells["code"].split())[:40]
        if "description" in cells:
            values["description"] = cells["description"].strip()[:2000]
        if "inclusive" in cells:
            values["inclusive"] = fold(cells["inclusive"]) in _YES
        return values

    def _tax(self, cells: dict[str, str], rates: list[TaxRate]) -> dict[str, Any]:
        text = (cells.get("tax", "") or cells.get("percent", "")).strip()
        if not text:
            return {}
        for rate in rates:
            if rate.name_key == fold(text)[:80]:
                return {"tax": rate}
        number = decimals.parse(text.removesuffix("%"), self.by.organisation.country, places=3)
        for rate in rates:
            if rate.percent == Decimal(number):
                return {"tax": rate}
        msg = gettext("There is no tax rate “{text}”; add it first.").format(text=text[:60])
        raise FormatError(msg)

    def run(self) -> int:
        """Do what the plan says, in one act that one undo takes back; answers how many items changed."""
        todo = [line for line in self.lines if line.does in {"add", "change"}]
        with acting(
            by=self.by,
            label=ngettext("Imported {count} price", "Imported {count} prices", len(todo)).format(
                count=len(todo)
            ),
        ):
            for line in todo:
                if line.item is None:
                    Item.add(by=self.by, **line.values)
                else:
                    line.item.edit(by=self.by, **line.values)
        return len(todo)


def _meaning(column: str) -> str:
    called = fold(column).replace("_", " ").strip()
    return next((what for what, names in _CALLED.items() if called in names), "")


def _unit(cells: dict[str, str]) -> dict[str, str]:
    text = cells.get("unit", "").strip()
    if not text:
        return {}
    unit = unit_called(text)
    if unit is None:
        msg = gettext("“{text}” is no unit we know; write a word like {one} or hour.").format(
            text=text[:60], one=UNITS[PIECE].one
        )
        raise FormatError(msg)
    return {"unit": unit.code}


_LABELS = {
    "name": "name",
    "price_minor": "price",
    "currency": "currency",
    "unit": "unit",
    "tax": "tax",
    "description": "description",
    "inclusive": "tax included",
}


def _planned(number: int, name: str, values: dict[str, Any], item: Item | None) -> Planned:
    if item is None:
        price = money.shown(values["price_minor"], values["currency"])
        return Planned(number, "add", name, [price], values)
    values.pop("code", None)
    differ = [n for n, value in values.items() if getattr(item, n) != value]
    if not differ:
        return Planned(number, "leave", name, [], {}, item)
    told = [_LABELS[n] for n in differ if n != "price_minor"]
    if "price_minor" in differ:
        now = money.shown(values["price_minor"], values["currency"])
        told.insert(
            0, gettext("{price_shown} becomes {now}").format(price_shown=item.price_shown, now=now)
        )
    return Planned(number, "change", name, told, {n: values[n] for n in differ}, item)
