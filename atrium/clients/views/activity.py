"""The story in the middle of the client page, piece by piece (R11)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.story import Story
from atrium.clients.views.answer import part
from atrium.clients.views.presence import tell_who_is_here
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@client_view(needs=Can.CLIENTS_SEE)
def stretch(request: MemberRequest, client: Client) -> HttpResponse:
    """Some more of the story: what is older, or what happened since; 204 where nothing did."""
    story = Story.read(Portrait(client, request.member), request.GET)
    if not story.days and "after" in request.GET:
        return tell_who_is_here(request, client, HttpResponse(status=204))
    answer = part(request, client, "clients/timeline/stretch.html", {"story": story})
    return tell_who_is_here(request, client, answer)
