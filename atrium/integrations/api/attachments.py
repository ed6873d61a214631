"""Files of messages (R12)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Router
from ninja.files import UploadedFile

from atrium.conversations.mail.enclosing import enclose_files
from atrium.conversations.mail.following import client_of
from atrium.conversations.models import Attachment, Message
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest, demand, demand_scope
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.message_bodies import AttachmentOut, DocumentIn, attachment_card
from atrium.integrations.api.messages import READ, WRITE, the_message
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.permissions import Can

router = Router(tags=["Messages"])


def _the_file(request: ApiRequest, message: Message, attachment_id: UUID) -> Attachment:
    return found(request, message.attachments.all(), attachment_id)


@router.post(
    "/messages/{message_id}/attachments",
    auth=WRITE,
    response={201: AttachmentOut},
    summary="Attach a file",
)
def attach_file(request: ApiRequest, message_id: UUID, file: File[UploadedFile]) -> HttpResponse:
    """To a draft; together they have at most 20 MB."""
    message = the_message(request, message_id)
    try:
        kept = message.attach(file, by=request.member)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([("file", str(error))]) from error
    location = f"/api/v1/messages/{message_id}/attachments/{kept.public_id}"
    return answer(attachment_card(kept), status=201, location=location)


@router.post(
    "/messages/{message_id}/documents",
    auth=WRITE,
    response={201: AttachmentOut},
    summary="Attach a document",
)
def attach_document(request: ApiRequest, message_id: UUID, data: DocumentIn) -> HttpResponse:
    """A document of the draft's client, as it is now; needs the scope `documents:read`, too."""
    message = the_message(request, message_id)
    demand_scope(request.token, "documents:read")
    demand(request.member, Can.DOCUMENTS_SEE)
    try:
        [kept] = enclose_files(message, client_of(message), [data.document], by=request.member)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([("document", str(error))]) from error
    location = f"/api/v1/messages/{message_id}/attachments/{kept.public_id}"
    return answer(attachment_card(kept), status=201, location=location)


@router.get(
    "/messages/{message_id}/attachments/{attachment_id}",
    auth=READ,
    summary="Read an attached file",
)
def read_attachment(request: ApiRequest, message_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """The file itself; only where all of the message is seen."""
    row = _the_file(request, the_message(request, message_id), attachment_id)
    return handed_out(row.stored_as, name=row.name, content_type=row.content_type)


@router.delete(
    "/messages/{message_id}/attachments/{attachment_id}",
    auth=WRITE,
    response={204: None},
    summary="Detach a file",
)
def detach_file(request: ApiRequest, message_id: UUID, attachment_id: UUID) -> HttpResponse:
    """From a draft."""
    message = the_message(request, message_id)
    message.detach(_the_file(request, message, attachment_id), by=request.member)
    return nothing()
