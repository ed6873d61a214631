"""What to know before something is linked, as soon as it is picked (J04)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from atrium.clients.access import client_view
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.models import Client
from atrium.clients.picked import people_picked, picked
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def linking(request: MemberRequest, client: Client) -> HttpResponse:
    """The warnings about the contacts or the client that were picked; what cannot be seen is passed over."""
    people = people_picked(request.member, request.GET.getlist("contact"))
    others = picked(request.member, request.GET.getlist("client"), but=client)
    told = []
    for contact in people:
        told += warnings_of(Linking(member=request.member, client=client, contact=contact))
    for other in others:
        told += warnings_of(Linking(member=request.member, client=client, other=other))
    response = render(request, "clients/linking.html", {"warnings": told})
    patch_vary_headers(response, ("HX-Request",))
    return response
