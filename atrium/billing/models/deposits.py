"""Deposit invoices and the final invoice that takes them off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from atrium.billing.models.line import Line, NewLine
from atrium.billing.models.standing import Kind, State
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from atrium.billing.models.invoice import Invoice


def deduction(deposit: Invoice, *, inclusive: bool) -> list[NewLine]:
    """The lines that take a deposit off a final invoice, one for each rate it was taxed at."""
    assert deposit.issued_on is not None, "only what was issued is taken off"
    text = gettext("Less deposit {deposit} of {issued_on:%-d %b %Y}").format(
        deposit=deposit, issued_on=spoken(deposit.issued_on)
    )
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
            msg = gettext(
                "{deposit} is no deposit that can be taken off here; remove its line."
            ).format(deposit=deposit)
            raise Refusal(msg, field=f"lines.{line.position - 1}")
        others = _taken_off(deposit).exclude(invoice=invoice.pk).select_related("invoice")
        if (other := others.first()) is not None:
            msg = gettext("{deposit} was taken off {invoice} already; remove its line.").format(
                deposit=deposit, invoice=other.invoice
            )
            raise Refusal(msg, field=f"lines.{line.position - 1}")


def refuse_deducted(deposit: Invoice) -> None:
    """Refused while a final invoice stands that took the deposit off."""
    if deposit.kind != Kind.DEPOSIT:
        return
    if (line := _taken_off(deposit).select_related("invoice").first()) is not None:
        msg = gettext("{deposit} was taken off {invoice}; cancel that one first.").format(
            deposit=deposit, invoice=line.invoice
        )
        raise Refusal(msg)


def _taken_off(deposit: Invoice) -> QuerySet[Line]:
    rows: QuerySet[Line] = Line.objects.filter(deducts=deposit, invoice__number__isnull=False)
    return rows.exclude(invoice__state=State.CANCELLED)
