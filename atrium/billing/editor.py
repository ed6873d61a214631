"""The lines of a draft as its form has them: read, shown again with what was typed, summed up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from atrium.billing.credit_limit import beyond
from atrium.billing.models import Invoice, Kind, Line, NewLine
from atrium.billing.sources import Sources
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, decimals, money
from atrium.foundation.translation import gettext
from atrium.prices.models import TaxRate
from atrium.prices.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from atrium.clients.models import Client
    from atrium.organisations.models import Member

COLUMNS = (
    "text",
    "quantity",
    "unit",
    "price",
    "discount",
    "tax",
    "item_code",
    "rule",
    "work",
    "deducts",
)
SPARE = 1
MOST = 500


@dataclass
class Row:
    """One line as it was typed. ``amount`` is what it comes to, empty where it cannot be read."""

    text: str = ""
    quantity: str = "1"
    unit: str = ""
    price: str = ""
    discount: str = ""
    tax: str = ""
    item_code: str = ""
    rule: str = ""
    work: str = ""
    deducts: str = ""
    amount: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.price.strip())


class Editor:
    """The lines of one draft."""

    def __init__(
        self,
        member: Member,
        client: Client,
        invoice: Invoice,
        data: QueryDict | None = None,
        *,
        begun: Sequence[NewLine] = (),
    ) -> None:
        self.member, self.client, self.invoice = member, client, invoice
        self.country, self.currency = member.organisation.country, invoice.currency
        self.sources = Sources(member, client, self.currency, inclusive=invoice.inclusive)
        self.errors: list[str] = []
        self.rows = self._typed(data) if data is not None else self._standing(begun)

    def _typed(self, data: QueryDict) -> list[Row]:
        columns = [[text.replace("\x00", "") for text in data.getlist(name)] for name in COLUMNS]
        count = min(max(len(column) for column in columns), MOST)
        rows = [
            Row(*(column[n] if n < len(column) else "" for column in columns)) for n in range(count)
        ]
        drop = data.get("drop", "")
        places = {str(place): place for place in range(len(rows))}
        if drop in places:
            del rows[places[drop]]
        rows = [row for row in rows if not row.is_empty]
        if data.get("add"):
            rows += [self._row(line) for line in self.sources.lines(data.get("source", ""))]
        return rows

    def _standing(self, begun: Sequence[NewLine]) -> list[Row]:
        """What an invoice has; one that is not saved begins with ``begun``."""
        if self.invoice._state.adding:
            return [self._row(line) for line in begun]
        return [self._row(line.wish) for line in self.invoice.lines.all()]

    def _row(self, line: NewLine) -> Row:
        return Row(
            line.text,
            _number(line.quantity),
            line.unit,
            money.written(line.price, self.currency),
            _number(line.discount) if line.discount else "",
            _tax(line.tax_category, line.tax_percent, line.tax_name),
            line.item_code,
            line.rule,
            line.work,
            str(line.deducts.public_id) if line.deducts else "",
        )

    @cached_property
    def lines(self) -> list[NewLine]:
        """What was typed as lines; what cannot be read is told in ``errors``."""
        found = []
        for place, row in enumerate(self.rows, 1):
            try:
                found.append(self._line(row))
            except FormatError as error:
                self.errors.append(
                    gettext("Line {place}: {error}").format(place=place, error=error)
                )
        return found

    def _line(self, row: Row) -> NewLine:
        category, percent, name = _of_tax(row.tax)
        return NewLine(
            text=row.text,
            price=money.parse(row.price or "0", self.currency, self.country),
            quantity=decimals.parse(row.quantity or "1", self.country, places=4),
            unit=row.unit if row.unit in UNITS else "",
            discount=decimals.parse(
                row.discount.strip().rstrip("%") or "0", self.country, places=3
            ),
            tax_name=name,
            tax_percent=percent,
            tax_category=category,
            item_code=row.item_code,
            rule=row.rule,
            work=row.work if row.work in self._had else self.sources.known(row.work),
            deducts=self.deposits.get(row.deducts),
        )

    @cached_property
    def _had(self) -> set[str]:
        """What the lines of the draft charge already, whoever sees it."""
        if self.invoice._state.adding:
            return {""}
        return {"", *self.invoice.lines.values_list("work", flat=True)}

    @cached_property
    def deposits(self) -> dict[str, Invoice]:
        """The deposit invoices that its lines name, by public id."""
        named = {row.deducts for row in self.rows if row.deducts}
        if not named:
            return {}
        rows = Invoice.objects.filter(client=self.client, kind=Kind.DEPOSIT)
        return {str(one.public_id): one for one in rows if str(one.public_id) in named}

    def refuse_unread(self) -> list[NewLine]:
        """The lines; refused where one of them cannot be read."""
        lines = self.lines
        if self.errors:
            raise Refusal(self.errors[0])
        return lines

    def sum_up(self) -> Invoice:
        """The invoice with what the lines come to, as far as they can be read; nothing is saved."""
        try:
            made = Line.made(self.lines, reverse_charge=self.invoice.reverse_charge)
        except Refusal as refusal:
            self.errors.append(str(refusal))
            made = []
        if len(made) == len(self.rows):
            for row, line in zip(self.rows, made, strict=True):
                row.amount = self.invoice.shown(line.amount)
        self.invoice.sum_up(made)
        return self.invoice

    @property
    def shown_rows(self) -> list[Row]:
        """The rows and one more to type into."""
        return [*self.rows, *(Row(tax=self._usual_tax) for _ in range(SPARE))]

    @cached_property
    def taxes(self) -> list[tuple[str, str]]:
        """The rates to choose from: the organisation's, and those that lines have already."""
        rates = TaxRate.objects.live().order_by("position", "id")
        known = {_tax(rate.category, rate.percent, rate.name): rate.name for rate in rates}
        for row in self.rows:
            known.setdefault(row.tax, _of_tax(row.tax)[2] or gettext("No tax"))
        known.pop("", None)
        return [("", gettext("No tax")), *known.items()]

    @property
    def _usual_tax(self) -> str:
        if self.rows:
            return self.rows[-1].tax
        return self.taxes[1][0] if len(self.taxes) > 1 else ""

    @property
    def units(self) -> list[tuple[str, str]]:
        return [("", "–"), *((unit.code, unit.label) for unit in UNITS.values())]

    @property
    def sums(self) -> dict[str, Any]:
        """Net, each tax, and the total, as people read them, and a warning beyond the credit limit."""
        invoice = self.sum_up()
        return {
            "net": invoice.shown(invoice.net),
            "taxes": [
                (f"{rate['name'] or gettext('Tax')}", invoice.shown(rate["tax"]))
                for rate in invoice.taxes
                if rate["tax"]
            ],
            "adjustment": invoice.shown(invoice.adjustment) if invoice.adjustment else "",
            "total": invoice.shown(invoice.total),
            "errors": self.errors,
            "warning": beyond(self.client, invoice.total, self.currency),
        }


def _number(value: Decimal | int) -> str:
    """Without trailing noughts, but never with three digits behind the point: they might be thousands."""
    text = f"{Decimal(value).normalize():f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text  # noqa: PLR2004 - as the sentence says


def _tax(category: str, percent: Decimal, name: str) -> str:
    if category == "O" and not percent and not name:
        return ""
    return f"{category}:{Decimal(percent).normalize():f}:{name}"


def _of_tax(text: str) -> tuple[str, Decimal, str]:
    """Category, percent and name; what is no rate is untaxed."""
    category, _, rest = text.partition(":")
    percent, _, name = rest.partition(":")
    known = percent.replace(".", "", 1)
    if not (known.isascii() and known.isdigit()):
        return "O", Decimal(0), ""
    return category, Decimal(percent), name
