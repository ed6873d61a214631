"""What belongs to one note: its versions, its resolution, its pictures (R13, J13)."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema
from pydantic import StrictStr

from atrium.conversations.facts import versions
from atrium.conversations.models import Image
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid, not_found
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.notes import NoteOut, note_card, the_note
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Notes"])
READ = Bearer("notes:read", Can.NOTES_SEE)
WRITE = Bearer("notes:write", Can.NOTES_WRITE)


class VersionOut(Schema):
    """The text of a note as it stood from one moment on."""

    id: int
    at: datetime
    by: Reference | None
    text: str
    html: str
    is_current: bool


class Versions(Schema):
    """All versions of a note, the newest first."""

    items: list[VersionOut]


class ResolutionIn(Input):
    """What was done about an escalation."""

    outcome: StrictStr = Field("", max_length=500, examples=["New oven door fitted."])


class ImageIn(Input):
    """A picture for a note that is about to be written."""

    content: StrictStr = Field(
        min_length=1,
        max_length=14_000_000,
        description="The file in base64: a PNG, JPEG, GIF or WebP of at most 10 MB.",
        examples=[
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        ],
    )


class ImageOut(Schema):
    """A picture; in html it is written `<img src="image:ID" alt="what it shows">`."""

    id: UUID
    src: str = Field(examples=["image:01a2…"])
    width: int
    height: int


@router.get(
    "/notes/{note_id}/versions", auth=READ, response=Versions, summary="List a note's versions"
)
def list_versions(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """The newest first; the first one stands now."""
    items = [
        {
            "id": version.key,
            "at": version.at,
            "by": reference(version.by),
            "text": version.text,
            "html": version.html,
            "is_current": version.is_current,
        }
        for version in versions(the_note(request, note_id))
    ]
    return answer({"items": items})


@router.post(
    "/notes/{note_id}/versions/{version_id}/restore",
    auth=WRITE,
    response=NoteOut,
    summary="Restore a version",
)
def restore_version(request: ApiRequest, note_id: UUID, version_id: int) -> HttpResponse:
    """The text of that version becomes a new one; nothing is lost."""
    note = the_note(request, note_id)
    old = next((v for v in versions(note) if v.key == version_id), None)
    if old is None:
        raise not_found()
    note.edit(by=request.member, html=old.html)
    return answer(note_card(request, note))


@router.post(
    "/notes/{note_id}/resolution", auth=WRITE, response=NoteOut, summary="Resolve an escalation"
)
def resolve_note(request: ApiRequest, note_id: UUID, data: ResolutionIn) -> HttpResponse:
    """Those who look after the client are told; refused for other kinds of note."""
    note = the_note(request, note_id)
    note.resolve(by=request.member, outcome=data.outcome)
    return answer(note_card(request, note))


@router.delete(
    "/notes/{note_id}/resolution", auth=WRITE, response=NoteOut, summary="Reopen an escalation"
)
def reopen_note(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """It stands out on the client's page again."""
    note = the_note(request, note_id)
    note.reopen(by=request.member)
    return answer(note_card(request, note))


@router.post(
    "/clients/{client_id}/notes/images",
    auth=WRITE,
    response={201: ImageOut},
    summary="Add a picture",
)
def add_image(request: ApiRequest, client_id: UUID, data: ImageIn) -> HttpResponse:
    """To be shown in a note written next; one that no note shows is removed after a day."""
    image = added_image(request, client_id, data)
    return answer(image_card(image), status=201, location=f"/api/v1/notes/images/{image.public_id}")


def added_image(request: ApiRequest, client_id: UUID, data: ImageIn) -> Image:
    """The picture, kept for a text that is written next; Invalid where it is none."""
    client = the_client(request, client_id)
    try:
        content = b64decode(data.content, validate=True)
    except ValueError as error:  # also what holds other signs than ASCII
        raise Invalid([("content", "Write the file in base64.")]) from error
    try:
        return Image.add(client, by=request.member, file=BytesIO(content))
    except Refusal as error:
        raise Invalid([("content", str(error))]) from error


def image_card(image: Image) -> dict[str, Any]:
    return {
        "id": image.public_id,
        "src": f"image:{image.public_id}",
        "width": image.width,
        "height": image.height,
    }


@router.get("/notes/images/{image_id}", auth=READ, summary="Read a picture")
def read_image(request: ApiRequest, image_id: UUID) -> HttpResponseBase:
    """The picture itself, as PNG or JPEG."""
    image = found(request, Image.objects.visible_to(request.member), image_id)
    return handed_out(image.stored_as, name=image.file_name, content_type=image.content_type)
