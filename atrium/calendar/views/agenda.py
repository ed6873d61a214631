"""The unfinished tasks of all clients."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from atrium.calendar.agenda import Agenda
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.TASKS_SEE)
def agenda(request: MemberRequest) -> HttpResponse:
    """By urgency; a part to those who ask for more."""
    context = {"agenda": Agenda.read(request.member, request.GET)}
    more = "agenda-more" in request.headers.get("HX-Target", "")
    template = "calendar/agenda_part.html" if more else "calendar/agenda.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
