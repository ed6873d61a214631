from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.notifications.sight import clients_seen_by
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.models import Event

MOST_COUNTED = 99


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Ways to choose notifications."""

    def of(self, member: Member) -> NotificationQuerySet:
        """The member's, as far as they may see the clients now."""
        seen = clients_seen_by(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen), member=member)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def read(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=False)

    def for_list(self) -> NotificationQuerySet:
        """Newest first, with all that a line shows."""
        return self.select_related("event__actor", "event__client").order_by("-id")


NotificationManager = OwnedManager.from_queryset(NotificationQuerySet)


class Notification(Owned):
    """An event that one member should know about, shown to them in Atrium.

    ``client`` is the event's, so that what may be seen is chosen without a detour.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="notifications", db_constraint=False, db_index=False
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="notifications", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        "clients.Client", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NotificationManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "member", "event"], name="told_once"),
            SameOrganisation("member"),
            SameOrganisation("event"),
            SameOrganisation("client"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "member", "id"],
                condition=Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["organisation", "member", "id"],
                condition=Q(read_at__isnull=False),
                name="notification_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.event.kind}"

    @classmethod
    def tell(cls, event: Event, members: Iterable[Member]) -> None:
        """Let each of the members know; who knows already is not told again."""
        rows = [cls(member=m, event=event, client_id=event.client_id) for m in members]
        cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def count_unread(cls, member: Member) -> int:
        """How many the member has not read, by one statement that stops after 99: 100 is "more"."""
        unread = cls.objects.of(member).unread().order_by()
        return int(unread[: MOST_COUNTED + 1].count())

    @classmethod
    def read_all(cls, member: Member) -> int:
        """Mark all that the member may see as read; how many they were."""
        return int(cls.objects.of(member).unread().update(read_at=timezone.now()))

    def mark_read(self) -> None:
        """Mark it as read; it stays in the list."""
        rows = type(self).objects.filter(pk=self.pk, read_at=None)
        if rows.update(read_at=timezone.now()):
            self.refresh_from_db(fields=["read_at"])

    def mark_unread(self) -> None:
        """Keep it for later."""
        type(self).objects.filter(pk=self.pk).update(read_at=None)
        self.read_at = None
