"""Ways to choose payments, and what of them is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from atrium.billing.models.allocation import Allocation
from atrium.billing.models.refund import Refund
from atrium.billing.models.sums import summed
from atrium.clients.models import Client
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.billing.models.payment import Payment
    from atrium.organisations.models import Member


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Ways to choose payments."""

    def visible_to(self, member: Member) -> PaymentQuerySet:
        """Those of clients that the member sees, where they may see money at all."""
        if not member.can(Can.MONEY_SEE):
            return self.none()
        if member.can(Can.CLIENTS_SEE_ALL):
            return self
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen))

    def taken(self, source: str, external_id: str) -> Payment | None:
        """The payment that this source took under this identifier."""
        return self.filter(source=source, external_id=external_id).select_related("client").first()

    def standing(self) -> PaymentQuerySet:
        """Those that were not struck out."""
        return self.filter(voided_at=None)

    def with_free(self) -> PaymentQuerySet:
        """Add ``used``, ``back`` and ``unused``: put towards invoices, paid back, and free."""
        rows = self.annotate(
            used=summed(Allocation.objects.filter(payment=OuterRef("pk"))),
            back=summed(Refund.objects.filter(payment=OuterRef("pk"))),
        )
        left = F("amount") - F("used") - F("back")
        void = models.When(Q(voided_at__isnull=False), then=0)
        case = models.Case(void, default=left, output_field=models.BigIntegerField())
        return rows.annotate(unused=case)


PaymentManager = OwnedManager.from_queryset(PaymentQuerySet)
