"""Ways to choose notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.conversations.models.note_kind import NoteKind
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.conversations.models.note import Note  # noqa: F401 - named in the base below

BIN_KEEPS = timedelta(days=30)
# A note that stands out on the page of its client; the same words make the index below it.
STANDING = Q(binned_at=None, resolved_at=None, kind__in=["requirement", "escalation"])


class NoteQuerySet(models.QuerySet["Note"]):
    """Ways to choose notes."""

    def visible_to(self, member: Member) -> NoteQuerySet:
        """Notes are the organisation's own: never for clients, nor for who may not read notes."""
        if not member.can(Can.NOTES_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen))

    def kept(self) -> NoteQuerySet:
        return self.filter(binned_at=None)

    def binned(self) -> NoteQuerySet:
        """Those that can still be brought back."""
        return self.filter(binned_at__isnull=False).exclude(html="")

    def standing(self) -> NoteQuerySet:
        """Special requirements and escalations that nobody has resolved."""
        return self.filter(STANDING)

    def beside_standing(self) -> NoteQuerySet:
        """The others."""
        return self.exclude(STANDING)

    def open_escalations(self) -> NoteQuerySet:
        return self.standing().filter(kind=NoteKind.ESCALATION)

    def holding(self, words: str) -> NoteQuerySet:
        """Those in whose text each of the words occurs."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(text__icontains=word)
        return found

    def due(self, now: datetime) -> NoteQuerySet:
        """Those whose reminder has come and was not told yet."""
        return self.kept().filter(remind_at__lte=now, reminded_at=None)

    def to_purge(self, now: datetime) -> NoteQuerySet:
        """Those that lay in the bin for as long as it keeps them."""
        return self.filter(binned_at__lte=now - BIN_KEEPS).exclude(html="")

    def latest_first(self) -> NoteQuerySet:
        return self.order_by("-written_at", "-id")

    def pinned_first(self) -> NoteQuerySet:
        return self.order_by("-pinned", "-written_at", "-id")


NoteManager = OwnedManager.from_queryset(NoteQuerySet)
