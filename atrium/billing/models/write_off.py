from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from atrium.billing.days import today_of
from atrium.billing.events import InvoiceWrittenOff, WriteOffTakenBack
from atrium.billing.models.books import refuse_locked
from atrium.billing.models.checking import checked_reason
from atrium.billing.models.invoice_part import InvoicePart
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


class WriteOff(InvoicePart):
    """That so much of an invoice is no longer expected, and why. Made by Invoice.write_off()."""

    public_id = models.UUIDField(default=public_id, editable=False)
    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="write_offs",
        db_constraint=False,
        db_index=False,
    )
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    on = models.DateField()
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=now)

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="write_off_above_zero"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="write_off_by_public_id"
            ),
            SameOrganisation("invoice"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "invoice"], name="write_off_by_invoice")]

    def __str__(self) -> str:
        return gettext("{amount} written off: {reason}").format(
            amount=self.amount, reason=self.reason
        )

    @classmethod
    def put(
        cls,
        invoice: Invoice,
        *,
        by: Member | None,
        reason: str,
        amount: int | None = None,
        on: date | None = None,
    ) -> WriteOff:
        """No longer expect ``amount`` of the invoice, or all that is owed; refused beyond that."""
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Wrote off of {invoice}").format(invoice=invoice)) as act:
            invoice.lock_for_change(act)
            left = invoice.left()
            amount = left if amount is None else amount
            if not 0 < amount <= left:
                msg = gettext("{amount} of {invoice} is owed; write off no more than that.").format(
                    amount=invoice.shown(left), invoice=invoice
                )
                raise Refusal(msg, field="amount")
            day = on or today_of(invoice.client)
            refuse_locked(day)
            row = cls(invoice=invoice, amount=amount, reason=reason, on=day, by=by)
            act.insert(row)
            story = InvoiceWrittenOff(**invoice.told(amount), reason=reason)
            act.record(story, client=invoice.client, subject=invoice)
        return row

    def take_back(self, *, by: Member) -> None:
        """Expect it again."""
        invoice: Invoice = self.invoice
        with acting(
            by=by, label=gettext("Took a write-off of {invoice} back").format(invoice=invoice)
        ) as act:
            invoice.lock_for_change(act)
            act.lock(self)
            refuse_locked(self.on)
            self.invoice = invoice
            story = WriteOffTakenBack(**invoice.told(self.amount))
            act.remove(self)
            act.record(story, client=invoice.client, subject=invoice)
