"""Who hears of notes: those named in them with an @, and the author when a reminder comes."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.conversations.events import NoteEdited, NoteReminded, NoteWritten
from atrium.conversations.models import Note
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

MENTIONS = topic(
    Topic(
        code="note-mentions",
        label="Mentions in notes",
        text="Somebody names you with an @ in a note.",
        icon="at-sign",
        order=10,
        needs=Can.NOTES_SEE,
        email=True,
    )
)
REMINDERS = topic(
    Topic(
        code="note-reminders",
        label="Reminders of notes",
        text="The reminder of a note you wrote has come.",
        icon="alarm-clock",
        order=20,
        needs=Can.NOTES_SEE,
        email=True,
    )
)


@tell(NoteWritten, NoteEdited, topic=MENTIONS)
def mentioned(event: Event) -> Iterable[Member | None]:
    keys = event.particulars.get("mentions", [])
    return list(Member.objects.filter(pk__in=keys)) if keys else []


@tell(NoteReminded, topic=REMINDERS)
def reminded(event: Event) -> Iterable[Member | None]:
    rows = Note.objects.filter(pk=event.subject_id).select_related("author")
    return [note.author for note in rows]
