"""Answers that come by mail (R14): from the calendars of those who were asked."""

from __future__ import annotations

from atrium.foundation.errors import Refusal
from atrium.meetings.ics.reading import Reply, replies
from atrium.meetings.models import Attendee
from atrium.timeline.source import Source, coming_from


def take_reply(data: bytes, sender: str) -> int:
    """Keep the answers in a calendar part of a mail from ``sender``; how many were kept.

    An answer counts for who sent it and for nobody else: the address in the calendar part is the
    one in From and the one that was asked. What came too late for the time it is about is left out.
    """
    said = [reply for reply in replies(data) if reply.address.casefold() == sender.casefold()]
    with coming_from(Source.MAIL):
        return sum(_take(reply) for reply in said)


def _take(reply: Reply) -> bool:
    rows = Attendee.objects.filter(
        meeting__uid=reply.uid, address__iexact=reply.address, withdrawn_at=None
    )
    if reply.original_at is not None:
        rows = rows.filter(meeting__original_at=reply.original_at)
    joined = rows.select_related("meeting__client").order_by("meeting__starts_at", "pk")
    attendee: Attendee | None = None
    for attendee in joined:
        if not attendee.meeting.is_over and not attendee.meeting.is_cancelled:
            break
    if attendee is None:
        return False
    try:
        attendee.reply(
            reply.answer,
            comment=reply.comment,
            sequence=reply.sequence,
            coming=reply.original_at is None,
        )
    except Refusal:
        return False
    return True
