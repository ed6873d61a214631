"""Files that come in parts, with progress; one that broke off goes on where it was (C14)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.documents.access import the_file, the_folder_or_none, the_upload, uuids
from atrium.documents.uploading import begun, told
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_POST
@client_view(needs=Can.DOCUMENTS_EDIT)
def begin(request: MemberRequest, client: Client) -> HttpResponse:
    """Say what will come; answers where the parts go and how many are there already."""
    of = [the_file(request, client, each) for each in uuids([request.POST.get("of", "")])]
    folder = the_folder_or_none(request, client, request.POST.get("folder", ""))
    return begun(request, client, folder=folder, of_file=of[0] if of else None)


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
    return JsonResponse(told(upload, client))


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def upload(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """How far it is; a POST of ``stop`` forgets it, unless it became a file meanwhile."""
    row = the_upload(request, client, key)
    if "stop" in request.POST and row.cancel():
        return HttpResponse(status=204)
    return JsonResponse(told(row, client))
