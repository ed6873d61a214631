"""SMS of numbers that are nobody's yet: whose they are, a new client, or nothing (R17)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from atrium.clients.access import the_clients
from atrium.conversations.sms.access import the_waiting
from atrium.conversations.sms.waiting import become_lead
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_POST
@member_view(needs=Can.MAIL_SEND)
def assign(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say whose it was; all that wait of the number go with it."""
    sms = the_waiting(request.member, key)
    number = request.POST.get("client", "")[:12]
    readable = fits(number)
    client = the_clients(request, int(number)).first() if readable else None
    if client is None:
        messages.error(request, gettext("Choose a client from the list."))
    else:
        sms.assign(client, by=request.member)
        messages.success(request, gettext("Assigned to {client}.").format(client=client))
    return _back(request)


@require_POST
@member_view(needs=Can.CLIENTS_EDIT)
def lead(request: MemberRequest, key: UUID) -> HttpResponse:
    """Make a client of who wrote."""
    sms = the_waiting(request.member, key)
    try:
        client = become_lead(sms, by=request.member, name=request.POST.get("name", ""))
    except Refusal as error:
        messages.error(request, str(error))
        return _back(request)
    messages.success(
        request, gettext("{client} is added as {code}.").format(client=client, code=client.code)
    )
    return redirect(client)


@require_POST
@member_view(needs=Can.MAIL_SEND)
def ignore(request: MemberRequest, key: UUID) -> HttpResponse:
    """Leave it with nobody."""
    the_waiting(request.member, key).ignore(by=request.member)
    messages.success(request, gettext("SMS ignored."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("calls", request.member.organisation.slug)
