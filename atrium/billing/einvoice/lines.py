"""The lines of an e-invoice (BG-25), net of tax as EN 16931 has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from atrium.billing.einvoice.element import Node, amount, number
from atrium.billing.reckoning import rounded, shares
from atrium.prices.units import PIECE, UNITS

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, Line

_FINE = Decimal("0.000001")


@dataclass(frozen=True)
class NetLine:
    """A line without tax: ``net`` in minor units after, ``before`` in front of its discount."""

    row: Line
    net: int
    before: int

    @property
    def quantity(self) -> Decimal:
        """What takes off is a quantity below nought: a price never is (BR-27)."""
        return -self.row.quantity if self.row.price_minor < 0 else self.row.quantity


def net_lines(invoice: Invoice, rows: Sequence[Line]) -> list[NetLine]:
    """The lines without tax. Where prices include it, each rate's net is divided as its lines stand."""
    if not invoice.inclusive:
        return [NetLine(row, row.amount, rounded(row.quantity * row.price_minor)) for row in rows]
    net_of: dict[int, int] = {}
    for rate in invoice.taxes:
        key = (rate["category"], Decimal(rate["percent"]))
        some = [row for row in rows if (row.tax_category, row.tax_percent) == key]
        weights = [row.amount for row in some]
        divided = shares(rate["net"], weights) if sum(weights) else [0] * len(some)
        net_of |= {row.position: net for row, net in zip(some, divided, strict=True)}
    return [NetLine(row, net_of[row.position], net_of[row.position]) for row in rows]


def write_line(into: Node, line: NetLine, places: int) -> None:
    """One line, in the order of the schema."""
    row = line.row
    node = into.add("IncludedSupplyChainTradeLineItem")
    node.add("AssociatedDocumentLineDocument").say("LineID", str(row.position))
    name, _, more = row.text.partition("\n")
    product = node.add("SpecifiedTradeProduct")
    product.say("SellerAssignedID", row.item_code)
    product.say("Name", name)
    product.say("Description", more.strip())
    price = node.add("SpecifiedLineTradeAgreement").add("NetPriceProductTradePrice")
    price.say("ChargeAmount", _price(line, places))
    unit = row.unit if row.unit in UNITS else PIECE
    delivered = node.add("SpecifiedLineTradeDelivery")
    delivered.say("BilledQuantity", number(line.quantity), unitCode=unit)
    settled = node.add("SpecifiedLineTradeSettlement")
    tax = settled.add("ApplicableTradeTax")
    tax.say("TypeCode", "VAT")
    tax.say("CategoryCode", row.tax_category)
    if row.tax_category != "O":
        tax.say("RateApplicablePercent", number(row.tax_percent))
    _write_discount(settled, line, places)
    sums = settled.add("SpecifiedTradeSettlementLineMonetarySummation")
    sums.say("LineTotalAmount", amount(line.net, places))


def _price(line: NetLine, places: int) -> str:
    """BT-146: as it is written, or what the net comes to for one where the tax was taken out."""
    if not line.row.quantity:
        return number(Decimal(abs(line.row.price_minor)).scaleb(-places))
    if line.before == rounded(line.row.quantity * line.row.price_minor):
        return number(Decimal(abs(line.row.price_minor)).scaleb(-places))
    each = abs(Decimal(line.before).scaleb(-places) / line.row.quantity)
    return number(each.quantize(_FINE, ROUND_HALF_UP))


def _write_discount(into: Node, line: NetLine, places: int) -> None:
    off = line.before - line.net
    if not off:
        return
    node = into.add("SpecifiedTradeAllowanceCharge")
    node.add("ChargeIndicator").add("udt:Indicator", "false")
    node.say("CalculationPercent", number(line.row.discount))
    node.say("BasisAmount", amount(line.before, places))
    node.say("ActualAmount", amount(off, places))
    node.say("ReasonCode", "95")
    node.say("Reason", "Discount")
