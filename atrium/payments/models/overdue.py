from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.billing.models import Invoice
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import InvoiceOverdue
from atrium.timeline.acting import acting


class Overdue(Owned):
    """That it was told that an invoice became overdue: once for each invoice, whatever its due day becomes."""

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="told_overdue", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "invoice"], name="overdue_told_once"),
            SameOrganisation("invoice"),
        ]

    def __str__(self) -> str:
        return gettext("{invoice} is overdue").format(invoice=self.invoice)

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it."""
        invoice: Invoice = self.invoice
        return invoice.client_id

    @classmethod
    def tell(cls, invoice: Invoice) -> bool:
        """Tell it on the timeline, unless that was done or it was paid meanwhile."""
        with acting(
            by=None, label=gettext("Told that {invoice} is overdue").format(invoice=invoice)
        ) as act:
            invoice.lock_for_change(act)
            owed = invoice.left()
            if owed <= 0 or cls.objects.filter(invoice=invoice).exists():
                return False
            act.insert(cls(invoice=invoice))
            due = spelled(invoice.due_on, "%-d %b %Y")
            told = InvoiceOverdue(invoice=str(invoice), due=due, shown=invoice.shown(owed))
            act.record(told, client=invoice.client, subject=invoice)
        return True
