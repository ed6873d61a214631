"""Noting what somebody agreed to or withdrew, on the page of a client and of a person (J11, X11)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client, Contact
from atrium.clients.views.answer import alone
from atrium.clients.views.person import contact_view
from atrium.foundation.accepting import accepted
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.privacy.consenting import Consents
from atrium.privacy.forms import ConsentForm
from atrium.privacy.models import Consent


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def panel(request: MemberRequest, client: Client) -> HttpResponse:
    """The block of the client page, when it comes into sight."""
    context: dict[str, Any] = {"panel": {"consents": Consents(client, request.member)}}
    return render(request, "privacy/consents.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def of_client(request: MemberRequest, client: Client) -> HttpResponse:
    """What the client itself said."""
    return _note(request, client)


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
@idempotent
def of_contact(request: MemberRequest, contact: Contact) -> HttpResponse:
    """What a person said."""
    return _note(request, contact)


def _note(request: MemberRequest, subject: Client | Contact) -> HttpResponse:
    shown = Consents(subject, request.member)
    start = {"said_on": request.member.organisation.today()}
    form = ConsentForm(request.POST or None, purposes=shown.purposes, initial=start)
    if accepted(form, lambda: Consent.note(subject, by=request.member, **form.asked)):
        messages.success(request, "Noted.")
        if not request.headers.get("HX-Request"):
            return redirect(subject)
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {"form": form, "subject": subject, "consents": shown}
    context["organisation"] = request.member.organisation
    template = alone(request, subject, "privacy/consent.html", context)
    status = 422 if request.method == "POST" else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
