"""What helps while a note is written: the organisation's templates, and whom one can mention."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.conversations.access import the_templates
from atrium.conversations.mentions import to_mention
from atrium.conversations.placeholders import filled
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@client_view(needs=Can.NOTES_WRITE)
def templates(request: MemberRequest, client: Client) -> HttpResponse:
    """The templates as they read for this client, to choose from; on the Notes tab without script."""
    if not request.headers.get("HX-Request"):
        place = [client.organisation.slug, client.number, "notes"]
        return redirect(f"{reverse('client-tab', args=place)}?templates#note-templates")
    found = [(t, filled(t.html, client=client, by=request.member)) for t in the_templates()]
    return part(request, client, "conversations/dialogs/templates.html", {"templates": found})


@require_safe
@client_view(needs=Can.NOTES_WRITE)
def people(request: MemberRequest, client: Client) -> HttpResponse:
    """The members to mention, and whether each would be told."""
    found = [
        {"key": str(m.public_id), "name": m.name, "title": m.job_title, "told": told}
        for m, told in to_mention(client, request.member)
    ]
    return JsonResponse({"people": found})
