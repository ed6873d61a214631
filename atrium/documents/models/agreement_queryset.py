"""Ways to choose agreements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.documents.models.agreement import Agreement  # noqa: F401 - named in the base below

# So many days before its last one somebody is to see to it.
SOON = 30


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Ways to choose them."""

    def visible_to(self, member: Member) -> AgreementQuerySet:
        """Those of clients that the member sees."""
        if not member.can(Can.DOCUMENTS_SEE):
            return self.none()
        seen: Any = Client.objects.visible_to(member)
        return self.filter(Exists(seen.filter(pk=OuterRef("client_id"))))

    def standing(self) -> AgreementQuerySet:
        """Those that nobody ended or renewed; the last day of some may be over."""
        return self.filter(ended_on=None)

    def holding(self, today: date) -> AgreementQuerySet:
        """Those that hold on this day."""
        lasts = Q(valid_until=None) | Q(valid_until__gte=today)
        ends = Q(ended_on=None) | Q(ended_on__gt=today)
        return self.filter(lasts, ends, signed_on__lte=today)

    def to_remind(self, today: date) -> AgreementQuerySet:
        """Those that end soon, of which nobody was told yet."""
        soon = today + timedelta(days=SOON)
        return self.standing().filter(valid_until__lte=soon, reminded_at=None)

    def newest_first(self) -> AgreementQuerySet:
        return self.order_by("-signed_on", "-id")


AgreementManager = OwnedManager.from_queryset(AgreementQuerySet)
