"""The Notes tab: all notes of a client, pinned first, page by page (C15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients.activity import Cursor
from atrium.conversations.facts import introduced
from atrium.conversations.models import Note, NoteKind
from atrium.foundation.translation import gettext
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait

PAGE = 30
PINNED = "p"
PLAIN = {"", *NoteKind.values}


@prepared(shape=("kind",))
def _first(*, client: int, kind: str) -> QuerySet[Note]:
    rows: Any = Note.objects.filter(client=client).kept()
    found: QuerySet[Note] = (rows.filter(kind=kind) if kind else rows).pinned_first()
    return found[: PAGE + 1]


@dataclass
class Notebook:
    """One page of it. ``earlier`` is the query string that goes on, empty at the end."""

    portrait: Portrait
    notes: list[Note]
    kind: str
    removed: bool
    q: str
    earlier: str

    @classmethod
    def read(cls, portrait: Portrait, query: Mapping[str, str]) -> Self:
        """The notes that the URL asks for; what cannot be read narrows nothing."""
        kind, removed = query.get("kind", ""), query.get("kind", "") == "removed"
        q = query.get("q", "").replace("\x00", "").strip()[:200]
        place = query.get("before", "")
        cursor = Cursor.read(place.removeprefix(PINNED))
        if kind in PLAIN and not q and cursor is None:
            return cls.cut(portrait, _first(client=portrait.client.pk, kind=kind), kind, q)
        rows = Note.objects.filter(client=portrait.client)
        rows = rows.binned() if removed else rows.kept()
        if kind in NoteKind:
            rows = rows.filter(kind=kind)
        rows = rows.holding(q)
        if cursor is not None:
            key = Tuple(F("pinned"), F("written_at"), F("id"))
            rows = rows.filter(TupleLessThan(key, (place.startswith(PINNED), *cursor)))
        return cls.cut(portrait, list(rows.pinned_first()[: PAGE + 1]), kind, q)

    @classmethod
    def cut(cls, portrait: Portrait, found: list[Note], kind: str, q: str) -> Self:
        """The page that these notes fill, one more than it holds where it goes on."""
        notes, earlier = introduced(portrait, found[:PAGE]), ""
        if len(found) > PAGE:
            last = notes[-1]
            mark = f"{PINNED if last.pinned else ''}{Cursor(last.written_at, last.pk)}"
            earlier = urlencode({"kind": kind, "q": q, "before": mark})
        return cls(portrait, notes, kind, kind == "removed", q, earlier)

    @property
    def told(self) -> list[tuple[Note, datetime, bool]]:
        """Each note with its local time and whether the member may change it."""
        local, member = self.portrait.member.organisation.local, self.portrait.member
        archived = self.portrait.client.is_archived
        return [
            (note, local(note.written_at), note.may_be_changed_by(member) and not archived)
            for note in self.notes
        ]

    @property
    def pills(self) -> list[tuple[str, str, bool]]:
        """Words, query string, whether chosen."""
        named = [("", gettext("All")), *NoteKind.choices, ("removed", gettext("Removed"))]
        words = {"general": gettext("General")}
        return [
            (words.get(key, str(label)), urlencode({"kind": key, "q": self.q}), key == self.kind)
            for key, label in named
        ]
