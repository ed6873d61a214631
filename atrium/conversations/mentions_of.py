"""Where a member was named by others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from atrium.clients.events_seen import hidden_from
from atrium.foundation.addresses import address
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

KINDS = ("note.written", "note.edited", "comment.written", "comment.edited")
LATELY = timedelta(days=30)
LOOKED_AT, SHOWN = 60, 6


def mentions_of(member: Member) -> list[tuple[Notification, datetime, str]]:
    """The last ones of thirty days, unread ones first, each with its local time and its path."""
    hidden = hidden_from(member)
    kinds = [kind for kind in KINDS if kind.partition(".")[0] not in hidden]
    rows = _lately(member=member, kinds=tuple(kinds), since=timezone.now() - LATELY)
    named = [told for told in rows if member.pk in told.event.particulars.get("mentions", [])]
    named.sort(key=lambda told: (told.read_at is not None, -told.pk))
    place = member.organisation
    return [
        (told, place.local(told.event.at), address("notification-event", place.slug, told.event.pk))
        for told in named[:SHOWN]
    ]


@prepared(shape=("kinds",))
def _lately(*, member: Member, kinds: tuple[str, ...], since: datetime) -> Any:
    mine: Any = Notification.objects.of(member).for_list()
    return mine.filter(event__kind__in=kinds, event__at__gte=since)[:LOOKED_AT]
