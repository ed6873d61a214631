"""Who else is on this page (X14): said with the poll that brings what happened or by itself, and on leaving."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client, Presence
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

HERE = "Here"


@require_safe
@client_view(needs=Can.CLIENTS_SEE)
def here(request: MemberRequest, client: Client) -> HttpResponse:
    """Who else is on the page, for tabs without a story to ask with."""
    return tell_who_is_here(request, client, HttpResponse(status=204))


@require_POST
@client_view(needs=Can.CLIENTS_SEE)
def leave(request: MemberRequest, client: Client) -> HttpResponse:
    Presence.leave(client, by=request.member)
    return HttpResponse(status=204)


def tell_who_is_here(request: MemberRequest, client: Client, answer: HttpResponse) -> HttpResponse:
    """The answer with those who are here beside the member, for a page that says it is open."""
    if "here" in request.GET and request.member.organisation.shows_presence:
        others = Presence.stay(client, by=request.member, field=request.GET.get("editing", ""))
        answer[HERE] = json.dumps(
            [
                {"name": o.member.name, "initials": o.member.initials, "hue": o.member.hue}
                | {"field": o.field}
                for o in others
            ]
        )
    return answer
