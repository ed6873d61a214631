"""Ways to choose files."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.documents.models.file import File  # noqa: F401 - named in the base below


class FileQuerySet(models.QuerySet["File"]):
    """Ways to choose files."""

    def visible_to(self, member: Member) -> FileQuerySet:
        """Those of clients that the member sees, in the bin or not."""
        if not member.can(Can.DOCUMENTS_SEE):
            return self.none()
        seen: Any = Client.objects.visible_to(member)
        return self.filter(Exists(seen.filter(pk=OuterRef("client_id"))))

    def live(self) -> FileQuerySet:
        return self.filter(binned_at=None)

    def binned(self) -> FileQuerySet:
        """Those that were put into the bin themselves, not along with their folder."""
        return self.filter(binned_at__isnull=False, binned_with=None)

    def in_folder(self, folder: Any) -> FileQuerySet:
        """Those that stand right in the folder; the loose ones for None."""
        return self.filter(folder=folder)

    def to_purge(self, before: datetime) -> FileQuerySet:
        """Those that lay in the bin since ``before``."""
        return self.filter(binned_at__lte=before)

    def to_remind(self, today: date) -> FileQuerySet:
        """Those whose reminder has come and was not told yet."""
        return self.live().filter(remind_on__lte=today, reminded_at=None)

    def expiring(self, until: date) -> FileQuerySet:
        """Those that expire by this day, or did already."""
        return self.live().filter(expires_on__lte=until)

    def opened_by(self, member: Member) -> FileQuerySet:
        """Those that the member opened, the last one first."""
        rows = self.live().filter(openings__member=member)
        return rows.annotate(opened_at=F("openings__opened_at")).order_by(
            "-openings__opened_at", "-id"
        )

    def by_name(self) -> FileQuerySet:
        return self.order_by("name_key", "id")

    def newest_first(self) -> FileQuerySet:
        return self.order_by("-changed_at", "-id")


FileManager = OwnedManager.from_queryset(FileQuerySet)


def called(words: list[str]) -> Q:
    """That each of the words stands in name, description or tags."""
    found = Q()
    for word in words:
        here = Q(name__icontains=word) | Q(description__icontains=word)
        found &= here | Q(tags__icontains=word)
    return found
