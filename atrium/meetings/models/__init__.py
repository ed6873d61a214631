from atrium.meetings.models.answer import Answer
from atrium.meetings.models.attendee import Attendee
from atrium.meetings.models.feed import Feed
from atrium.meetings.models.meeting import Meeting
from atrium.meetings.models.scope import Scope
from atrium.meetings.models.series import Series

__all__ = ["Answer", "Attendee", "Feed", "Meeting", "Scope", "Series"]
