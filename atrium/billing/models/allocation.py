from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from atrium.billing.models.invoice_part import InvoicePart
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import OwnedManager

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice
    from atrium.timeline.acting import Acting


class Allocation(InvoicePart):
    """How much of a payment goes towards an invoice, in minor units of the currency of both."""

    payment = models.ForeignKey(
        "billing.Payment",
        models.PROTECT,
        related_name="allocations",
        db_constraint=False,
        db_index=False,
    )
    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="allocations",
        db_constraint=False,
        db_index=False,
    )
    amount = models.BigIntegerField()

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "payment", "invoice"], name="allocation_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_above_zero"),
            SameOrganisation("payment"),
            SameOrganisation("invoice"),
        ]
        indexes = [
            models.Index(fields=["organisation", "invoice"], name="allocation_by_invoice"),
        ]

    def __str__(self) -> str:
        return gettext("{amount} towards {invoice}").format(
            amount=self.amount, invoice=self.invoice
        )

    @classmethod
    def lower(cls, invoice: Invoice, excess: int, act: Acting) -> None:
        """Take ``excess`` off what payments cover of the invoice, the latest first; it is theirs again.

        The client and the invoice are locked. Only verbs call this.
        """
        rows = cls.objects.filter(invoice=invoice).select_related("payment").order_by("-id")
        for row in rows:
            if excess <= 0:
                return
            row.invoice, less = invoice, min(excess, row.amount)
            excess -= less
            row.take_off(less, act)

    def take_off(self, amount: int, act: Acting) -> None:
        """Make it smaller by ``amount``; it goes where nothing is left. Only verbs call this."""
        if amount == self.amount:
            act.remove(self)
        else:
            act.change(self, amount=self.amount - amount)
