from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from atrium.billing.models import Invoice
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from atrium.payments.models.charge import Charge


class ChargePart(Owned):
    """What of a charge is for which invoice, in minor units."""

    charge = models.ForeignKey(
        "payments.Charge",
        models.PROTECT,
        related_name="parts",
        db_constraint=False,
        db_index=False,
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="charge_parts", db_constraint=False, db_index=False
    )
    amount = models.BigIntegerField()

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "charge", "invoice"], name="charge_part_once"
            ),
            SameOrganisation("charge"),
            SameOrganisation("invoice"),
        ]
        indexes = [models.Index(fields=["organisation", "invoice"], name="charge_part_by_invoice")]

    def __str__(self) -> str:
        return gettext("{amount} for {invoice}").format(amount=self.amount, invoice=self.invoice)

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it."""
        charge: Charge = self.charge
        return charge.client_id
