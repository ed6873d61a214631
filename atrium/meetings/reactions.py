"""What calendars answer by mail reaches the meeting: replies to invitations (RFC 5546)."""

from __future__ import annotations

from contextlib import suppress

from atrium.conversations.mail.calendars import reads_calendar
from atrium.conversations.mail.letters_in import Letter
from atrium.foundation.errors import Refusal
from atrium.meetings.ics.reading import Reply, replies
from atrium.meetings.models import Attendee

MOST = 500


@reads_calendar
def answered(data: bytes, letter: Letter) -> None:
    """Keep what somebody answered, where the mail is from the address that was asked.

    A reply to a meeting that was moved or called off since counts for nothing.
    """
    sender = letter.sender
    for reply in replies(data):
        if sender is not None and sender.key == reply.address.casefold():
            for attendee in _asked(reply):
                with suppress(Refusal):
                    attendee.reply(reply.answer, comment=reply.comment, sequence=reply.sequence)


def _asked(reply: Reply) -> list[Attendee]:
    rows = Attendee.objects.filter(
        meeting__uid=reply.uid, address__iexact=reply.address, withdrawn_at=None
    )
    if reply.original_at is not None:
        rows = rows.filter(meeting__original_at=reply.original_at)
    return list(rows.select_related("meeting__client")[:MOST])
