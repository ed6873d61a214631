"""The calendar of a member, a team, a client or all (R14, X15)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.meetings.access import say, the_meeting
from atrium.meetings.agenda import Calendar, may_meet
from atrium.meetings.forms import ForWhomForm, MoveForm
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.MEETINGS_SEE)
def show(request: MemberRequest) -> HttpResponse:
    """The days that the URL asks for: drawn where scripts run and there is room, and as a list."""
    context = {
        "calendar": Calendar.read(request.member, request.GET),
        "organisation": request.member.organisation,
        "may_plan": request.member.can(Can.MEETINGS_WRITE),
    }
    return render(request, "meetings/calendar.html", context)


@require_safe
@member_view(needs=Can.MEETINGS_WRITE)
def new(request: MemberRequest) -> HttpResponse:
    """Ask for the client, then lead to its form with the time that was clicked."""
    form = ForWhomForm(request.GET if "client" in request.GET else None)
    times = {name: request.GET[name] for name in ("starts", "ends") if name in request.GET}
    if form.is_valid():
        number = form.cleaned_data["client"]
        if may_meet(request.member, number):
            url = reverse("meeting-new", args=[request.member.organisation.slug, number])
            return redirect(f"{url}?{urlencode(times)}")
        form.add_error("client", gettext("Choose a client."))
    context = {"form": form, "times": times, "organisation": request.member.organisation}
    return render(request, "meetings/for_whom.html", context, status=422 if form.is_bound else 200)


@require_POST
@client_view(needs=Can.MEETINGS_WRITE)
def move(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Put it where it was dragged to; the calendar anew tells what became of it."""
    row, form = the_meeting(request, client, key), MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("It was not moved: the calendar did not say where to."))
    else:
        told = form.cleaned_data
        try:
            row.move(
                by=request.member,
                starts_at=told["starts"],
                ends_at=told["ends"],
                version=told["version"],
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            say(request, gettext("Moved {row} to {when}.").format(row=row, when=row.when))
    home = reverse("calendar", args=[client.organisation.slug])
    return redirect(f"{home}?{form.cleaned_data.get('back', '')}")
