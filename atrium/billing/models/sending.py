from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.billing.events import InvoiceSent
from atrium.billing.models.invoice_part import InvoicePart
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


class How(models.TextChoices):
    """How an invoice reaches the client."""

    EMAIL = "email", gettext_lazy("e-mail")
    POST = "post", gettext_lazy("post")
    HAND = "hand", gettext_lazy("hand")
    PORTAL = "portal", gettext_lazy("the portal")
    NETWORK = "network", gettext_lazy("an e-invoice network")


class InvoiceSending(InvoicePart):
    """That an invoice was sent: when, to whom and how. Made by Invoice.record_sent()."""

    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="sendings",
        db_constraint=False,
        db_index=False,
    )
    to = models.CharField(max_length=400)
    how = models.CharField(max_length=10, choices=How)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=now)

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        ordering = ("id",)
        constraints = [SameOrganisation("invoice"), SameOrganisation("by")]
        indexes = [models.Index(fields=["organisation", "invoice"], name="sending_by_invoice")]

    def __str__(self) -> str:
        return gettext("To {to} by {get_how_display}").format(
            to=self.to, get_how_display=self.get_how_display()
        )

    @classmethod
    def record(
        cls, invoice: Invoice, *, to: str, by: Member | None, how: str = How.EMAIL
    ) -> InvoiceSending:
        """Keep that the invoice was sent; refused for a draft."""
        with acting(by=by, label=gettext("Sent {invoice}").format(invoice=invoice)) as act:
            invoice.lock_for_change(act)
            invoice.refuse_draft()
            row = act.insert(cls(invoice=invoice, to=to[:400], how=how, by=by))
            story = InvoiceSent(**invoice.told(), to=row.to, how=How(how).label)
            act.record(story, client=invoice.client, subject=invoice)
        return row
