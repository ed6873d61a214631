"""What notes hang on the client page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from atrium.clients.page import Attention, Context, attention, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.telling import card, seen_with
from atrium.conversations.facts import introduced, on_top
from atrium.conversations.models import Note, NoteKind
from atrium.conversations.notebook import Notebook
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.timeline.models import Event

seen_with("note", Can.NOTES_SEE)


@prepared()
def _kept(*, keys: list[int]) -> QuerySet[Note]:
    # By their keys alone: with the client beside them SQLite walks all notes of the client.
    rows: QuerySet[Note] = Note.objects.filter(pk__in=keys).kept()
    return rows


@card("note.written", template="conversations/note_told.html")
def notes_told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The notes themselves; a pinned one stands on top, and of a removed one the line tells."""
    keys = {event.subject_id: event.pk for event in events if event.subject_id}
    rows = [note for note in _kept(keys=list(keys)) if not note.pinned]
    return {
        keys[note.pk]: {"note": note, "may_change": _may_change(portrait, note)}
        for note in introduced(portrait, rows)
    }


def _may_change(portrait: Portrait, note: Note) -> bool:
    return note.may_be_changed_by(portrait.member) and not portrait.client.is_archived


@panel(
    slug="composer",
    side="story",
    order=10,
    needs=Can.NOTES_SEE,
    template="conversations/composer_panel.html",
)
def composer(request: MemberRequest, portrait: Portrait) -> Context:
    member = request.member
    return {
        "may_write": member.can(Can.NOTES_WRITE) and not portrait.client.is_archived,
        "kinds": NoteKind.choices,
        "people": portrait.words.active_members,
    }


@panel(
    slug="pinned",
    side="story",
    order=20,
    needs=Can.NOTES_SEE,
    template="conversations/pinned.html",
)
def pinned(request: MemberRequest, portrait: Portrait) -> Context:
    local = portrait.member.organisation.local
    return {
        "pinned": [
            (note, local(note.written_at), _may_change(portrait, note))
            for note in on_top(portrait)
            if note.pinned
        ]
    }


@panel(
    slug="latest-note",
    side="left",
    order=10,
    needs=Can.NOTES_SEE,
    template="conversations/latest.html",
)
def latest(request: MemberRequest, portrait: Portrait) -> Context:
    """The latest note (V02)."""
    note = max(on_top(portrait), key=lambda note: (note.written_at, note.pk), default=None)
    at = portrait.member.organisation.local(note.written_at) if note else None
    return {"latest": note, "at": at}


@tab(
    slug="notes",
    label="Notes",
    order=30,
    needs=Can.NOTES_SEE,
    template="conversations/notes_tab.html",
)
def notes(request: MemberRequest, portrait: Portrait) -> Context:
    return {
        "notebook": Notebook.read(portrait, request.GET),
        "composer": composer(request, portrait) | {"again": True},
    }


@attention
def reminders(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """A reminder that has come stays here until it is done."""
    client = portrait.client
    at = getattr(client, "next_reminder", None)
    if at is None or at > timezone.now():
        return []
    day = client.organisation.local(at)
    place = [client.organisation.slug, client.number, client.next_reminder_note]
    return [
        Attention(
            icon="alarm-clock",
            title=Truncator(" ".join(client.next_reminder_text.split())).chars(44),
            reason=f"Reminder of {day:%a %-d %b, %H:%M}",
            tone="warn",
            action="Open",
            url=reverse("note-reminder", args=place),
            order=20,
        )
    ]
