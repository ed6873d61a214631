"""What follows at the end of each act that touched invoices, and what of money is never undone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from atrium.billing.models import Allocation, Invoice, Kind, WriteOff
from atrium.billing.settling import settle
from atrium.clients.taking_back import DECIDED_WHERE
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.models import Act, Operation
from atrium.timeline.undoing import before_undoing

_BOOKED = ("billing.allocation", "billing.refund", "billing.writeoff", "billing.planperiod")
# What a merge moves is another client alone, and goes back with it.
STANDS = (
    Q(model__in=_BOOKED)
    | Q(model="billing.payment", operation=Operation.INSERT)
    | Q(model="billing.payment", operation=Operation.UPDATE, after__has_key="voided_at")
    | Q(model="billing.invoice", operation=Operation.UPDATE, after__has_key="state")
)
DECIDED_WHERE.append(STANDS)


@whenever("billing.invoice", "billing.allocation", "billing.writeoff")
def settle_what_was_touched(rows: Iterable[models.Model]) -> None:
    """Since when nothing is owed follows from the rows, in the same transaction."""
    keys: set[int] = set()
    for row in rows:
        if isinstance(row, Allocation | WriteOff):
            keys.add(row.invoice_id)
        elif isinstance(row, Invoice) and not row.is_draft and row.pk:
            keys.add(row.credits_id if row.kind == Kind.CREDIT and row.credits_id else row.pk)
            keys.add(row.pk)
    settle(keys)


@before_undoing
def money_stands(_doing: Acting, act: Act) -> None:
    """What was issued, paid or written off is put right by another deed, which stands in the books."""
    if act.changes.order_by().filter(STANDS).exists():
        msg = gettext(
            "What was issued, paid or written off stays in the books. Credit or cancel the invoice, or take the payment off it."
        )
        raise Refusal(msg)
