"""The files of all clients: recent ones, those that expire, what a search finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from atrium.documents.everywhere import Everywhere
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.DOCUMENTS_SEE)
def documents(request: MemberRequest) -> HttpResponse:
    """Of the clients that the member sees."""
    context = {"all": Everywhere.read(request.member, request.GET)}
    response = render(request, "documents/all.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
