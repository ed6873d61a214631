"""The command palette, and the lists to pick a client or a contact from as one types."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from atrium.clients.access import the_client
from atrium.clients.models import Sight
from atrium.clients.palette import groups, lately
from atrium.clients.search import search
from atrium.clients.search.people import find_contacts, nobody
from atrium.clients.view_log import saw
from atrium.foundation.numbers import fits
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

MOST = 12


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def palette(request: MemberRequest) -> HttpResponse:
    """The lines of the palette for what was typed."""
    query = request.GET.get("q", "")
    saw(request.member, None, query, Sight.SEARCH)
    context = {"groups": groups(request.member, query, request.memberships), "q": query}
    return render(request, "shell/palette_results.html", context)


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def find_contact(request: MemberRequest) -> HttpResponse:
    """Contacts to pick from; those who stand with the client named already are shown, not offered (R08)."""
    number = request.GET.get("client", "")
    client = the_client(request, int(number) if fits(number) else 0) if number.isdecimal() else None
    query = request.GET.get("q", "")
    people = find_contacts(request.member, query, limit=MOST, client=client)
    context: dict[str, object] = {"people": people}
    if not people and query.strip():
        context["nothing"] = nobody(request.member, query)
    return render(request, "clients/pickers/contacts.html", context)


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def find_client(request: MemberRequest) -> HttpResponse:
    """Clients to pick from, each by its number; those where something happened last to begin with."""
    query = request.GET.get("q", "")
    if query.strip():
        found = search(request.member, query, limit=MOST, memberships=request.memberships)
        context: dict[str, object] = {"results": found}
    else:
        context = {"recent": lately(request.member, MOST)}
    return render(request, "clients/pickers/clients.html", context)
