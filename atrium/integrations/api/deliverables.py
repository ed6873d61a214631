"""Deliverables: what a project hands over, to whom it goes, and what they say of it (B09, X08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Form, Query, Router, Schema
from ninja import File as Sent
from ninja.files import UploadedFile
from pydantic import StrictStr

from atrium.clients.models import Contact
from atrium.documents.models import File
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input, Instant, Reference
from atrium.organisations.permissions import Can
from atrium.projects.models import Deliverable, Project, Sending

router = Router(tags=["Projects"])
READ = Bearer("projects:read", Can.PROJECTS_SEE)
WRITE = Bearer("projects:write", Can.PROJECTS_WRITE)


class SendingOut(Schema):
    """That a version goes to one person."""

    id: UUID
    contact: Reference
    number: int = Field(description="The version.")
    sent_by: Reference | None
    leave_at: datetime
    sent_at: datetime | None
    held_back: str = Field(description="Why it was not sent at its time; or empty.")
    override: str = Field(description="Why it left although the client was on hold; or empty.")
    expires_at: datetime
    revoked_at: datetime | None
    reply: Literal["", "approved", "changes"]
    comment: str
    replied_at: datetime | None


class DeliverableOut(Schema):
    """A file or a link that a project hands over."""

    id: UUID
    project: UUID
    name: str
    document: UUID | None = Field(description="Of /documents, where it is a file.")
    link: str
    number: int = Field(description="Its version.")
    changed_at: datetime
    sendings: list[SendingOut]


class DeliverableIn(Input):
    """One more deliverable: a link, or a document of the client."""

    link: StrictStr = Field("", max_length=500, examples=["https://example.com/film"])
    document: Id | None = Field(None, description="Of /documents, of the same client.")
    name: StrictStr = Field("", max_length=200)


class DeliverableUpload(Schema):
    """What the file is called, beside the file."""

    name: StrictStr = Field("", max_length=200, description="That of the file if left out.")


class HandOneOverIn(Input):
    """To whom it goes, when, and why all the same."""

    contacts: list[Id] = Field(min_length=1, max_length=50, description="People of the client.")
    words: StrictStr = Field("", max_length=2000)
    at: Instant | None = Field(None, description="At once if left out.")
    override: StrictStr = Field(
        "", max_length=500, description="Why it may leave although the client is on hold."
    )


class HandOverIn(HandOneOverIn):
    """Several at once."""

    deliverables: list[Id] = Field(min_length=1, max_length=50, description="Of the project.")


def _sending(request: ApiRequest, one: Sending) -> dict[str, Any]:
    names = (
        "number leave_at sent_at held_back override expires_at revoked_at reply comment replied_at"
    )
    return {name: getattr(one, name) for name in names.split()} | {
        "id": one.public_id,
        "contact": reference(one.contact),
        "sent_by": reference(words(request).members.get(one.sent_by_id or 0)),
    }


def _card(request: ApiRequest, row: Deliverable) -> dict[str, Any]:
    sent = row.sendings.select_related("contact").order_by("-id")[:50]
    return {
        "id": row.public_id,
        "project": row.project.public_id,
        "name": row.name,
        "document": row.file.public_id if row.file else None,
        "link": row.link,
        "number": row.number,
        "changed_at": row.changed_at,
        "sendings": [_sending(request, one) for one in sent],
    }


def _the_project(request: ApiRequest, project_id: UUID) -> Project:
    rows = Project.objects.visible_to(request.member).kept().select_related("client", "column")
    project: Project = found(request, rows, project_id)
    return project


def _rows(request: ApiRequest) -> Any:
    rows = Deliverable.objects.visible_to(request.member).kept()
    return rows.select_related("project__client", "file")


def _the_deliverable(request: ApiRequest, deliverable_id: UUID) -> Deliverable:
    row: Deliverable = found(request, _rows(request), deliverable_id)
    return row


def _people(project: Project, keys: list[UUID]) -> list[Contact]:
    links = project.client.links.current().select_related("contact")
    known = [link.contact for link in links.filter(contact__public_id__in=keys)]
    return [chosen(known, key, "contacts") for key in keys]


def _send(
    request: ApiRequest, project: Project, some: list[Deliverable], data: HandOneOverIn
) -> HttpResponse:
    Sending.send(
        some,
        _people(project, data.contacts),
        by=request.member,
        words=data.words,
        at=data.at,
        override=data.override,
    )
    cards = [_card(request, one) for one in _rows(request).filter(pk__in=[r.pk for r in some])]
    return answer({"items": cards, "next": None}, status=201)


@router.get(
    "/projects/{project_id}/deliverables",
    auth=READ,
    response=Page[DeliverableOut],
    summary="List a project's deliverables",
)
def list_deliverables(request: ApiRequest, project_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The newest first, with to whom they went and what was said."""
    rows = _rows(request).filter(project=_the_project(request, project_id))
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, one) for one in page], "next": cursor})


@router.post(
    "/projects/{project_id}/deliverables",
    auth=WRITE,
    response={201: DeliverableOut},
    summary="Add a deliverable",
)
def add_deliverable(request: ApiRequest, project_id: UUID, data: DeliverableIn) -> HttpResponse:
    """A link, or a document that the client has already."""
    project, file = _the_project(request, project_id), None
    if data.document is not None:
        files = File.objects.visible_to(request.member).live().filter(client=project.client_id)
        file = chosen(list(files.filter(public_id=data.document)), data.document, "document")
    row = Deliverable.add(project, by=request.member, file=file, link=data.link, name=data.name)
    where = f"/api/v1/deliverables/{row.public_id}"
    return answer(_card(request, row), status=201, location=where)


@router.post(
    "/projects/{project_id}/deliverables/upload",
    auth=WRITE,
    response={201: DeliverableOut},
    summary="Upload a deliverable",
)
def upload_deliverable(
    request: ApiRequest, project_id: UUID, file: Sent[UploadedFile], data: Form[DeliverableUpload]
) -> HttpResponse:
    """The file goes into the project's folder, and onto the list of what is handed over."""
    project = _the_project(request, project_id)
    row = Deliverable.add(project, by=request.member, upload=file, name=data.name)
    return answer(_card(request, _rows(request).get(pk=row.pk)), status=201)


@router.post(
    "/projects/{project_id}/send",
    auth=WRITE,
    response={201: Page[DeliverableOut]},
    summary="Send several deliverables",
)
def send_deliverables(request: ApiRequest, project_id: UUID, data: HandOverIn) -> HttpResponse:
    """One mail for each person. Refused while the client is on hold."""
    project = _the_project(request, project_id)
    known: list[Deliverable] = list(_rows(request).filter(project=project))
    some = [chosen(known, key, "deliverables") for key in data.deliverables]
    return _send(request, project, some, data)


@router.get(
    "/deliverables/{deliverable_id}",
    auth=READ,
    response=DeliverableOut,
    summary="Read a deliverable",
)
def read_deliverable(request: ApiRequest, deliverable_id: UUID) -> HttpResponse:
    """One deliverable."""
    return answer(_card(request, _the_deliverable(request, deliverable_id)))


@router.delete(
    "/deliverables/{deliverable_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a deliverable",
)
def remove_deliverable(request: ApiRequest, deliverable_id: UUID) -> HttpResponse:
    """Its links open nothing any more; its file stays."""
    _the_deliverable(request, deliverable_id).remove(by=request.member)
    return nothing()


@router.post(
    "/deliverables/{deliverable_id}/send",
    auth=WRITE,
    response={201: Page[DeliverableOut]},
    summary="Send a deliverable",
)
def send_deliverable(
    request: ApiRequest, deliverable_id: UUID, data: HandOneOverIn
) -> HttpResponse:
    """Each person gets a mail with a link of their own. Refused while the client is on hold."""
    row = _the_deliverable(request, deliverable_id)
    return _send(request, row.project, [row], data)


@router.delete(
    "/sendings/{sending_id}", auth=WRITE, response={204: None}, summary="Take a sending back"
)
def take_back_sending(request: ApiRequest, sending_id: UUID) -> HttpResponse:
    """Its link opens nothing any more; one that was still to leave does not."""
    rows = Sending.objects.visible_to(request.member).select_related("deliverable", "contact")
    sending: Sending = found(request, rows, sending_id)
    sending.take_back(by=request.member)
    return nothing()
