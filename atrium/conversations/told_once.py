"""Who still has to hear of a conversation: once until they looked, however often the client writes."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.conversations.events import MessageReceived
from atrium.conversations.models import Message
from atrium.conversations.sms_events import SmsReceived
from atrium.notifications.models import Notification
from atrium.organisations.models import Member

KINDS = [MessageReceived.code, SmsReceived.code]


def unaware(thread: int, members: Iterable[Member | None]) -> list[Member | None]:
    """Those of the members who have no unread notification of something that came in there."""
    there = Message.objects.filter(thread=thread).values("pk")
    told = Notification.objects.filter(
        read_at=None, event__kind__in=KINDS, event__subject_id__in=there
    )
    knowing = set(told.values_list("member_id", flat=True))
    return [one for one in members if one is not None and one.pk not in knowing]
