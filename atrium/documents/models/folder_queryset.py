"""Ways to choose folders."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.documents.models.folder import Folder  # noqa: F401 - named in the base below


class FolderQuerySet(models.QuerySet["Folder"]):
    """Ways to choose folders."""

    def visible_to(self, member: Member) -> FolderQuerySet:
        """Those of clients that the member sees."""
        if not member.can(Can.DOCUMENTS_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen))

    def live(self) -> FolderQuerySet:
        return self.filter(binned_at=None)

    def binned(self) -> FolderQuerySet:
        """Those that were put into the bin themselves, not along with the folder they stand in."""
        return self.filter(Q(binned_with=None) | Q(binned_with=F("pk")), binned_at__isnull=False)

    def kept_by(self, keeper: str) -> FolderQuerySet:
        return self.filter(keeper=keeper)

    def to_purge(self, before: datetime) -> FolderQuerySet:
        """Those that lay in the bin since ``before``, the innermost first."""
        return self.filter(binned_at__lte=before).order_by("-id")


FolderManager = OwnedManager.from_queryset(FolderQuerySet)
