"""Files in custom fields: sent for a field, named by its value, read again (V06)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from atrium.clients.models import Field as CustomField
from atrium.clients.models import FieldFile
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid, not_found
from atrium.integrations.api.finding import found, words
from atrium.integrations.api.shell import answer
from atrium.organisations.permissions import Can

router = Router(tags=["Fields"])
READ = Bearer("clients:read", Can.CLIENTS_SEE)
WRITE = Bearer("clients:write", Can.CLIENTS_EDIT)


class FileOut(Schema):
    """A file, as it stands in `fields` of a client or contact."""

    id: UUID
    name: str = Field(examples=["contract.pdf"])
    type: str = Field(description="Read from its content.", examples=["application/pdf"])
    size: int = Field(description="In bytes.")


@router.post(
    "/fields/{field_id}/files",
    auth=WRITE,
    response={201: FileOut},
    summary="Send a file for a field",
)
def add_file(request: ApiRequest, field_id: UUID, file: File[UploadedFile]) -> HttpResponse:
    """Then name its `id` as the value of the field; a file that no record names goes after a day."""
    every = words(request).fields.values()
    field: CustomField | None = next(
        (f for f in every if f.public_id == field_id and f.is_live and f.seen_by(request.member)),
        None,
    )
    if field is None:
        raise not_found()
    try:
        kept = FieldFile.add(field, by=request.member, file=file)
    except Refusal as error:
        raise Invalid([("file", str(error))]) from error
    value: dict[str, Any] = kept.value
    return answer(value, status=201, location=f"/api/v1/files/{kept.public_id}")


@router.get("/files/{file_id}", auth=READ, summary="Read a file")
def read_file(request: ApiRequest, file_id: UUID) -> HttpResponseBase:
    """The file itself, also one that a field held before."""
    kept = found(request, FieldFile.objects.visible_to(request.member), file_id)
    return handed_out(kept.stored_as, name=kept.name, content_type=kept.content_type)
