"""The meetings to come of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import now

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.meetings.models import Meeting
from atrium.organisations.permissions import Can

_HOW = {
    Matter.ARCHIVE: "still planned; nobody is told that it does not take place",
    Matter.CLOSE: "still planned",
    Matter.OWNER: "still planned",
}


@affected(*_HOW)
def meetings_to_come(change: Intended) -> Iterator[Affected]:
    """How many stand in calendars."""
    client = change.client
    if not change.member.can(Can.MEETINGS_SEE):
        return
    count = Meeting.objects.filter(client=client, ends_at__gt=now()).standing().count()
    if count:
        some = "1 meeting is" if count == 1 else f"{count} meetings are"
        url = address("client-tab", client.organisation.slug, client.number, "meetings")
        yield Affected(f"{some} {_HOW[change.matter]}", "calendar-days", url)
