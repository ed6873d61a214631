"""Notes: internal text on a client (R13, C15)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.clients.models import Client
from atrium.conversations.models import Note
from atrium.conversations.richtext import from_plain
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Instant, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Notes"])
READ = Bearer("notes:read", Can.NOTES_SEE)
WRITE = Bearer("notes:write", Can.NOTES_WRITE)
type Kind = Literal["general", "meeting", "service", "communication", "requirement", "escalation"]


class NoteOut(Schema):
    """A note."""

    id: UUID
    client: UUID
    kind: Kind
    text: str = Field(description="Without formatting.", examples=["Called about the boiler."])
    html: str = Field(
        description="The same with its formatting, safe to show. A picture in it has "
        '`src="image:ID"`; its content is at `/notes/images/ID`.'
    )
    author: Reference | None
    written_at: datetime
    edited_at: datetime | None
    pinned: bool
    remind_at: datetime | None
    resolved_at: datetime | None = Field(description="When an escalation was taken care of.")
    resolved_by: Reference | None
    outcome: str = Field(description="What was done about an escalation.")
    version: int


class NotePatch(Patch):
    """What is to change; what is not sent stays."""

    text: StrictStr = Field("", max_length=50_000, examples=["Called about the boiler."])
    html: StrictStr = Field(
        "",
        max_length=100_000,
        description="Instead of text: paragraphs, lists, links, emphasis, pictures added before. "
        "In both, `@[Name]` or `@[member id]` mentions a member, who is told.",
    )
    kind: Kind = "general"
    pinned: YesNo = Field(default=False, description="Keep it at the top of the page.")
    remind_at: Instant | None = Field(None, examples=["2026-11-24T09:00:00Z"])


class NoteIn(NotePatch):
    """A new note, by its text or its html."""


class NoteFilter(Paged):
    """Which notes."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words that all stand in the text."
    )
    kind: Kind | None = Field(None, description="Only notes of this kind.")
    pinned: bool | None = Field(None, description="Only those that are pinned, or are not.")
    standing: bool = Field(
        default=False, description="Only special requirements and escalations still open."
    )
    removed: bool = Field(default=False, description="Instead: those removed in the last 30 days.")


def note_card(request: ApiRequest, note: Note) -> dict[str, Any]:
    return {
        "id": note.public_id,
        "client": note.client.public_id,
        "kind": note.kind,
        "text": note.text,
        "html": note.html,
        "author": reference(words(request).members.get(note.author_id or 0)),
        "written_at": note.written_at,
        "edited_at": note.edited_at,
        "pinned": note.pinned,
        "remind_at": note.remind_at,
        "resolved_at": note.resolved_at,
        "resolved_by": reference(words(request).members.get(note.resolved_by_id or 0)),
        "outcome": note.outcome,
        "version": note.version,
    }


def the_note(request: ApiRequest, note_id: UUID) -> Note:
    notes: QuerySet[Note, Note] = Note.objects.visible_to(request.member).kept()
    return found(request, notes.select_related("client"), note_id)


def _html(data: NotePatch) -> str | None:
    if {"text", "html"} <= data.model_fields_set:
        raise Invalid([("html", "Write the text either plain or as HTML, not both.")])
    if "html" in data.model_fields_set:
        return data.html
    return from_plain(data.text) if "text" in data.model_fields_set else None


def _asked(client: Client, query: NoteFilter) -> Any:
    rows: Any = Note.objects.filter(client=client)
    rows = rows.binned() if query.removed else rows.kept()
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.pinned is not None:
        rows = rows.filter(pinned=query.pinned)
    if query.standing:
        rows = rows.standing()
    return rows.holding(query.q)


@router.get(
    "/clients/{client_id}/notes", auth=READ, response=Page[NoteOut], summary="List the notes"
)
def list_notes(request: ApiRequest, client_id: UUID, query: Query[NoteFilter]) -> HttpResponse:
    """The newest first."""
    client = the_client(request, client_id)
    page, cursor = paged(_asked(client, query).select_related("client"), query, NEWEST)
    return answer({"items": [note_card(request, note) for note in page], "next": cursor})


@router.post(
    "/clients/{client_id}/notes", auth=WRITE, response={201: NoteOut}, summary="Write a note"
)
def write_note(request: ApiRequest, client_id: UUID, data: NoteIn) -> HttpResponse:
    """Markup that is not text formatting is taken out."""
    note = Note.write(
        the_client(request, client_id),
        by=request.member,
        html=_html(data) or "",
        kind=data.kind,
        pinned=data.pinned,
        remind_at=data.remind_at,
    )
    return answer(note_card(request, note), status=201, location=f"/api/v1/notes/{note.public_id}")


@router.get("/notes/{note_id}", auth=READ, response=NoteOut, summary="Read a note")
def read_note(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """One note."""
    return answer(note_card(request, the_note(request, note_id)))


@router.patch("/notes/{note_id}", auth=WRITE, response=NoteOut, summary="Change a note")
def change_note(request: ApiRequest, note_id: UUID, data: NotePatch) -> HttpResponse:
    """The earlier version stays in its history. Only its author or a manager may."""
    note, sent, html = the_note(request, note_id), data.sent(), _html(data)
    if sent.keys() - {"pinned"}:
        changes: dict[str, Any] = {n: sent[n] for n in ("kind", "remind_at") if n in sent}
        if html is not None:
            changes["html"] = html
        note.edit(by=request.member, version=None, **changes)
    if "pinned" in sent:
        (note.pin if data.pinned else note.unpin)(by=request.member)
    return answer(note_card(request, note))


@router.delete("/notes/{note_id}", auth=WRITE, response={204: None}, summary="Remove a note")
def bin_note(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """For 30 days it can be brought back."""
    the_note(request, note_id).bin(by=request.member)
    return nothing()


@router.post("/notes/{note_id}/restore", auth=WRITE, response=NoteOut, summary="Bring a note back")
def restore_note(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """Nothing happens when it was not removed."""
    rows = Note.objects.visible_to(request.member).select_related("client")
    note: Note = found(request, rows, note_id)
    note.unbin(by=request.member)
    return answer(note_card(request, note))
