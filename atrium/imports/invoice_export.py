"""Invoices and their lines as rows of files; the invoices go in again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from atrium.billing.listing import Invoices
from atrium.billing.models import Kind, Line
from atrium.foundation.formats import money
from atrium.imports.list_export import LISTED, MOST, Listed
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member

COLUMNS = tuple(
    (
        "number|kind|state|client|client number|issued on|due on|currency|net|tax|total|open|paid on|"
        "reference|text"
    ).split("|")
)
LINES = tuple(
    (
        "invoice|client|client number|position|text|quantity|unit|price|discount|tax|tax percent|"
        "tax category|item|amount|currency"
    ).split("|")
)
AT_A_TIME = 500
# As an import reads them, whatever language the reader speaks.
_KINDS = {
    Kind.INVOICE: "Invoice",
    Kind.DEPOSIT: "Deposit invoice",
    Kind.FINAL: "Final invoice",
    Kind.CREDIT: "Credit note",
}


def _rows(member: Member, query: QueryDict) -> Iterator[dict[str, str]]:
    chosen: Any = Invoices(member, query).chosen.with_balance().select_related("client")
    chosen = chosen.prefetch_related("lines").order_by("dated_on", "id")[:MOST]
    for one in chosen.iterator(chunk_size=AT_A_TIME):
        amounts = {name: getattr(one, name) for name in ("net", "tax", "total")}
        amounts["open"] = one.balance
        lines = list(one.lines.all())
        yield {
            "number": one.number or "",
            "kind": _KINDS[one.kind_as],
            "state": one.state,
            "client": one.client.name,
            "client number": str(one.client.number),
            "issued on": str(one.issued_on or ""),
            "due on": str(one.due_on or ""),
            "currency": one.currency,
            **{name: money.written(value, one.currency) for name, value in amounts.items()},
            "paid on": str(one.settled_on or "") if one.paid_after is not None else "",
            "reference": one.reference,
            "text": lines[0].text if len(lines) == 1 else "",
        }


def _line_rows(member: Member, query: QueryDict) -> Iterator[dict[str, str]]:
    chosen = Invoices(member, query).chosen
    rows: Any = Line.objects.filter(invoice__in=chosen).select_related("invoice__client")
    ordered = rows.order_by("invoice__dated_on", "invoice_id", "position")[:MOST]
    for line in ordered.iterator(chunk_size=AT_A_TIME):
        invoice = line.invoice
        yield {
            "invoice": invoice.number or "",
            "client": invoice.client.name,
            "client number": str(invoice.client.number),
            "position": str(line.position),
            "text": line.text,
            "quantity": f"{line.quantity.normalize():f}",
            "unit": line.unit,
            "price": money.written(line.price_minor, invoice.currency),
            "discount": f"{line.discount.normalize():f}",
            "tax": line.tax_name,
            "tax percent": f"{line.tax_percent.normalize():f}",
            "tax category": line.tax_category,
            "item": line.item_code,
            "amount": money.written(line.amount, invoice.currency),
            "currency": invoice.currency,
        }


LISTED.add("invoices", Listed(noun="invoices", needs=Can.MONEY_SEE, columns=COLUMNS, rows=_rows))
LISTED.add(
    "invoice-lines",
    Listed(noun="invoice lines", needs=Can.MONEY_SEE, columns=LINES, rows=_line_rows),
)
