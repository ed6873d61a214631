"""What can happen to a meeting, as the timeline tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Kind):
    code = "meeting.planned"
    called = gettext_lazy("Meeting planned")
    sentence = gettext_lazy("{actor} planned the meeting <b>{title}</b> for {when}")
    icon = "calendar-plus"
    strand = Strand.WORK

    title: str
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Kind):
    code = "meeting.moved"
    called = gettext_lazy("Meeting moved")
    sentence = gettext_lazy("{actor} moved the meeting <b>{title}</b> from {before} to {when}")
    icon = "calendar-clock"
    strand = Strand.WORK

    title: str
    before: str
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Kind):
    code = "meeting.changed"
    called = gettext_lazy("Meeting changed")
    sentence = gettext_lazy("{actor} changed the meeting <b>{title}</b>: {what}")
    icon = "calendar-cog"
    strand = Strand.WORK

    title: str
    what: str


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Kind):
    code = "meeting.cancelled"
    called = gettext_lazy("Meeting cancelled")
    sentence = gettext_lazy("{actor} cancelled the meeting <b>{title}</b> of {when}{because}")
    icon = "calendar-x"
    strand = Strand.WORK

    title: str
    when: str
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class MinutesWritten(Kind):
    code = "meeting.minuted"
    called = gettext_lazy("Minutes written")
    sentence = gettext_lazy("{actor} wrote the minutes of <b>{title}</b>")
    icon = "notebook-pen"
    strand = Strand.WORK
    wipes = frozenset({"excerpt"})

    title: str
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True)
class AttendeeAnswered(Kind):
    code = "meeting.answered"
    called = gettext_lazy("Invitation answered")
    sentence = gettext_lazy("{who} {answer} the meeting <b>{title}</b> of {when}")
    icon = "calendar-check"
    strand = Strand.WORK
    wipes = frozenset({"who", "comment"})

    who: str
    answer: str
    title: str
    when: str
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class AttendeesAsked(Kind):
    code = "meeting.asked"
    called = gettext_lazy("People asked to a meeting")
    sentence = gettext_lazy("{actor} asked {who} to the meeting <b>{title}</b> of {when}")
    icon = "user-plus"
    strand = Strand.WORK
    wipes = frozenset({"who"})

    who: str
    title: str
    when: str


@dataclass(frozen=True, kw_only=True)
class AttendeeWithdrawn(Kind):
    code = "meeting.withdrawn"
    called = gettext_lazy("Person taken off a meeting")
    sentence = gettext_lazy("{actor} took {who} off the meeting <b>{title}</b> of {when}")
    icon = "user-minus"
    strand = Strand.WORK
    wipes = frozenset({"who"})

    who: str
    title: str
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingNear(Kind):
    code = "meeting.near"
    called = gettext_lazy("Meeting begins soon")
    sentence = gettext_lazy("The meeting <b>{title}</b> begins soon: {when}")
    icon = "alarm-clock"
    strand = Strand.WORK

    title: str
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Kind):
    """It took place: the one of these events that counts as talk with the client."""

    code = "meeting.held"
    called = gettext_lazy("Meeting took place")
    sentence = gettext_lazy("The meeting <b>{title}</b> took place, {when}")
    icon = "users"
    strand = Strand.TALK

    title: str
    when: str
