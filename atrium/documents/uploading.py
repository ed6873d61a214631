"""What the page is answered that sends a file in parts, whatever the file is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse

from atrium.documents.models import Upload
from atrium.documents.models.upload import PART
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.middleware import MemberRequest

LONGEST_KEY = 100


def begun(request: MemberRequest, client: Client, **of: Any) -> HttpResponse:
    """An upload as the request tells it: key, name and size; ``of`` is what else Upload.begin takes."""
    said = request.POST
    size, key = said.get("size", ""), said.get("key", "")
    if not (size.isdecimal() and len(size) < 16 and 0 < len(key) <= LONGEST_KEY):  # noqa: PLR2004 - a number of bytes
        return JsonResponse({"detail": gettext("Say key, name and size of the file.")}, status=422)
    try:
        upload = Upload.begin(
            client, by=request.member, key=key, name=said.get("name", ""), size=int(size), **of
        )
    except Refusal as error:
        return JsonResponse({"detail": str(error)}, status=422)
    return JsonResponse(told(upload, client), status=201)


def told(upload: Upload, client: Client) -> dict[str, object]:
    """Where the parts go, how many are there, and the file once it is whole."""
    slug, file = client.organisation.slug, upload.file
    return {
        "url": address("upload", slug, client.number, upload.public_id),
        "part": PART,
        "parts": len(upload.parts),
        "received": upload.size if file else upload.received,
        "file": address("file", slug, client.number, file.public_id) if file else None,
    }
