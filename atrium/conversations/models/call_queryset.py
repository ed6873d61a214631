"""Ways to choose calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.conversations.models.call import Call  # noqa: F401 - named in the base below

BIN_KEEPS = timedelta(days=30)


class CallQuerySet(models.QuerySet["Call"]):
    """Ways to choose calls."""

    def visible_to(self, member: Member) -> CallQuerySet:
        """Those of clients that the member sees."""
        if not member.can(Can.CALLS_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen), client__isnull=False)

    def unassigned_to(self, member: Member) -> CallQuerySet:
        """Those of nobody's number yet, for the members who put them where they belong."""
        return self.kept().filter(client=None) if member.can(Can.CALLS_LOG) else self.none()

    def within_reach_of(self, member: Member) -> CallQuerySet:
        """Those of clients that the member sees, and those that wait to be assigned by them."""
        if not member.can(Can.CALLS_LOG):
            return self.visible_to(member)
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Q(client=None) | Q(Exists(seen)))

    def kept(self) -> CallQuerySet:
        return self.filter(binned_at=None)

    def to_purge(self, now: datetime) -> CallQuerySet:
        """Those that lay in the bin for as long as it keeps them."""
        return self.filter(binned_at__lte=now - BIN_KEEPS).exclude(note="", number="")

    def newest_first(self) -> CallQuerySet:
        return self.order_by("-started_at", "-id")


CallManager = OwnedManager.from_queryset(CallQuerySet)
