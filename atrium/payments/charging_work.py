"""What a piece of work is charged with: the line, by the price list, what was agreed, or a price of its own (V07)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from atrium.billing.models import Invoice, Line, NewLine
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.payments.models import Billed, Card, Charge
from atrium.payments.work import Work
from atrium.prices.models import Item, TaxRate
from atrium.prices.quoting import price_of
from atrium.prices.units import counted
from atrium.timeline.acting import acting

HOUR = "HUR"


@dataclass(frozen=True)
class Price:
    """What the work is charged with: so many of an item, or so many at a price of its own in minor units.

    Without a quantity it is the hours of what is priced by the hour, and else one.
    """

    item: Item | None = None
    quantity: Decimal | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Bill:
    """The invoice that the work would be: its line, what it comes to with tax, and the rule of the price."""

    work: Work
    line: NewLine
    invoice: Invoice

    @property
    def shown(self) -> str:
        """What it comes to, as people read it."""
        return self.invoice.shown(self.invoice.total)

    @property
    def price(self) -> str:
        """What one costs."""
        return self.invoice.shown(self.line.price)

    @property
    def tax(self) -> str:
        """The rate with its amount."""
        name = self.line.tax_name or gettext("No tax")
        return f"{name}, {self.invoice.shown(self.invoice.tax)}" if self.invoice.tax else name

    @property
    def quantity(self) -> str:
        """How many, with the unit in words."""
        return counted(self.line.unit, self.line.quantity)

    @property
    def values(self) -> dict[str, Any]:
        """What the invoice says beside its line."""
        invoice = self.invoice
        return {
            "currency": invoice.currency,
            "inclusive": invoice.inclusive,
            "service_from": self.work.on,
            "service_to": self.work.on,
        }

    def draft(self, *, by: Member) -> Invoice:
        """Draft it. Refused where the work was charged already."""
        return Billed.draft(self.work, [self.line], by=by, **self.values)

    def charge(self, card: Card, *, by: Member) -> Charge:
        """Draft it, issue it, and charge the card with it, or none of these; the queue hands it over."""
        with acting(by=by, label=gettext("Charged {work}").format(work=self.work)):
            invoice = self.draft(by=by)
            invoice.issue(by=by)
            return Charge.ask(card, [invoice], by=by)


def bill_of(work: Work, price: Price) -> Bill:
    """What the work would be charged with. Refused, with the field, where there is no price for it."""
    invoice = Invoice.blank(work.client)
    line = _line(work, price, invoice)
    invoice.sum_up(Line.made([line], reverse_charge=invoice.reverse_charge))
    return Bill(work, line, invoice)


def _line(work: Work, price: Price, invoice: Invoice) -> NewLine:
    item, quantity = price.item, price.quantity or Decimal(1)
    if item is not None:
        if price.quantity is None and item.unit == HOUR:
            quantity = work.hours or Decimal(1)
        quoted = price_of(work.client, item, quantity, work.on, currency=invoice.currency)
        if price.amount is None:
            invoice.inclusive = quoted.inclusive
        amount = quoted.amount if price.amount is None else price.amount
        rule = quoted.rule if price.amount is None else ""
        taxed = _taxed(item.tax)
        text = f"{item.name}: {work.what}"
        return NewLine(
            text=text,
            price=amount,
            quantity=quantity,
            unit=item.unit,
            item_code=item.code,
            rule=rule,
            **taxed,
        )
    own, rule = price.amount, ""
    if work.amount is not None:
        invoice.currency = work.currency or invoice.currency
        if own is None:
            own, rule = work.amount, gettext("Agreed for the job")
    if own is None:
        raise Refusal(gettext("Choose a price of the list, or write one."), field="price")
    usual = TaxRate.objects.live().order_by("position", "id").first()
    return NewLine(text=work.what, price=own, quantity=quantity, rule=rule, **_taxed(usual))


def _taxed(rate: TaxRate | None) -> dict[str, Any]:
    if rate is None:
        return {"tax_category": "O"}
    return {"tax_name": rate.name, "tax_percent": rate.percent, "tax_category": rate.category}


def usual_item(model: str) -> Item | None:
    """The item by which work of this kind was charged last."""
    rows = Billed.objects.filter(model=model, invoice__isnull=False).order_by("-at", "-id")
    code = rows.values_list("invoice__lines__item_code", flat=True).first()
    found: Item | None = Item.objects.live().filter(code=code).first() if code else None
    return found
