"""Pictures in the text of e-mails (R12)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from atrium.conversations.access import the_image_in_mail
from atrium.foundation.files import handed_out
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.messages import READ, WRITE
from atrium.integrations.api.note_parts import ImageIn, ImageOut, added_image, image_card
from atrium.integrations.api.shell import answer

router = Router(tags=["Messages"])


@router.post(
    "/clients/{client_id}/messages/images",
    auth=WRITE,
    response={201: ImageOut},
    summary="Add a picture to be sent",
)
def add_message_image(request: ApiRequest, client_id: UUID, data: ImageIn) -> HttpResponse:
    """To be shown in a message written next; one that nothing shows is removed after a day."""
    return answer(image_card(added_image(request, client_id, data)), status=201)


@router.get(
    "/messages/{message_id}/images/{picture_id}", auth=READ, summary="Read a message's picture"
)
def read_message_image(request: ApiRequest, message_id: UUID, picture_id: UUID) -> HttpResponseBase:
    """The picture itself, as PNG or JPEG; only where all of the message is seen."""
    image = the_image_in_mail(request.member, message_id, picture_id)
    return handed_out(image.stored_as, name=image.file_name, content_type=image.content_type)
