from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from atrium.billing.models import Invoice
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from datetime import date

    from atrium.payments.models.returned import Returned


class OwedAgain(Owned):
    """That an invoice is owed again since a payment of it was returned: reminders begin anew on that day."""

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="owed_again", db_constraint=False, db_index=False
    )
    returned = models.ForeignKey(
        "payments.Returned",
        models.PROTECT,
        related_name="invoices",
        db_constraint=False,
        db_index=False,
    )
    on = models.DateField()
    amount = models.BigIntegerField()

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice", "returned"], name="owed_again_once"
            ),
            SameOrganisation("invoice"),
            SameOrganisation("returned"),
        ]
        indexes = [models.Index(fields=["organisation", "returned"], name="owed_again_by_return")]

    def __str__(self) -> str:
        return gettext("{invoice} is owed again").format(invoice=self.invoice)

    @property
    def client_id(self) -> int:
        """The client who owes it."""
        returned: Returned = self.returned
        return returned.client_id

    @classmethod
    def round_of(cls, invoice: Invoice) -> tuple[int, date | None]:
        """How often the invoice was owed again, and since when it is late: its due day, or the last return."""
        days = list(cls.objects.filter(invoice=invoice).values_list("on", flat=True))
        return len(days), max([*days, *filter(None, [invoice.due_on])], default=None)
