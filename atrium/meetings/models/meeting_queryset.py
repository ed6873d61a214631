from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from atrium.clients.models import Client
from atrium.meetings.models.attendee import Attendee
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.meetings.models.meeting import Meeting  # noqa: F401 - named below
    from atrium.organisations.models import Member

REMINDED = timedelta(minutes=15)
COUNTED = timedelta(days=3)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Ways to choose meetings."""

    def visible_to(self, member: Member) -> MeetingQuerySet:
        """Those of clients that the member sees. Being asked to one does not open its client."""
        if not member.can(Can.MEETINGS_SEE):
            return self.none()
        clients = Client.objects.visible_to(member)
        return self.filter(Exists(clients.filter(pk=OuterRef("client_id"))))

    def standing(self) -> MeetingQuerySet:
        return self.filter(cancelled_at=None)

    def within(self, start: datetime, end: datetime) -> MeetingQuerySet:
        """Those that touch the time between."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def with_member(self, member: Member) -> MeetingQuerySet:
        """Those that the member organises or is asked to."""
        return self.with_members([member.pk])

    def with_members(self, keys: Any) -> MeetingQuerySet:
        """Those that one of these members, by their keys, organises or is asked to."""
        asked = Attendee.objects.filter(meeting=OuterRef("pk"), withdrawn_at=None)
        return self.filter(models.Q(organiser__in=keys) | Exists(asked.filter(member__in=keys)))

    def to_remind(self, moment: datetime) -> MeetingQuerySet:
        """Those that begin within the next minutes and were not told of yet."""
        near = self.standing().filter(starts_at__gt=moment, starts_at__lte=moment + REMINDED)
        return near.filter(reminded_at=None).soonest_first()

    def to_count(self, moment: datetime) -> MeetingQuerySet:
        """Those that are over since the last days and were not told of yet."""
        over = self.standing().filter(ends_at__lte=moment, ends_at__gt=moment - COUNTED)
        return over.filter(held_at=None).soonest_first()

    def soonest_first(self) -> MeetingQuerySet:
        return self.order_by("starts_at", "id")


MeetingManager = OwnedManager.from_queryset(MeetingQuerySet)
