from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.safestring import SafeString

from atrium.notifications.notices import NOTICES, Notice
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
        return self.filter(Q(client=None) | Q(Exists(seen)), member=member)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def read(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=False)

    def for_list(self) -> NotificationQuerySet:
        """Newest first, with all that a line shows."""
        return self.select_related("event__actor", "event__client").order_by("-id")


NotificationManager = OwnedManager.from_queryset(NotificationQuerySet)


class Notification(Owned):
    """An event that one member should know about, or a notice of the organisation itself, shown to them in Atrium.

    ``client`` is the event's, so that what may be seen is chosen without a detour; a notice has neither.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="notifications", db_constraint=False, db_index=False
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        related_name="notifications",
        db_constraint=False,
        db_index=False,
    )
    client = models.ForeignKey(
        "clients.Client",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    notice = models.CharField(max_length=60, blank=True, default="", db_default="")
    particulars = models.JSONField(default=dict, blank=True, db_default={})
    noticed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NotificationManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "member", "event"], name="told_once"),
            models.CheckConstraint(
                condition=Q(notice="", event__isnull=False, client__isnull=False)
                | (~Q(notice="") & Q(event=None, client=None, noticed_at__isnull=False)),
                name="event_or_notice",
            ),
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
        return f"{self.member}: {self.event.kind if self.event else self.notice}"

    @property
    def about(self) -> str:
        """What heads it: the client, or what of the organisation it is about."""
        return str(self.event.client if self.event else NOTICES[self.notice].about)

    @property
    def sentence(self) -> SafeString:
        return self.event.sentence if self.event else NOTICES[self.notice].tell(self.particulars)

    @property
    def icon(self) -> str:
        return self.event.icon if self.event else NOTICES[self.notice].icon

    @property
    def at(self) -> datetime:
        """When it happened."""
        at = self.event.at if self.event else self.noticed_at
        assert at is not None, "the database holds that a notice has one"
        return at

    @classmethod
    def tell(cls, event: Event, members: Iterable[Member]) -> None:
        """Let each of the members know; who knows already is not told again."""
        rows = [cls(member=m, event=event, client_id=event.client_id) for m in members]
        cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def note(cls, notice: Notice, members: Iterable[Member], particulars: dict[str, Any]) -> None:
        """Let each of the members know of something in the organisation itself."""
        told = {"notice": notice.code, "particulars": particulars, "noticed_at": timezone.now()}
        cls.objects.bulk_create([cls(member=member, **told) for member in members])

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
