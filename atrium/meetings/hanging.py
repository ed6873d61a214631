"""The meetings to come of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import now

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.meetings.models import Meeting
from atrium.organisations.permissions import Can


@affected(Matter.ARCHIVE, Matter.CLOSE, Matter.OWNER)
def meetings_to_come(change: Intended) -> Iterator[Affected]:
    """How many stand in calendars."""
    client = change.client
    if not change.member.can(Can.MEETINGS_SEE):
        return
    count = Meeting.objects.filter(client=client, ends_at__gt=now()).standing().count()
    if count:
        url = address("client-tab", client.organisation.slug, client.number, "meetings")
        yield Affected(_words(change.matter, count), "calendar-days", url)


def _words(matter: Matter, count: int) -> str:
    words = {
        Matter.ARCHIVE: ngettext(
            "1 meeting is still planned; nobody is told that it does not take place",
            "{count} meetings are still planned; nobody is told that it does not take place",
            count,
        ),
        Matter.CLOSE: ngettext(
            "1 meeting is still planned", "{count} meetings are still planned", count
        ),
        Matter.OWNER: ngettext(
            "1 meeting is still planned", "{count} meetings are still planned", count
        ),
    }
    return words[matter].format(count=count)
