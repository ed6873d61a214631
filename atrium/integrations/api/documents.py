"""Files of clients: listed, sent, changed, read, given new versions (R15, C14)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import StringConstraints

from atrium.documents.access import handed
from atrium.documents.kinds import kinds_of
from atrium.documents.models import File as Document
from atrium.documents.models import Folder
from atrium.documents.models.several import bin_files, move_files, restore_files
from atrium.documents.words import with_words
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.document_bodies import (
    DocumentForm,
    DocumentOut,
    DocumentPatch,
    DocumentVersionOut,
    document_card,
)
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day
from atrium.organisations.permissions import Can

router = Router(tags=["Documents"])
READ = Bearer("documents:read", Can.DOCUMENTS_SEE)
WRITE = Bearer("documents:write", Can.DOCUMENTS_EDIT)


class DocumentFilter(Paged):
    """Which files."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words in name, description and tags, or inside."
    )
    folder: UUID | None = Field(None, description="Right in this folder.")
    kind: UUID | None = Field(None, description="Of /document-kinds.")
    expires_by: Day | None = Field(None, description="That expire by this day.")
    removed: bool = Field(default=False, description="Instead: those in the bin.")


def _shown(rows: Any) -> Any:
    return rows.select_related("client", "folder", "content").defer("content__text")


def _card(request: ApiRequest, document: Document) -> dict[str, Any]:
    return document_card(document, kinds_of(request.member.organisation))


def the_document(request: ApiRequest, document_id: UUID) -> Document:
    """The file with this identifier, if the member may see it; else 404."""
    document: Document = found(
        request, _shown(Document.objects.visible_to(request.member)), document_id
    )
    document.client.organisation = request.member.organisation
    return document


def the_folder_named(client: Any, folder_id: UUID | None, field: str = "folder") -> Folder | None:
    """The live folder of the client that a body names; else 422 at that field."""
    if folder_id is None:
        return None
    rows: Any = Folder.objects.live().filter(client=client, public_id=folder_id)
    row: Folder = chosen(list(rows), folder_id, field)
    row.client = client
    return row


def _page(request: ApiRequest, rows: Any, query: DocumentFilter) -> HttpResponse:
    rows = rows.filter(binned_at__isnull=not query.removed)
    if query.q:
        rows = with_words(rows, query.q)
    if query.folder:
        rows = rows.filter(folder__public_id=query.folder)
    if query.kind:
        rows = rows.filter(kind__public_id=query.kind)
    if query.expires_by:
        rows = rows.filter(expires_on__lte=query.expires_by)
    page, cursor = paged(_shown(rows), query, NEWEST)
    return answer({"items": [_card(request, row) for row in page], "next": cursor})


@router.get(
    "/documents", auth=READ, response=Page[DocumentOut], summary="List files of all clients"
)
def list_documents(request: ApiRequest, query: Query[DocumentFilter]) -> HttpResponse:
    """The one added last first."""
    return _page(request, Document.objects.visible_to(request.member), query)


@router.get(
    "/clients/{client_id}/files",
    auth=READ,
    response=Page[DocumentOut],
    summary="List a client's files",
)
def list_files(request: ApiRequest, client_id: UUID, query: Query[DocumentFilter]) -> HttpResponse:
    """The one added last first."""
    return _page(request, Document.objects.filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/files", auth=WRITE, response={201: DocumentOut}, summary="Add a file"
)
def add_document(
    request: ApiRequest, client_id: UUID, file: File[UploadedFile], data: Form[DocumentForm]
) -> HttpResponse:
    """One of the same name gets a number behind it. For more than 100 MB send it in parts."""
    client = the_client(request, client_id)
    told = data.dict()
    told["folder"] = the_folder_named(client, told["folder"])
    told["kind"] = _kind(request, told["kind"])
    try:
        row = Document.add(client, file, by=request.member, **told)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([(error.field, str(error))]) from error
    card = _card(request, row)
    return answer(card, status=201, location=f"/api/v1/documents/{row.public_id}")


@router.get(
    "/documents/{document_id}", auth=READ, response=DocumentOut, summary="Read about a file"
)
def read_document(request: ApiRequest, document_id: UUID) -> HttpResponse:
    """What is said of it."""
    return answer(_card(request, the_document(request, document_id)))


@router.patch("/documents/{document_id}", auth=WRITE, response=DocumentOut, summary="Change a file")
def change_document(request: ApiRequest, document_id: UUID, data: DocumentPatch) -> HttpResponse:
    """What is said of it, and where it stands."""
    row = the_document(request, document_id)
    told = data.sent()
    if "folder" in told:
        into = the_folder_named(row.client, told.pop("folder"))
        move_files(row.client, [row], into, by=request.member)
        row.folder = into
    if "kind" in told:
        told["kind"] = _kind(request, told["kind"])
    if "tags" in told:
        told["tags"] = ", ".join(tag.replace(",", " ") for tag in told["tags"])
    if told:
        row.edit(by=request.member, **told)
    return answer(_card(request, the_document(request, document_id)))


@router.delete(
    "/documents/{document_id}", auth=WRITE, response={204: None}, summary="Put a file into the bin"
)
def bin_document(request: ApiRequest, document_id: UUID) -> HttpResponse:
    """For 30 days it can be brought back."""
    row = the_document(request, document_id)
    bin_files(row.client, [row], by=request.member)
    return nothing()


@router.post(
    "/documents/{document_id}/restore",
    auth=WRITE,
    response=DocumentOut,
    summary="Bring a file back",
)
def restore_document(request: ApiRequest, document_id: UUID) -> HttpResponse:
    """Nothing happens when it is not in the bin."""
    row = the_document(request, document_id)
    restore_files(row.client, [row], by=request.member)
    return answer(_card(request, the_document(request, document_id)))


@router.get("/documents/{document_id}/content", auth=READ, summary="Read a file")
def read_document_content(request: ApiRequest, document_id: UUID) -> HttpResponseBase:
    """The bytes of the version that stands."""
    row = the_document(request, document_id)
    content = handed(row.content)
    return handed_out(content.stored_as, name=row.name, content_type=content.content_type)


@router.get(
    "/documents/{document_id}/versions",
    auth=READ,
    response=Page[DocumentVersionOut],
    summary="List the versions of a file",
)
def list_document_versions(
    request: ApiRequest, document_id: UUID, query: Query[Paged]
) -> HttpResponse:
    """The last one first."""
    rows = the_document(request, document_id).versions.select_related("content")
    page, cursor = paged(rows.defer("content__text"), query, NEWEST)
    return answer({"items": [_version(request, row) for row in page], "next": cursor})


@router.post(
    "/documents/{document_id}/versions",
    auth=WRITE,
    response={201: DocumentVersionOut},
    summary="Add a version of a file",
)
def add_document_version(
    request: ApiRequest, document_id: UUID, file: File[UploadedFile]
) -> HttpResponse:
    """What it says from now on; the version that stands, sent again, adds nothing."""
    try:
        row = the_document(request, document_id).add_version(file, by=request.member)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([(error.field, str(error))]) from error
    return answer(_version(request, row), status=201)


@router.get(
    "/documents/{document_id}/versions/{number}", auth=READ, summary="Read a version of a file"
)
def read_document_version(request: ApiRequest, document_id: UUID, number: int) -> HttpResponseBase:
    """Its bytes."""
    rows = the_document(request, document_id).versions.select_related("content")
    row = next((row for row in rows.defer("content__text") if row.number == number), None)
    if row is None:
        raise Invalid([("number", "There is no version with this number.")])
    content = handed(row.content)
    return handed_out(content.stored_as, name=row.name, content_type=content.content_type)


def _kind(request: ApiRequest, kind_id: UUID | None) -> Any:
    if kind_id is None:
        return None
    return chosen(kinds_of(request.member.organisation).values(), kind_id, "kind")


def _version(request: ApiRequest, row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "number": row.number,
        "name": row.name,
        "note": row.note,
        "type": row.content.content_type,
        "size": row.content.size,
        "sha256": row.content.sha256,
        "added_by": reference(words(request).members.get(row.added_by_id or 0)),
        "added_at": row.added_at,
    }
