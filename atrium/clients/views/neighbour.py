"""The list one came from, and the next client in it ([ and ])."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from atrium.clients.access import client_view
from atrium.clients.listing import Listing
from atrium.clients.models import Client
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

COOKIE = "clients-list"
LONGEST = 2000
DIRECTIONS = {"previous": True, "next": False}


def remember(response: HttpResponse, request: MemberRequest) -> None:
    """Keep in this browser which list of the organisation was seen last."""
    query = request.META.get("QUERY_STRING", "")
    response.set_cookie(
        COOKIE,
        query if len(query) <= LONGEST else "",
        path=_home(request),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def remembered(request: MemberRequest, client: Client | None = None) -> str:
    """The address of the list seen last; with a client, at its row."""
    query = request.COOKIES.get(COOKIE, "")[:LONGEST]
    row = f"#client-{client.number}" if client else ""
    kept = QueryDict(query).urlencode()
    return f"{_home(request)}{'?' if kept else ''}{kept}{row}"


def _home(request: MemberRequest) -> str:
    return reverse("clients", args=[request.member.organisation.slug])


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def neighbour(request: MemberRequest, client: Client, direction: str) -> HttpResponse:
    """Lead to the client before or after this one in the list one came from; else to the list."""
    if direction not in DIRECTIONS:
        raise Http404
    listing = Listing.read(request.member, QueryDict(request.COOKIES.get(COOKIE, "")[:LONGEST]))
    found = listing.neighbour(client, back=DIRECTIONS[direction])
    if found is None:
        return redirect(remembered(request, client))
    return redirect("client", request.member.organisation.slug, found.number)
