"""Folders of clients, and the kinds of documents (C14, R15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router

from atrium.documents.kinds import kinds_of
from atrium.documents.models import DocumentKind, Folder
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.document_bodies import FolderIn, FolderOut, FolderPatch, folder_card
from atrium.integrations.api.documents import READ, WRITE, the_folder_named
from atrium.integrations.api.finding import found, the_client, the_word
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, change, listed, term_card
from atrium.organisations.permissions import Can

router = Router(tags=["Documents"])
KINDS_READ = Bearer("document-kinds:read", Can.CLIENTS_SEE)
KINDS_WRITE = Bearer("document-kinds:write", Can.LEXICON_EDIT)


class FolderFilter(Paged):
    """Which folders."""

    removed: bool = Field(default=False, description="Instead: those in the bin.")


def the_folder(request: ApiRequest, folder_id: UUID) -> Folder:
    """The folder with this identifier, if the member may see it; else 404."""
    rows: Any = Folder.objects.visible_to(request.member).select_related("client", "parent")
    folder: Folder = found(request, rows, folder_id)
    folder.client.organisation = request.member.organisation
    return folder


@router.get(
    "/clients/{client_id}/folders",
    auth=READ,
    response=Page[FolderOut],
    summary="List a client's folders",
)
def list_folders(request: ApiRequest, client_id: UUID, query: Query[FolderFilter]) -> HttpResponse:
    """All of them; `parent` says which one stands in which."""
    rows: Any = Folder.objects.filter(client=the_client(request, client_id))
    rows = rows.filter(binned_at__isnull=not query.removed).select_related("client", "parent")
    page, cursor = paged(rows, query)
    return answer({"items": [folder_card(row) for row in page], "next": cursor})


@router.post(
    "/clients/{client_id}/folders", auth=WRITE, response={201: FolderOut}, summary="Add a folder"
)
def add_folder(request: ApiRequest, client_id: UUID, data: FolderIn) -> HttpResponse:
    """Refused where its place has one of that name."""
    client = the_client(request, client_id)
    parent = the_folder_named(client, data.parent, "parent")
    row = Folder.make(client, name=data.name, by=request.member, parent=parent)
    return answer(folder_card(row), status=201, location=f"/api/v1/folders/{row.public_id}")


@router.get("/folders/{folder_id}", auth=READ, response=FolderOut, summary="Read a folder")
def read_folder(request: ApiRequest, folder_id: UUID) -> HttpResponse:
    """One folder."""
    return answer(folder_card(the_folder(request, folder_id)))


@router.patch("/folders/{folder_id}", auth=WRITE, response=FolderOut, summary="Change a folder")
def change_folder(request: ApiRequest, folder_id: UUID, data: FolderPatch) -> HttpResponse:
    """Its name, and where it stands."""
    row, told = the_folder(request, folder_id), data.sent()
    if "name" in told:
        row.rename(told["name"], by=request.member)
    if "parent" in told:
        row.move(the_folder_named(row.client, told["parent"], "parent"), by=request.member)
    return answer(folder_card(the_folder(request, folder_id)))


@router.delete(
    "/folders/{folder_id}", auth=WRITE, response={204: None}, summary="Put a folder into the bin"
)
def bin_folder(request: ApiRequest, folder_id: UUID) -> HttpResponse:
    """With all in it; for 30 days it can be brought back."""
    row = the_folder(request, folder_id)
    if row.binned_at is None:
        row.bin(by=request.member)
    return nothing()


@router.post(
    "/folders/{folder_id}/restore", auth=WRITE, response=FolderOut, summary="Bring a folder back"
)
def restore_folder(request: ApiRequest, folder_id: UUID) -> HttpResponse:
    """With what went into the bin with it."""
    the_folder(request, folder_id).restore(by=request.member)
    return answer(folder_card(the_folder(request, folder_id)))


@router.get(
    "/document-kinds", auth=KINDS_READ, response=Page[TermOut], summary="List kinds of documents"
)
def list_document_kinds(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed(
        [term_card(kind) for kind in kinds_of(request.member.organisation).values()], query
    )


@router.post(
    "/document-kinds", auth=KINDS_WRITE, response={201: TermOut}, summary="Add a kind of document"
)
def add_document_kind(request: ApiRequest, data: TermIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(term_card(DocumentKind.add(by=request.member, label=data.label)), status=201)


@router.get(
    "/document-kinds/{document_kind_id}",
    auth=KINDS_READ,
    response=TermOut,
    summary="Read a kind of document",
)
def read_document_kind(request: ApiRequest, document_kind_id: UUID) -> HttpResponse:
    """One kind."""
    kinds = kinds_of(request.member.organisation).values()
    return answer(term_card(the_word(kinds, document_kind_id)))


@router.patch(
    "/document-kinds/{document_kind_id}",
    auth=KINDS_WRITE,
    response=TermOut,
    summary="Rename a kind of document",
)
def change_document_kind(
    request: ApiRequest, document_kind_id: UUID, data: TermPatch
) -> HttpResponse:
    """What carries it shows it at once."""
    return answer(term_card(change(request, DocumentKind, document_kind_id, data)))
