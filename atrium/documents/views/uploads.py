"""Files that come in parts, with progress; one that broke off goes on where it was (C14)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.documents.access import the_file, the_folder_or_none, the_upload, uuids
from atrium.documents.models import Upload
from atrium.documents.models.upload import PART
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LONGEST_KEY = 100


@require_POST
@client_view(needs=Can.DOCUMENTS_EDIT)
def begin(request: MemberRequest, client: Client) -> HttpResponse:
    """Say what will come; answers where the parts go and how many are there already."""
    told = request.POST
    size, key = told.get("size", ""), told.get("key", "")
    if not (size.isdecimal() and len(size) < 16 and 0 < len(key) <= LONGEST_KEY):  # noqa: PLR2004 - a number of bytes
        return JsonResponse({"detail": "Say key, name and size of the file."}, status=422)
    of = [the_file(request, client, each) for each in uuids([told.get("of", "")])]
    try:
        upload = Upload.begin(
            client,
            by=request.member,
            key=key,
            name=told.get("name", ""),
            size=int(size),
            folder=the_folder_or_none(request, client, told.get("folder", "")),
            of_file=of[0] if of else None,
        )
    except Refusal as error:
        return JsonResponse({"detail": str(error)}, status=422)
    return JsonResponse(_told(upload, client), status=201)


@require_POST
@client_view(needs=Can.DOCUMENTS_EDIT)
def part(request: MemberRequest, client: Client, key: UUID, which: int) -> HttpResponse:
    """Take one part, counted from 0; the last one makes the file."""
    upload = the_upload(request, client, key)
    sent = request.FILES.get("part")
    try:
        if upload.file is None and sent is not None:
            upload.take(which, sent)
        if upload.is_whole and upload.file is None:
            upload.finish(by=request.member)
    except Refusal as error:
        return JsonResponse({"detail": str(error)}, status=422)
    return JsonResponse(_told(upload, client))


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def upload(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """How far it is; a POST of ``stop`` forgets it."""
    row = the_upload(request, client, key)
    if "stop" in request.POST:
        row.drop()
        return HttpResponse(status=204)
    return JsonResponse(_told(row, client))


def _told(upload: Upload, client: Client) -> dict[str, object]:
    slug = client.organisation.slug
    file = upload.file
    return {
        "url": reverse("upload", args=[slug, client.number, upload.public_id]),
        "part": PART,
        "parts": len(upload.parts),
        "received": upload.size if file else upload.received,
        "file": reverse("file", args=[slug, client.number, file.public_id]) if file else None,
    }
