"""What is kept of what is owed of invoices, and of when they were settled, says what the payments, credits and write-offs say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from typing import Any

from atrium.billing.models import Invoice, Payment
from atrium.billing.settling import AT_A_TIME, derived_of, kept, settle
from atrium.foundation.health import Verdict, examines
from atrium.organisations import current
from atrium.organisations.models import Organisation


@examines("invoices")
def invoices() -> Iterator[tuple[Verdict, str]]:
    """Each issued invoice is as settled as its rows say, owes nothing below nought, and no payment covers too much."""
    wrong = 0
    for organisation in Organisation.objects.order_by("pk"):
        with current.entered(organisation):
            drifted, below = _drifted()
            payments: Any = Payment.objects.with_free()
            over = payments.filter(unused__lt=0).count()
            settle(drifted)
        wrong += len(drifted) + below + over
        if drifted:
            yield (
                Verdict.WARN,
                f"/{organisation.slug}/: {len(drifted)} invoices owe another amount, or were settled on another day, than their row said; put right.",
            )
        if below or over:
            yield (
                Verdict.BAD,
                f"/{organisation.slug}/: {below} invoices owe less than nothing, {over} payments cover more than they are.",
            )
    if not wrong:
        yield Verdict.GOOD, "Every invoice owes what its rows say."


def _drifted() -> tuple[list[int], int]:
    """The keys of the invoices whose row says something else than those it follows from, and how many owe below nought."""
    found, below = [], 0
    keys = Invoice.objects.issued().order_by("pk").values_list("pk", flat=True)
    for some in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        for row, derived in derived_of(list(some)):
            below += row.balance < 0
            if derived != kept(row):
                found.append(row.pk)
    return found, below
