"""What the meetings of a client and of a member answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import now

from atrium.calendar.agenda import lines_of
from atrium.calendar.facts import Line as TaskLine
from atrium.calendar.models import Task
from atrium.clients.models import Client
from atrium.foundation.translation import gettext, ngettext
from atrium.meetings.models import Answer, Attendee, Meeting
from atrium.meetings.words import span
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST = 100
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """A meeting as it is listed: by the clock of the reader's organisation, and of its own where that differs."""

    meeting: Meeting
    attendees: list[Attendee]
    starts: datetime
    when: str
    elsewhere: str
    may_write: bool
    zone: ZoneInfo

    @classmethod
    def of(cls, meeting: Meeting, member: Member) -> Line:
        here = member.organisation.zone
        own = span(meeting.starts_at, meeting.ends_at, meeting.zone)
        when = span(meeting.starts_at, meeting.ends_at, here)
        asked = [one for one in meeting.attendees.all() if one.withdrawn_at is None]
        return cls(
            meeting=meeting,
            attendees=asked,
            starts=meeting.starts_at.astimezone(here),
            when=when,
            elsewhere=""
            if own == when
            else gettext("{own} in {city}").format(own=own, city=_city(meeting.zone)),
            zone=here,
            may_write=member.can(Can.MEETINGS_WRITE) and not meeting.client.is_archived,
        )

    @property
    def begun(self) -> bool:
        return self.meeting.starts_at <= now()

    @property
    def shown(self) -> list[Attendee]:
        return self.attendees[:SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.attendees) - SHOWN, 0)

    @property
    def answers(self) -> str:
        """2 come, 1 may come, 1 has not answered."""
        counted = Counter(one.answer_as for one in self.attendees)
        words: dict[Answer, Callable[[int], str]] = {
            Answer.YES: lambda n: ngettext("{count} comes", "{count} come", n),
            Answer.PERHAPS: lambda n: ngettext("{count} may come", "{count} may come", n),
            Answer.NO: lambda n: ngettext("{count} does not come", "{count} do not come", n),
            Answer.NONE: lambda n: ngettext(
                "{count} has not answered", "{count} have not answered", n
            ),
        }
        told = [words[a](n).format(count=n) for a in words if (n := counted[a])]
        return ", ".join(told)


def _city(zone: tzinfo) -> str:
    return str(zone).rpartition("/")[2].replace("_", " ")


def of_client(client: Client) -> QuerySet[Meeting]:
    """The meetings of a client with whom they are, in four statements however many there are."""
    asked = Prefetch("attendees", Attendee.objects.order_by("id"))
    rows: QuerySet[Meeting] = Meeting.objects.filter(client=client).select_related("series")
    return rows.prefetch_related(asked)


def coming(client: Client) -> list[Meeting]:
    """Those that stand and are not over, the next first."""
    rows = of_client(client).filter(cancelled_at=None, ends_at__gt=now())
    return list(rows.order_by("starts_at", "id")[:MOST])


def past(client: Client) -> list[Meeting]:
    """Those that are over or were called off, the latest first."""
    rows = of_client(client).exclude(cancelled_at=None, ends_at__gt=now())
    return list(rows.order_by("-starts_at", "-id")[:MOST])


def listed_out_of(meeting: Meeting, member: Member) -> list[TaskLine]:
    """The tasks that follow from it, as far as the member may see them."""
    rows = Task.objects.visible_to(member).out_of(meeting).filter(client=meeting.client_id)
    return lines_of(rows.select_related("client").by_urgency(), member)
