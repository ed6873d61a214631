"""Who hears of notes and e-mail: those named, the author of a reminder or of what failed, who looks after an escalation."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.reactions import looking_after
from atrium.conversations.events import (
    MessageFailed,
    MessageUnsure,
    NoteEdited,
    NoteEscalated,
    NoteReminded,
    NoteReopened,
    NoteResolved,
    NoteWritten,
)
from atrium.conversations.models import Message, Note, NoteKind
from atrium.conversations.sms import reactions as sms_reactions
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can, Role
from atrium.timeline.models import Event

__all__ = ["sms_reactions"]

MENTIONS = topic(
    Topic(
        code="note-mentions",
        label=gettext_lazy("Mentions in notes"),
        text=gettext_lazy("Somebody names you with an @ in a note."),
        icon="at-sign",
        order=10,
        needs=Can.NOTES_SEE,
        email=True,
    )
)
REMINDERS = topic(
    Topic(
        code="note-reminders",
        label=gettext_lazy("Reminders of notes"),
        text=gettext_lazy("The reminder of a note you wrote has come."),
        icon="alarm-clock",
        order=20,
        needs=Can.NOTES_SEE,
        email=True,
    )
)
ESCALATIONS = topic(
    Topic(
        code="note-escalations",
        label=gettext_lazy("Escalations"),
        text=gettext_lazy(
            "Something is escalated, resolved or reopened for a client you look after."
        ),
        icon="siren",
        order=15,
        needs=Can.NOTES_SEE,
        email=True,
    )
)
FAILURES = topic(
    Topic(
        code="mail-failures",
        label=gettext_lazy("E-mail that did not leave"),
        text=gettext_lazy("A mail server did not take an e-mail of yours."),
        icon="mail-warning",
        order=12,
        needs=Can.MAIL_SEND,
        email=True,
    )
)


@tell(MessageFailed, MessageUnsure, topic=FAILURES)
def sender(event: Event) -> Iterable[Member | None]:
    """Who wrote it; nobody of the team did that it failed."""
    rows = Message.objects.filter(pk=event.subject_id).select_related("author")
    return [message.author for message in rows]


@tell(NoteWritten, NoteEdited, topic=MENTIONS)
def mentioned(event: Event) -> Iterable[Member | None]:
    keys = event.particulars.get("mentions", [])
    return list(Member.objects.filter(pk__in=keys)) if keys else []


@tell(NoteReminded, topic=REMINDERS)
def reminded(event: Event) -> Iterable[Member | None]:
    rows = Note.objects.filter(pk=event.subject_id).select_related("author")
    return [note.author for note in rows]


@tell(NoteWritten, topic=ESCALATIONS)
def escalated(event: Event) -> Iterable[Member | None]:
    is_one = event.particulars.get("about") == NoteKind.ESCALATION
    return _responsible(event) if is_one else []


@tell(NoteEscalated, NoteResolved, NoteReopened, topic=ESCALATIONS)
def escalation_watchers(event: Event) -> Iterable[Member | None]:
    """Those who look after the client, and who wrote the note."""
    rows = Note.objects.filter(pk=event.subject_id).select_related("author")
    return [*_responsible(event), *(note.author for note in rows)]


def _responsible(event: Event) -> list[Member | None]:
    """The owner, the relationship team, and the managers: an escalation must not lie unseen."""
    managers = Member.objects.active().filter(role=Role.MANAGER)
    return [*looking_after(event), *managers]
