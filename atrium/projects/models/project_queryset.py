from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from atrium.clients.models import Client
from atrium.foundation.numbers import fits
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can
from atrium.projects.models.associate import Associate

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.projects.models.project import Project  # noqa: F401 - named in the base below

BIN_KEEPS = timedelta(days=30)
# What stands on the board; the same words make the indexes below it.
OPEN = Q(delivered_at=None, binned_at=None)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Ways to choose projects."""

    def visible_to(self, member: Member) -> ProjectQuerySet:
        """Those of clients that the member sees. Managing one does not open its client."""
        if not member.can(Can.PROJECTS_SEE):
            return self.none()
        clients = Client.objects.visible_to(member)
        return self.filter(Exists(clients.filter(pk=OuterRef("client_id"))))

    def kept(self) -> ProjectQuerySet:
        """Those that are not in the bin."""
        return self.filter(binned_at=None)

    def binned(self) -> ProjectQuerySet:
        """Those that can still be brought back."""
        return self.filter(binned_at__isnull=False, purged_at=None)

    def open(self) -> ProjectQuerySet:
        """Neither delivered nor deleted: what the board shows and the figures count (C05)."""
        return self.filter(OPEN)

    def delivered(self) -> ProjectQuerySet:
        return self.kept().filter(delivered_at__isnull=False)

    def overdue(self, today: date) -> ProjectQuerySet:
        return self.open().filter(due_on__lt=today)

    def with_members(self, keys: Any) -> ProjectQuerySet:
        """Those that one of these members, by their keys, manages or works on."""
        working = Associate.objects.filter(project=OuterRef("pk"), member__in=keys)
        return self.filter(Q(manager__in=keys) | Exists(working))

    def holding(self, words: str) -> ProjectQuerySet:
        """Those in whose title or description, or whose number, each of the words occurs."""
        found = self
        for word in words.replace("\x00", " ").split()[:8]:
            digits = word.upper().removeprefix("P-")
            named = (
                Q(title__icontains=word) | Q(text__icontains=word) | Q(client__name__icontains=word)
            )
            if fits(digits):
                named |= Q(number=int(digits))
            found = found.filter(named)
        return found

    def to_purge(self, now: datetime) -> ProjectQuerySet:
        """Those that lay in the bin for as long as it keeps them."""
        return self.filter(binned_at__lte=now - BIN_KEEPS, purged_at=None)

    def by_place(self) -> ProjectQuerySet:
        """As they stand in a column, from top to bottom."""
        return self.order_by("rank", "id")

    def after(self, rank: int, key: int) -> ProjectQuerySet:
        """Those that stand behind this place."""
        return self.filter(TupleGreaterThan(Tuple(F("rank"), F("id")), (rank, key)))

    def by_urgency(self) -> ProjectQuerySet:
        """The due ones first, the soonest before; then those without a day, the newest first."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-id")


ProjectManager = OwnedManager.from_queryset(ProjectQuerySet)
