"""What the notes of a client answer: those on top, the reminders, the versions of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Left

from atrium.clients.page import Fact, fact
from atrium.conversations.models import Note
from atrium.foundation.difference import difference
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.gathering import any_of
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.timeline.models import Change

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.conversations.models.note_queryset import NoteQuerySet

MOST_ON_TOP = 20
MOST_PINNED = 5
_ON_TOP: WeakKeyDictionary[Portrait, list[Note]] = WeakKeyDictionary()


@prepared()
def _on_top(*, client: int) -> QuerySet[Note]:
    return any_of(*_wanted(client)).pinned_first()


@prepared()
def _on_top_and(*, client: int, keys: list[int]) -> QuerySet[Note]:
    # By their keys alone: with the client beside them SQLite walks all notes of the client.
    told = Note.objects.filter(pk__in=keys, binned_at=None)
    return any_of(*_wanted(client), told).pinned_first()


def _wanted(client: int) -> tuple[NoteQuerySet, ...]:
    """The pinned ones, those that stand out, the latest: one not pinned, so that an index ends at it."""
    kept = Note.objects.filter(client=client).kept()
    return (
        kept.filter(pinned=True).beside_standing().latest_first()[: MOST_PINNED + 1],
        kept.standing().latest_first()[:MOST_ON_TOP],
        kept.filter(pinned=False).latest_first()[:1],
    )


def on_top(portrait: Portrait) -> list[Note]:
    """The notes the page shows by themselves, by one statement: pinned, standing, the latest.

    Those that the story tells are among them where it was read before.
    """
    found = _ON_TOP.get(portrait)
    if found is None:
        found = introduced(portrait, _on_top(client=portrait.client.pk))
        _ON_TOP[portrait] = found
    return found


def in_story(portrait: Portrait, keys: list[int]) -> list[Note]:
    """The notes with these keys that were not removed, by the statement that fetches those on top."""
    notes = introduced(portrait, _on_top_and(client=portrait.client.pk, keys=keys))
    _ON_TOP[portrait] = notes
    return [note for note in notes if note.pk in set(keys)]


def pinned(portrait: Portrait) -> list[Note]:
    """The latest pinned notes, one more than the page shows, without those that stand out."""
    found = [note for note in on_top(portrait) if note.pinned and not note.stands_out]
    return found[: MOST_PINNED + 1]


def standing(portrait: Portrait) -> list[Note]:
    """Special requirements and open escalations, the escalations first, then the newest (J13)."""
    notes = [note for note in on_top(portrait) if note.stands_out]
    return sorted(
        notes, key=lambda note: (not note.is_open_escalation, -note.written_at.timestamp())
    )


def introduced(portrait: Portrait, notes: list[Note]) -> list[Note]:
    """The notes with their client and the members they name, who are known already."""
    for note in notes:
        note.client = portrait.client
        note.author = portrait.words.members.get(note.author_id or 0)
        note.resolved_by = portrait.words.members.get(note.resolved_by_id or 0)
    return notes


def _next_reminder(organisation: Organisation) -> dict[str, Combinable]:
    rows = Note.objects.filter(client=OuterRef("pk"), remind_at__isnull=False).kept()
    first = rows.order_by("remind_at", "id")
    return {
        "next_reminder": Subquery(first.values("remind_at")[:1]),
        "next_reminder_note": Subquery(first.values("public_id")[:1]),
        "next_reminder_text": Subquery(first.values(words=Left("text", 80))[:1]),
    }


fact(
    Fact(
        slug="next_reminder",
        label=gettext_lazy("Next reminder"),
        order=60,
        needs=Can.NOTES_SEE,
        parts=_next_reminder,
        header=False,
    )
)


@dataclass(frozen=True)
class Version:
    """A note's text as it stood from ``at`` on; ``diff`` are words as ("=", "+" or "-", words)."""

    key: int
    at: datetime
    by: Member | None
    html: str
    text: str
    diff: list[tuple[str, str]]
    is_current: bool


def versions(note: Note) -> list[Version]:
    """The texts the note has had, the newest first, read from the journal (R13)."""
    changes: Any = Change.objects.to_row(note).select_related("act__actor").order_by("id")
    texts = [(c, c.after) for c in changes if c.after and "html" in c.after and c.after["html"]]
    found: list[Version] = []
    before = ""
    for change, after in texts:
        text = after.get("text", "")
        act, is_current = change.act, after["html"] == note.html and change is texts[-1][0]
        diff = difference(before, text) if before else [("=", text)]
        found.append(
            Version(change.pk, act.at, act.actor, after["html"], text, diff, is_current=is_current)
        )
        before = text
    return found[::-1]
