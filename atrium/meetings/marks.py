"""The link by which somebody answers an invitation: in the conversation stands a mark in its place (R14, X10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from atrium.conversations.mail.marking import fills_marks
from atrium.foundation.addresses import address
from atrium.meetings.models import Attendee

if TYPE_CHECKING:
    from atrium.conversations.models import Message

_KEY = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_MARK = re.compile(
    rf"https?://[^\s\"'<>]{{1,300}}/meetings/{_KEY}/\?asked={_KEY}(?:&(?:amp;)?answer=([a-z]{{1,10}}))?"
)


def mark_of(attendee: Attendee) -> str:
    """The meeting's own page, which nobody but members can open."""
    meeting = attendee.meeting
    client = meeting.client
    path = address("meeting", client.organisation.slug, client.number, meeting.public_id)
    return f"{settings.BASE_URL}{path}?asked={attendee.public_id}"


@fills_marks
def answer_links(message: Message, text: str) -> str:
    """Each mark as the link of who is asked, where the message goes to them and to nobody else."""
    if "?asked=" not in text:
        return text
    goes_to = {party.address_key for party in message.receivers}

    def link(found: re.Match[str]) -> str:
        rows = Attendee.objects.filter(public_id=UUID(found[2]), meeting__public_id=UUID(found[1]))
        attendee = rows.first()
        if attendee is None or goes_to != {attendee.address.casefold()}:
            return found[0]
        url = f"{settings.BASE_URL}{address('meeting-reply', attendee.token())}"
        return f"{url}?answer={found[3]}" if found[3] else url

    return _MARK.sub(link, text)
