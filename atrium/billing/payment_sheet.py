"""One payment with everything its page shows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from atrium.billing.models import Invoice, Payment
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST = 50


class PaymentSheet:
    """Answers the parts of a payment's page."""

    def __init__(self, payment: Payment, member: Member) -> None:
        self.payment, self.member = payment, member
        self.may_take = member.can(Can.MONEY_TAKE) and not payment.is_void
        self.amount = payment.shown(payment.amount)

    @cached_property
    def _free(self) -> int:
        return self.payment.free()

    @property
    def free(self) -> str:
        """What of it is free, as people read it; empty for nothing."""
        return self.payment.shown(self._free) if self._free else ""

    @cached_property
    def covers(self) -> list[tuple[Invoice, str]]:
        """The invoices it goes towards, each with how much."""
        rows = self.payment.allocations.select_related("invoice")
        found = [(row.invoice, self.payment.shown(row.amount)) for row in rows]
        for invoice, _ in found:
            invoice.organisation = self.member.organisation
        return found

    @property
    def refunds(self) -> list[tuple[Any, str]]:
        return [(row, self.payment.shown(row.amount)) for row in self.payment.refunds.all()]

    @property
    def open(self) -> list[tuple[Any, str]]:
        """What the client owes in this currency, for what is free of it."""
        if not self._free:
            return []
        rows: Any = Invoice.objects.open().filter(
            client=self.payment.client, currency=self.payment.currency
        )
        some = rows.with_balance().order_by("due_on", "id")[:MOST]
        return [(row, self.payment.shown(row.balance)) for row in some]
