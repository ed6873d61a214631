"""Deposit invoices and the final invoice that takes them off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from atrium.billing.models.line import Line, NewLine
from atrium.billing.models.standing import Kind, State
from atrium.foundation.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from atrium.billing.models.invoice import Invoice


def deduction(deposit: Invoice, *, inclusive: bool) -> list[NewLine]:
    """The lines that take a deposit off a final invoice, one for each rate it was taxed at."""
    assert deposit.issued_on is not None, "only what was issued is taken off"
    text = f"Less deposit {deposit} of {deposit.issued_on:%-d %b %Y}"
    return [
        NewLine(
            text=text,
            price=-(rate["net"] + (rate["tax"] if inclusive else 0)),
            tax_name=rate["name"],
            tax_percent=Decimal(rate["percent"]),
            tax_category=rate["category"],
            deducts=deposit,
        )
        for rate in deposit.taxes
    ]


def refuse_deductions(invoice: Invoice, lines: Sequence[Line]) -> None:
    """Refused where a line takes off what is no deposit of this client, or was taken off before."""
    for line in lines:
        if line.deducts_id is None:
            continue
        deposit = cast("Invoice", line.deducts)
        mine = (invoice.client_id, invoice.currency)
        good = deposit.kind == Kind.DEPOSIT and deposit.state == State.ISSUED
        if not good or (deposit.client_id, deposit.currency) != mine:
            msg = f"{deposit} is no deposit that can be taken off here; remove its line."
            raise Refusal(msg, field=f"lines.{line.position - 1}")
        others = _taken_off(deposit).exclude(invoice=invoice.pk).select_related("invoice")
        if (other := others.first()) is not None:
            msg = f"{deposit} was taken off {other.invoice} already; remove its line."
            raise Refusal(msg, field=f"lines.{line.position - 1}")


def refuse_deducted(deposit: Invoice) -> None:
    """Refused while a final invoice stands that took the deposit off."""
    if deposit.kind != Kind.DEPOSIT:
        return
    if (line := _taken_off(deposit).select_related("invoice").first()) is not None:
        msg = f"{deposit} was taken off {line.invoice}; cancel that one first."
        raise Refusal(msg)


def _taken_off(deposit: Invoice) -> QuerySet[Line]:
    rows: QuerySet[Line] = Line.objects.filter(deducts=deposit, invoice__number__isnull=False)
    return rows.exclude(invoice__state=State.CANCELLED)
