"""Pictures in notes and e-mails: put in while writing, seen by who may read the text (R12, R13)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.conversations.access import the_image, the_image_in_mail, the_image_to_send
from atrium.conversations.models import Image
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_POST
@client_view(needs=Can.NOTES_WRITE)
def add(request: MemberRequest, client: Client) -> HttpResponse:
    """Keep the picture in ``file`` for a note and answer its address, or in words why not."""
    return _added(request, client, "note-image")


@require_POST
@client_view(needs=Can.MAIL_SEND)
def add_to_mail(request: MemberRequest, client: Client) -> HttpResponse:
    """The same for an e-mail."""
    return _added(request, client, "mail-image")


def _added(request: MemberRequest, client: Client, shown_at: str) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"detail": gettext("Choose a picture.")}, status=422)
    try:
        image = Image.add(client, by=request.member, file=file)
    except Refusal as error:
        return JsonResponse({"detail": str(error)}, status=422)
    place = [client.organisation.slug, client.number, image.public_id]
    return JsonResponse({"src": reverse(shown_at, args=place)}, status=201)


@require_safe
@client_view(needs=Can.NOTES_SEE)
def show(request: MemberRequest, client: Client, key: UUID) -> HttpResponseBase:
    """The picture, so that a browser can show it in a note and do nothing else with it."""
    return _handed_out(the_image(request, client, key))


@require_safe
@client_view(needs=Can.MAIL_SEND)
def show_written(request: MemberRequest, client: Client, key: UUID) -> HttpResponseBase:
    """A picture in an e-mail that is being written to the client."""
    return _handed_out(the_image_to_send(request, client, key))


@require_safe
@member_view(needs=Can.MAIL_SEE)
def show_sent(request: MemberRequest, key: UUID, image: UUID) -> HttpResponseBase:
    """A picture in the text of an e-mail."""
    return _handed_out(the_image_in_mail(request.member, key, image))


def _handed_out(image: Image) -> HttpResponseBase:
    return handed_out(image.stored_as, name=image.file_name, content_type=image.content_type)
