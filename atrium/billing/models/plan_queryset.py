from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.clients.models import Client
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from datetime import date

    from atrium.billing.models.invoice_plan import InvoicePlan  # noqa: F401 - named in the base below
    from atrium.organisations.models import Member


class InvoicePlanQuerySet(models.QuerySet["InvoicePlan"]):
    """Ways to choose recurring invoices."""

    def visible_to(self, member: Member) -> InvoicePlanQuerySet:
        """Those of clients that the member sees, where they may see money at all."""
        if not member.can(Can.MONEY_SEE):
            return self.none()
        return self.filter(client__in=Client.objects.visible_to(member))

    def due(self, today: date) -> InvoicePlanQuerySet:
        """Those with a period to be charged by now."""
        return self.filter(next_on__lte=today)


InvoicePlanManager = OwnedManager.from_queryset(InvoicePlanQuerySet)
