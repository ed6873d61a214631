"""The rights of people: an archive of everything about one, and erasing one (X11, J24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Client, Contact
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.contacts import the_contact
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.privacy.asking import erase_person, export_person
from atrium.privacy.models import Dossier, Erasure
from atrium.privacy.person import Person
from atrium.privacy.preview import Line, Preview

router = Router(tags=["Personal data"])
READ = Bearer("privacy:read", Can.PRIVACY_MANAGE)
WRITE = Bearer("privacy:write", Can.PRIVACY_MANAGE)


class DossierOut(Schema):
    """An archive of everything about one person, and how far it is."""

    id: UUID
    file: str = Field(examples=["person-1.zip"])
    stage: Literal["waiting", "ready", "failed", "expired"]
    trouble: str = Field(description="Why it failed.")
    size: int = Field(description="In bytes, once it is ready.")
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None = Field(description="Until when the archive is kept.")


class ErasureIn(Input):
    """That it is meant: the name of the person."""

    typed: StrictStr = Field(max_length=300, examples=["Cy Young"])


class ErasureOut(Schema):
    """That a person was erased, and how far it is."""

    id: UUID
    stage: Literal["waiting", "ready", "failed", "expired"]
    trouble: str = Field(description="Why it failed.")
    figures: dict[str, int] = Field(description="Rows touched, by table.")
    created_at: datetime
    finished_at: datetime | None


class ErasedLineOut(Schema):
    """So many rows of one sort."""

    title: str = Field(examples=["Notes"])
    count: int
    why: str = Field(description="Why they stay.")


class ErasurePreviewOut(Schema):
    """What erasing the person would do."""

    words: list[str] = Field(description="What is looked for in the words of others.")
    goes: list[ErasedLineOut] = Field(description="Removed or emptied.")
    replaced: list[ErasedLineOut] = Field(description="Where the words are replaced.")
    stays: list[ErasedLineOut]


def _dossier(row: Dossier) -> dict[str, Any]:
    names = ("stage", "trouble", "size", "created_at", "finished_at", "expires_at")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.public_id, "file": row.file_name, **told}


def _erasure(row: Erasure) -> dict[str, Any]:
    names = ("stage", "trouble", "figures", "created_at", "finished_at")
    return {"id": row.public_id, **{name: getattr(row, name) for name in names}}


def _preview(subject: Client | Contact) -> dict[str, Any]:
    shown = Preview(Person(subject))
    groups = {"goes": shown.goes, "replaced": shown.replaced, "stays": shown.stays}
    told = {name: [_line(line) for line in lines] for name, lines in groups.items()}
    return {"words": shown.person.wording.told, **told}


def _line(line: Line) -> dict[str, Any]:
    return {"title": line.title, "count": line.count, "why": line.why}


def _begun(request: ApiRequest, subject: Client | Contact, data: ErasureIn) -> HttpResponse:
    made = erase_person(subject, by=request.member, typed=data.typed)
    made.refresh_from_db()
    return answer(_erasure(made), status=202, location=f"/api/v1/erasures/{made.public_id}")


def _asked(request: ApiRequest, subject: Client | Contact) -> HttpResponse:
    made = export_person(subject, by=request.member)
    made.refresh_from_db()
    return answer(_dossier(made), status=202, location=f"/api/v1/dossiers/{made.public_id}")


@router.post(
    "/clients/{client_id}/dossiers",
    auth=WRITE,
    response={202: DossierOut},
    summary="Export a client who is a person",
)
def add_client_dossier(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Written by the queue; read `stage` until it is `ready`. 409 for a client that is no person."""
    return _asked(request, the_client(request, client_id))


@router.post(
    "/contacts/{contact_id}/dossiers",
    auth=WRITE,
    response={202: DossierOut},
    summary="Export a contact",
)
def add_contact_dossier(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """Written by the queue; read `stage` until it is `ready`."""
    return _asked(request, the_contact(request, contact_id))


@router.get(
    "/dossiers/{dossier_id}", auth=READ, response=DossierOut, summary="Show a person's archive"
)
def show_dossier(request: ApiRequest, dossier_id: UUID) -> HttpResponse:
    """How far it is."""
    return answer(_dossier(found(request, Dossier.objects.all(), dossier_id)))


@router.get("/dossiers/{dossier_id}/file", auth=READ, summary="Read a person's archive")
def read_dossier(request: ApiRequest, dossier_id: UUID) -> HttpResponseBase:
    """A ZIP archive: `index.html` to read, `data.json` for machines, and the files. 409 where it is not ready or gone."""
    row: Dossier = found(request, Dossier.objects.all(), dossier_id)
    row.refuse_unless_ready()
    response = handed_out(row.stored_as, name=row.file_name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


@router.get(
    "/clients/{client_id}/erasure",
    auth=READ,
    response=ErasurePreviewOut,
    summary="Preview the erasure of a client who is a person",
)
def preview_client_erasure(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """What goes, where words are replaced, what stays and why."""
    return answer(_preview(the_client(request, client_id)))


@router.get(
    "/contacts/{contact_id}/erasure",
    auth=READ,
    response=ErasurePreviewOut,
    summary="Preview the erasure of a contact",
)
def preview_contact_erasure(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """What goes, where words are replaced, what stays and why."""
    return answer(_preview(the_contact(request, contact_id)))


@router.post(
    "/clients/{client_id}/erasure",
    auth=WRITE,
    response={202: ErasureOut},
    summary="Erase a client who is a person",
)
def erase_client(request: ApiRequest, client_id: UUID, data: ErasureIn) -> HttpResponse:
    """By the queue, for ever: `typed` has to be the name. Invoices stay."""
    return _begun(request, the_client(request, client_id), data)


@router.post(
    "/contacts/{contact_id}/erasure",
    auth=WRITE,
    response={202: ErasureOut},
    summary="Erase a contact",
)
def erase_contact(request: ApiRequest, contact_id: UUID, data: ErasureIn) -> HttpResponse:
    """By the queue, for ever: `typed` has to be the name. Invoices stay."""
    return _begun(request, the_contact(request, contact_id), data)


@router.get("/erasures/{erasure_id}", auth=READ, response=ErasureOut, summary="Show an erasure")
def show_erasure(request: ApiRequest, erasure_id: UUID) -> HttpResponse:
    """How far it is, and how many rows of each table it touched."""
    return answer(_erasure(found(request, Erasure.objects.all(), erasure_id)))
