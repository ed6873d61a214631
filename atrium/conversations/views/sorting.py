"""Mail that was not filed: why, who the senders are, and filing by hand (R12, X05, V01)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from atrium.conversations.access import the_ignored, the_letter, the_numbered
from atrium.conversations.mail import sorting
from atrium.conversations.mail.naming import the_named
from atrium.conversations.mail.unsorted import Unsorted
from atrium.conversations.models import Ignored, Level, Why
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.MAIL_SEE)
def listed(request: MemberRequest) -> HttpResponse:
    """Who wrote and is unknown, and what else stands with no client."""
    return render(request, "conversations/mail/sorting.html", _context(request))


@require_POST
@member_view(needs=Can.CLIENTS_EDIT)
def make_client(request: MemberRequest) -> HttpResponse:
    """A new client of a sender."""
    data = request.POST
    client = sorting.welcome_client(
        data.get("address", ""), name=data.get("name", ""), by=request.member
    )
    return _done(
        request,
        gettext("{client} is a client now, with all mail of {value}").format(
            client=client, value=data.get("address")
        ),
    )


@require_POST
@member_view(needs=Can.CLIENTS_EDIT)
def make_contact(request: MemberRequest) -> HttpResponse:
    """A new contact of a client of a sender."""
    data = request.POST
    client = the_named(data.get("client", ""), request.member)
    address = data.get("address", "")
    contact = sorting.welcome_contact(address, client, name=data.get("name", ""), by=request.member)
    return _done(
        request,
        gettext("{contact} stands with {client} now, with all mail of {address}").format(
            contact=contact, client=client, address=address
        ),
    )


@require_POST
@member_view(needs=Can.MAIL_SEND)
def ignore(request: MemberRequest) -> HttpResponse:
    """Nothing of an address, or of a domain, waits any more."""
    row = Ignored.place(request.POST.get("what", ""), by=request.member)
    return _done(request, gettext("Mail from {row} does not wait any more").format(row=row))


@require_POST
@member_view(needs=Can.MAIL_SEND)
def heed(request: MemberRequest, key: UUID) -> HttpResponse:
    """Its mail waits again."""
    row = the_ignored(key)
    row.lift(by=request.member)
    return _done(request, gettext("Mail from {row} waits again").format(row=row))


@require_POST
@member_view(needs=Can.MAIL_SEND)
def file(request: MemberRequest, key: UUID) -> HttpResponse:
    """Put a message with a client."""
    message = the_letter(request.member, key, Level.ALL)
    client = the_named(request.POST.get("client", ""), request.member)
    sorting.file(message, client, by=request.member)
    return _done(request, gettext("Filed to {client}").format(client=client))


@require_POST
@member_view(needs=Can.MAIL_SEND)
def take_off(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Take a message off a client."""
    message = the_letter(request.member, key, Level.ALL)
    client = the_numbered(number, request.member)
    because = request.POST.get("because", "")
    sorting.take_off(message, client, by=request.member, because=because)
    return _done(request, gettext("Taken off {client}").format(client=client))


def _context(request: MemberRequest) -> dict[str, object]:
    member = request.member
    return {
        "organisation": member.organisation,
        "unsorted": Unsorted.read(member, request.GET),
        "reasons": Why.choices,
        "may_sort": member.can(Can.MAIL_SEND),
        "may_add": member.can(Can.CLIENTS_EDIT) and member.can(Can.MAIL_SEND),
    }


def _done(request: MemberRequest, words: str) -> HttpResponse:
    """The page anew with a toast that takes it back; to a plain form the way back."""
    if request.headers.get("HX-Target", "").endswith("mail-sorting"):
        act = request.member.latest_act
        context = _context(request) | {"toast": words, "undo": act}
        return render(request, "conversations/mail/sorted.html", context)
    messages.success(request, words)
    to = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/"):
        return redirect(to)
    return redirect("mail-sorting", request.member.organisation.slug)
