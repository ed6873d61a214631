"""What a credit note says: the lines of the invoice it corrects, or a part of what that came to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atrium.billing.days import today_of
from atrium.billing.models.allocation import Allocation
from atrium.billing.models.deposits import refuse_deducted
from atrium.billing.models.line import Line, NewLine
from atrium.billing.reckoning import shares
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from atrium.billing.models.invoice import Invoice
    from atrium.timeline.acting import Acting

_SAME = ("client", "currency", "terms", "reference", "footer", "reverse_charge")
_AS_RECKONED = ("inclusive", "rounding", "mode", "step")


def give_credit(
    invoice: Invoice,
    act: Acting,
    *,
    reason: str,
    on: date | None,
    lines: Sequence[NewLine] | None = None,
    amount: int | None = None,
) -> Invoice:
    """Make and issue a credit note of the invoice, which is locked; what payments cover beyond the rest is free."""
    refuse_deducted(invoice)
    owed, paid = invoice.left(), sum(row.amount for row in invoice.allocations.all())
    note, made = _credit_note(invoice, owed + paid, lines=lines, amount=amount)
    note.reason, note.created_by = reason, act.by
    note.dated_on = today_of(invoice.client)
    act.insert(note)
    Line.put(note, made, act)
    note.issue(by=act.by, on=on)
    Allocation.lower(invoice, note.total - owed, act)
    return note


def _credit_note(
    invoice: Invoice, room: int, *, lines: Sequence[NewLine] | None, amount: int | None
) -> tuple[Invoice, list[Line]]:
    """A credit note and its lines, neither saved. ``room``: how much can be credited at most.

    Refused where that is exceeded, and where it comes to nothing of an invoice that has more.
    """
    values: dict[str, Any] = {name: getattr(invoice, name) for name in (*_SAME, *_AS_RECKONED)}
    whole = lines is None and amount is None and room == invoice.total
    if whole:
        lines = [row.copied for row in invoice.lines.all()]
    elif lines is None:
        lines = _parts(invoice, room if amount is None else amount)
        values |= {"inclusive": True, "rounding": "total", "mode": "half", "step": 1}
    note = type(invoice)(kind="credit", credits=invoice, **values)
    made = Line.made(lines, reverse_charge=invoice.reverse_charge)
    note.sum_up(made)
    if note.total > room or (note.total <= 0 and not whole):
        msg = gettext("{amount} of {invoice} can be credited; give an amount up to that.").format(
            amount=invoice.shown(room), invoice=invoice
        )
        raise Refusal(msg, field="amount")
    return note, made


def _parts(invoice: Invoice, amount: int) -> list[NewLine]:
    """One line for each rate of the invoice, in proportion to what stood under it."""
    rates = [rate for rate in invoice.taxes if rate["net"] + rate["tax"]]
    if not rates or amount <= 0:
        return []
    divided = shares(amount, [rate["net"] + rate["tax"] for rate in rates])
    return [
        NewLine(
            text=gettext("Credit on {invoice}").format(invoice=invoice),
            price=part,
            tax_name=rate["name"],
            tax_percent=Decimal(rate["percent"]),
            tax_category=rate["category"],
        )
        for rate, part in zip(rates, divided, strict=True)
    ]
