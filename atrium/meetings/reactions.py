"""Who hears of meetings."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.handing import goes_along
from atrium.conversations.mail.calendars import reads_calendar
from atrium.conversations.mail.letters_in import Letter
from atrium.foundation.translation import gettext_lazy
from atrium.meetings.events import (
    AttendeeAnswered,
    AttendeesAsked,
    MeetingCancelled,
    MeetingMoved,
    MeetingNear,
)
from atrium.meetings.models import Attendee, Meeting
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

ANSWERS = topic(
    Topic(
        code="meeting-answers",
        label=gettext_lazy("Answers to invitations"),
        text=gettext_lazy("Somebody answers an invitation to a meeting that you planned."),
        icon="calendar-check",
        order=24,
        needs=Can.MEETINGS_SEE,
    )
)
CHANGES = topic(
    Topic(
        code="meetings",
        label=gettext_lazy("Your meetings"),
        text=gettext_lazy("You are asked to a meeting, or one of yours is moved or cancelled."),
        icon="calendar-days",
        order=25,
        needs=Can.MEETINGS_SEE,
    )
)
REMINDERS = topic(
    Topic(
        code="meeting-reminders",
        label=gettext_lazy("Reminders of meetings"),
        text=gettext_lazy("A meeting of yours begins in a quarter of an hour."),
        icon="alarm-clock",
        order=26,
        needs=Can.MEETINGS_SEE,
    )
)


@reads_calendar
def answered(data: bytes, letter: Letter) -> None:
    """What calendar programs answer by mail (RFC 5546), from the address that was asked."""
    # Its package loads slowly, and most programs read no calendar.
    from atrium.meetings.answering import take_reply  # noqa: PLC0415

    if letter.sender is not None:
        take_reply(data, letter.sender.key)


@tell(AttendeeAnswered, topic=ANSWERS)
def organiser(event: Event) -> Iterable[Member | None]:
    rows = Meeting.objects.filter(pk=event.subject_id).select_related("organiser")
    return [meeting.organiser for meeting in rows]


@tell(AttendeesAsked, MeetingMoved, MeetingCancelled, topic=CHANGES)
def those_who_come(event: Event) -> Iterable[Member | None]:
    return _those_of(event)


@tell(MeetingNear, topic=REMINDERS)
def those_who_should_leave_now(event: Event) -> Iterable[Member | None]:
    return _those_of(event)


goes_along(
    slug="meetings",
    label=gettext_lazy(
        "Also hand over the meetings to come that the old owner planned with these clients"
    ),
    one="meeting",
    many="meetings",
)(Meeting.go_along)


def _those_of(event: Event) -> list[Member | None]:
    """The organiser, and the members who are asked and did not say no."""
    asked = Attendee.objects.filter(
        meeting=event.subject_id, withdrawn_at=None, member__isnull=False
    )
    rows = asked.exclude(answer="declined").select_related("member")
    return [*organiser(event), *(row.member for row in rows)]
