"""Files, folders and links as they are sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictInt, StrictStr

from atrium.documents.models import File, Folder, Share
from atrium.integrations.api.cards import reference
from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference

type Level = Literal["internal", "shared"]
DESCRIPTION: Any = Field("", max_length=2000)
TAGS: Any = Field([], max_length=30, description="Words of one's own.", examples=[["signed"]])
REMIND: Any = Field(30, ge=0, le=730, description="Days before it expires.")


class FolderOut(Schema):
    """A folder of a client."""

    id: UUID
    client: UUID
    name: str
    parent: UUID | None
    kept: bool = Field(description="Something else keeps it, such as a project.")
    removed: bool
    version: int


class FolderIn(Input):
    """A new folder."""

    name: StrictStr = Field(max_length=100, examples=["Contracts"])
    parent: Id | None = Field(None, description="The folder it stands in.")


class FolderPatch(Patch):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", max_length=100)
    parent: Id | None = Field(None, description="Null for none.")


class DocumentOut(Schema):
    """A file of a client."""

    id: UUID
    client: UUID
    folder: UUID | None
    name: str = Field(examples=["terms.pdf"])
    kind: Reference | None = Field(description="Of /document-kinds.")
    description: str
    tags: list[str]
    visibility: Level
    expires_on: date | None
    remind_before: int
    type: str = Field(description="Read from its content.", examples=["application/pdf"])
    size: int = Field(description="In bytes.")
    sha256: str
    number: int = Field(description="Of the version that stands.")
    added_at: datetime
    changed_at: datetime
    removed: bool
    version: int


class DocumentForm(Schema):
    """What is said of a file that is sent."""

    folder: UUID | None = None
    name: str = Field("", max_length=150, description="The file's own where left out.")
    kind: UUID | None = None
    description: str = Field("", max_length=2000)
    tags: str = Field("", max_length=300, description="With commas between.")
    visibility: Level = "internal"
    expires_on: date | None = None


class DocumentPatch(Patch):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", max_length=150)
    folder: Id | None = Field(None, description="Null for none.")
    kind: Id | None = None
    description: StrictStr = DESCRIPTION
    tags: list[StrictStr] = TAGS
    visibility: Level = "internal"
    expires_on: Day | None = None
    remind_before: StrictInt = REMIND


class DocumentVersionOut(Schema):
    """What a file said from some day on."""

    id: UUID
    number: int
    name: str
    note: str
    type: str
    size: int
    sha256: str
    added_by: Reference | None
    added_at: datetime


class ShareIn(Input):
    """A link to give."""

    until: Instant = Field(examples=["2026-12-24T12:00:00Z"])
    code: StrictStr = Field("", max_length=60, description="At least 4 characters.")
    contact: Id | None = Field(None, description="Whom it is for.")


class ShareOut(Schema):
    """A link that opens one thing."""

    id: UUID
    client: UUID
    label: str
    contact: Reference | None
    has_code: bool
    expires_at: datetime
    given_at: datetime
    revoked: bool
    reads: int
    read_at: datetime | None
    link: str | None = Field(description="Told once, where it is given; else null.")


class UploadIn(Input):
    """A file that will come in parts."""

    key: StrictStr = Field(
        min_length=1,
        max_length=100,
        description="Your own; the same again is the same upload.",
        examples=["k1"],
    )
    name: StrictStr = Field(max_length=150, examples=["plan.pdf"])
    size: StrictInt = Field(ge=1, description="In bytes.", examples=[3])
    folder: Id | None = None


class UploadOut(Schema):
    """How far an upload is."""

    id: UUID
    part: int = Field(description="The bytes of each part but the last.")
    parts: int = Field(description="How many are there; the next one has this number.")
    received: int
    document: UUID | None = Field(description="The file that it became.")


def folder_card(folder: Folder) -> dict[str, Any]:
    return {
        "id": folder.public_id,
        "client": folder.client.public_id,
        "name": folder.name,
        "parent": folder.parent.public_id if folder.parent else None,
        "kept": bool(folder.keeper),
        "removed": folder.binned_at is not None,
        "version": folder.version,
    }


def document_card(file: File, kinds: dict[int, Any]) -> dict[str, Any]:
    plain = (
        "name description visibility expires_on remind_before number added_at changed_at version"
    )
    return {name: getattr(file, name) for name in plain.split()} | {
        "id": file.public_id,
        "client": file.client.public_id,
        "folder": file.folder.public_id if file.folder else None,
        "kind": reference(kinds.get(file.kind_id or 0)),
        "tags": file.tag_list,
        "type": file.content.content_type,
        "size": file.content.size,
        "sha256": file.content.sha256,
        "removed": file.binned_at is not None,
    }


def share_card(share: Share) -> dict[str, Any]:
    return {
        "id": share.public_id,
        "client": share.client.public_id,
        "label": share.label,
        "contact": reference(share.contact),
        "has_code": bool(share.code_hash),
        "expires_at": share.expires_at,
        "given_at": share.given_at,
        "revoked": share.revoked_at is not None,
        "reads": share.reads,
        "read_at": share.read_at,
        "link": share.link or None,
    }
