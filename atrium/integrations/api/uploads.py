"""Files that come in parts: what broke off goes on where it was (C14)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from atrium.documents.models import Upload
from atrium.documents.models.upload import PART
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.document_bodies import UploadIn, UploadOut
from atrium.integrations.api.documents import WRITE, the_folder_named
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.shell import answer, nothing

router = Router(tags=["Documents"])


def _the_upload(request: ApiRequest, upload_id: UUID) -> Upload:
    rows: Any = Upload.objects.filter(member=request.member)
    shown = rows.select_related("client__organisation", "folder", "of_file", "file")
    upload: Upload = found(request, shown, upload_id)
    return upload


def _card(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.public_id,
        "part": PART,
        "parts": len(upload.parts),
        "received": upload.size if upload.file else upload.received,
        "document": upload.file.public_id if upload.file else None,
    }


@router.post(
    "/clients/{client_id}/uploads", auth=WRITE, response={201: UploadOut}, summary="Begin an upload"
)
def begin_upload(request: ApiRequest, client_id: UUID, data: UploadIn) -> HttpResponse:
    """The same `key` again leads to the same upload, hence to one file."""
    client = the_client(request, client_id)
    told = data.dict()
    told["folder"] = the_folder_named(client, told["folder"])
    try:
        upload = Upload.begin(client, by=request.member, **told)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([("size", str(error))]) from error
    return answer(_card(upload), status=201, location=f"/api/v1/uploads/{upload.public_id}")


@router.get("/uploads/{upload_id}", auth=WRITE, response=UploadOut, summary="How far is an upload?")
def read_upload(request: ApiRequest, upload_id: UUID) -> HttpResponse:
    """One's own."""
    return answer(_card(_the_upload(request, upload_id)))


@router.post(
    "/uploads/{upload_id}/parts/{part}",
    auth=WRITE,
    response=UploadOut,
    summary="Send a part of a file",
)
def send_part(
    request: ApiRequest, upload_id: UUID, part: int, file: File[UploadedFile]
) -> HttpResponse:
    """Counted from 0, in turn; the last one makes the file, which `document` names then."""
    upload = _the_upload(request, upload_id)
    if upload.file is None:
        upload.take(part, file)
        if upload.is_whole:
            upload.finish(by=request.member)
    return answer(_card(upload))


@router.delete("/uploads/{upload_id}", auth=WRITE, response={204: None}, summary="Stop an upload")
def stop_upload(request: ApiRequest, upload_id: UUID) -> HttpResponse:
    """The parts that came go; a file that it became stays."""
    _the_upload(request, upload_id).drop()
    return nothing()
