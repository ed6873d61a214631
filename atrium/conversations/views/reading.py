"""Reading an e-mail: its page, the frame with its body, its files (R12)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from atrium.conversations.access import the_file_of, the_letter
from atrium.conversations.mail.reading import Reading, frame
from atrium.conversations.models import Level
from atrium.foundation import files
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

# Nothing of ours and nothing from elsewhere: not even without the sandbox would a script run.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {images}; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
@member_view(needs=Can.MAIL_SEE)
def read(request: MemberRequest, key: UUID) -> HttpResponse:
    """The whole of it on a page of its own, or in place of its excerpt."""
    member = request.member
    reading = Reading.of(the_letter(member, key), member, whole="all" in request.GET)
    context = {
        "reading": reading,
        "organisation": member.organisation,
        "pictures": "pictures" in request.GET,
        "may_sort": member.can(Can.MAIL_SEND) and reading.seen.level == Level.ALL,
    }
    into = request.headers.get("HX-Target", "")
    name = "whole" if f"read-{key}" in into else "read"
    response = render(request, f"conversations/mail/{name}.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
@member_view(needs=Can.MAIL_SEE)
def body(request: MemberRequest, key: UUID) -> HttpResponse:
    """What the frame shows: cleaned, without scripts, and without pictures from elsewhere until asked."""
    message = the_letter(request.member, key, Level.ALL)
    if message.author_id is not None:
        raise Http404
    pictures = "pictures" in request.GET
    html = frame(message, pictures=pictures, whole="all" in request.GET)
    response = render(request, "conversations/mail/body.html", {"html": html})
    response["Content-Security-Policy"] = POLICY.format(
        images="data: https:" if pictures else "data:"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@member_view(needs=Can.MAIL_SEE)
def file(request: MemberRequest, key: UUID, file: UUID) -> HttpResponseBase:
    """A file of a message, to be saved; never shown by the browser."""
    row = the_file_of(the_letter(request.member, key, Level.ALL), file)
    if row is None:
        raise Http404
    return files.handed_out(row.stored_as, name=row.name, content_type=row.content_type)
