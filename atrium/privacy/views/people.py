"""The rights of people: what is kept, exports of one person, and erasing one (X11, J24)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from atrium.accounts.stepping_up import sure_first, sure_to_take
from atrium.clients.access import client_view
from atrium.clients.models import Client, Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.privacy.access import dossier_of, person_view
from atrium.privacy.asking import erase_person, export_person
from atrium.privacy.pages import of_person, rights


@require_GET
@member_view(needs=Can.PRIVACY_MANAGE)
def privacy(request: MemberRequest) -> HttpResponse:
    """What is kept of people and why, and whose data was exported or erased when."""
    context = rights() | {"organisation": request.member.organisation}
    return render(request, "privacy/privacy.html", context)


@require_GET
@person_view
def person(request: MemberRequest, subject: Client | Contact) -> HttpResponse:
    """The archives of one person, and what erasing them would do."""
    return _page(request, subject)


@require_GET
@client_view(needs=Can.PRIVACY_MANAGE)
def of_client(request: MemberRequest, client: Client) -> HttpResponse:
    """From the page of a client who is a person to their personal data."""
    return redirect(_address(request, "privacy-person", client))


@require_POST
@person_view
@sure_first
@idempotent
def export(request: MemberRequest, subject: Client | Contact) -> HttpResponse:
    """Ask for an archive of everything about the person."""
    export_person(subject, by=request.member)
    messages.success(
        request, gettext("The archive is being written. It waits here when it is ready.")
    )
    return redirect(_address(request, "privacy-person", subject))


@require_POST
@person_view
@sure_first
@idempotent
def erase(request: MemberRequest, subject: Client | Contact) -> HttpResponse:
    """Erase the person, where the name is typed to confirm."""
    try:
        erase_person(subject, by=request.member, typed=request.POST.get("typed", ""))
    except Refusal as refusal:
        if refusal.field != "typed":
            raise
        return _page(request, subject, error=str(refusal))
    messages.success(
        request, gettext("The person is being erased. This page says when it is done.")
    )
    return redirect("privacy", request.member.organisation.slug)


@require_safe
@member_view(needs=Can.PRIVACY_MANAGE)
@sure_to_take
def dossier(request: MemberRequest, number: int) -> HttpResponseBase:
    """The archive itself."""
    made = dossier_of(number)
    made.refuse_unless_ready()
    response = handed_out(made.stored_as, name=made.file_name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: MemberRequest, subject: Client | Contact, error: str = "") -> HttpResponse:
    place = request.member.organisation
    subject.organisation = place
    context = of_person(subject) | {"organisation": place, "error": error}
    return render(request, "privacy/person.html", context, status=422 if error else 200)


def _address(request: MemberRequest, name: str, subject: Client | Contact) -> str:
    sort = "client" if isinstance(subject, Client) else "contact"
    return reverse(name, args=[request.member.organisation.slug, sort, subject.public_id])
