from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.projects.models.deliverable import Deliverable

if TYPE_CHECKING:
    from atrium.projects.models.sending import Sending  # noqa: F401 - named in the base below


class SendingQuerySet(models.QuerySet["Sending"]):
    """Ways to choose sendings."""

    def visible_to(self, member: Member) -> SendingQuerySet:
        seen: Any = Deliverable.objects.visible_to(member)
        return self.filter(Exists(seen.filter(pk=OuterRef("deliverable_id"))))

    def due(self, now: datetime) -> SendingQuerySet:
        """Those that were to leave by now and neither left nor were held back."""
        return self.filter(leave_at__lte=now, sent_at=None, held_back="", revoked_at=None)


SendingManager = OwnedManager.from_queryset(SendingQuerySet)
