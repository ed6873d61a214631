"""Pictures in notes: put in while writing, seen by who may read the note (R13)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.conversations.access import the_image
from atrium.conversations.models import Image
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_POST
@client_view(needs=Can.NOTES_WRITE)
def add(request: MemberRequest, client: Client) -> HttpResponse:
    """Keep the picture in ``file`` and answer its address, or in words why not."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"detail": "Choose a picture."}, status=422)
    try:
        image = Image.add(client, by=request.member, file=file)
    except Refusal as error:
        return JsonResponse({"detail": str(error)}, status=422)
    place = [client.organisation.slug, client.number, image.public_id]
    return JsonResponse({"src": reverse("note-image", args=place)}, status=201)


@require_safe
@client_view(needs=Can.NOTES_SEE)
def show(request: MemberRequest, client: Client, key: UUID) -> HttpResponseBase:
    """The picture, so that a browser can show it in a note and do nothing else with it."""
    image = the_image(request, client, key)
    return handed_out(image.stored_as, name=image.file_name, content_type=image.content_type)
