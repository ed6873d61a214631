"""Calls of all clients, those of unknown numbers, and whose number it is that rings (R18)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import the_clients
from atrium.conversations.access import the_unassigned
from atrium.conversations.call_checks import shown
from atrium.conversations.call_list import CallList
from atrium.conversations.callers import become_lead, callers, heard
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.CALLS_SEE)
def listed(request: MemberRequest) -> HttpResponse:
    """What waits to be assigned, then the calls of all clients, the newest first."""
    context = {"calls": CallList.read(request.member, request.GET)}
    return render(request, "conversations/calls/list.html", context)


@require_safe
@member_view(needs=Can.CALLS_SEE)
def lookup(request: MemberRequest) -> HttpResponse:
    """Lead a telephone's screen pop to the client whose number it is; offer to add one."""
    number = heard(request.GET.get("number", ""), request.member)
    found = callers(number, request.member)
    if len(found) == 1:
        return redirect(found[0].client)
    context = {
        "number": number,
        "shown": shown(number),
        "callers": found,
        "may_add": request.member.can(Can.CLIENTS_EDIT),
        "organisation": request.member.organisation,
        "begun": urlencode({"phone": shown(number)}),
    }
    return render(request, "conversations/calls/lookup.html", context)


@require_POST
@member_view(needs=Can.CALLS_LOG)
def assign(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say whose call it was."""
    call = the_unassigned(request, key)
    number = request.POST.get("client", "")[:12]
    readable = fits(number)
    client = the_clients(request, int(number)).first() if readable else None
    if client is None:
        messages.error(request, gettext("Choose a client from the list."))
        return _back(request)
    who = next((c for c in callers(call.number, request.member) if c.client == client), None)
    call.assign(client, by=request.member, contact=who.contact if who else None)
    messages.success(request, gettext("Assigned to {client}.").format(client=client))
    return _back(request)


@require_POST
@member_view(needs=Can.CLIENTS_EDIT)
def lead(request: MemberRequest, key: UUID) -> HttpResponse:
    """Make a client of the caller; all unassigned calls of the number are theirs."""
    call = the_unassigned(request, key)
    try:
        client = become_lead(call, by=request.member, name=request.POST.get("name", ""))
    except Refusal as error:
        messages.error(request, str(error))
        return _back(request)
    messages.success(
        request, gettext("{client} is added as {code}.").format(client=client, code=client.code)
    )
    return redirect(client)


@require_POST
@member_view(needs=Can.CALLS_LOG)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    the_unassigned(request, key).bin(by=request.member)
    messages.success(request, gettext("Call removed."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(reverse("calls", args=[request.member.organisation.slug]))
