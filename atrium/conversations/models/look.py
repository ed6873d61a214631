from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from atrium.conversations.models.thread import Thread
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class Look(Owned):
    """That a member looked at a thread, and until when: what came later is unread to them."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="looks", db_constraint=False, db_index=False
    )
    until = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "thread", "member"], name="looked_once"
            ),
            SameOrganisation("member"),
            SameOrganisation("thread"),
        ]

    def __str__(self) -> str:
        return f"{self.member} at thread {self.thread_id}"

    @classmethod
    def take(cls, thread: Thread, *, by: Member, at: datetime | None = None) -> None:
        """Note that the member sees the thread now."""
        until = at or timezone.now()
        cls.objects.update_or_create(thread=thread, member=by, defaults={"until": until})

    @classmethod
    def forget(cls, thread: Thread, *, by: Member) -> None:
        """Keep the thread unread."""
        for row in cls.objects.filter(thread=thread, member=by):
            row.delete()
