"""Ways to choose tenders."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.foundation.numbers import number_in
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.tenders.models.tender import Tender  # noqa: F401 - named in the base below

BIN_KEEPS = timedelta(days=30)


class TenderQuerySet(models.QuerySet["Tender"]):
    """Ways to choose tenders."""

    def visible_to(self, member: Member) -> TenderQuerySet:
        """Those of clients that the member sees. Owning one does not open its client."""
        if not member.can(Can.TENDERS_SEE):
            return self.none()
        clients = Client.objects.visible_to(member)
        return self.filter(Exists(clients.filter(pk=OuterRef("client_id"))))

    def kept(self) -> TenderQuerySet:
        """Those that are not in the bin."""
        return self.filter(binned_at=None)

    def binned(self) -> TenderQuerySet:
        """Those that can still be brought back."""
        return self.filter(binned_at__isnull=False, purged_at=None)

    def to_purge(self, moment: datetime) -> TenderQuerySet:
        """Those that lay in the bin for as long as it keeps them."""
        return self.filter(binned_at__lte=moment - BIN_KEEPS, purged_at=None)

    def open(self) -> TenderQuerySet:
        """Those that are not decided."""
        return self.filter(outcome="", binned_at=None)

    def overdue(self, moment: Any) -> TenderQuerySet:
        """The open ones whose time is past, each by the clock of its own zone."""
        return self.open().filter(due_at__lte=moment)

    def to_remind(self, moment: datetime) -> TenderQuerySet:
        """Those whose reminder has come and was not told yet."""
        return self.open().filter(remind_at__lte=moment, reminded_at=None)

    def of_members(self, keys: Any) -> TenderQuerySet:
        """Those that one of these members, by their keys, owns."""
        return self.filter(owner__in=keys)

    def holding(self, words: str) -> TenderQuerySet:
        """Those whose title or client has each of the words, or that have the number."""
        return self.called(words.split()[:8], number_in(words, "T-"))

    def called(self, words: list[str], number: int | None) -> TenderQuerySet:
        """The same of words and a number that were told apart."""
        found = Q()
        for word in words:
            found &= Q(title__icontains=word) | Q(client__name__icontains=word)
        if number is not None:
            found |= Q(number=number)
        return self.filter(found)


TenderManager = OwnedManager.from_queryset(TenderQuerySet)
