"""What a member's own calendar program reads of their meetings (X16)."""

from __future__ import annotations

from datetime import UTC, timedelta

from django.utils.timezone import now

from atrium.meetings.ics.writing import Sent, published
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member

BEFORE, AFTER = timedelta(days=90), timedelta(days=400)
MOST = 5000


def meetings_of(member: Member) -> bytes:
    """Those that they planned or are asked to, of the last months and the next year, as they may see them now."""
    moment = now()
    rows = Meeting.objects.visible_to(member).with_member(member)
    rows = rows.within(moment - BEFORE, moment + AFTER).select_related("series").soonest_first()
    # Of the day, not of the moment: what is unchanged stays the same to the letter.
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    name = f"{member.name}, {member.organisation.name}"
    sent = Sent(sender=member.user.email, sender_name=member.name, now=day)
    return published(rows[:MOST], sent, name)
