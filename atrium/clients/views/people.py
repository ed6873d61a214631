"""The list of people, and a new one who stands with no client yet (R07)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.models import Contact
from atrium.clients.people_list import People
from atrium.clients.person_forms import PersonForm
from atrium.clients.reaching import reach
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.together import together


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def people(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone."""
    aimed = "people-results" in request.headers.get("HX-Target", "")
    context = {
        "people": People(request.member, request.GET),
        "organisation": request.member.organisation,
        "may_edit": request.member.can(Can.CLIENTS_EDIT),
    }
    template = "clients/people/list.html#results" if aimed else "clients/people/list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new(request: MemberRequest) -> HttpResponse:
    """The form, or the person it makes."""
    form = PersonForm(request.POST or None, initial={"given_name": request.GET.get("name", "")})
    if form.is_valid():
        try:
            contact = _add(request, form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, gettext("{contact} is added.").format(contact=contact))
            return redirect(contact)
    context = {"form": form, "organisation": request.member.organisation}
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/people/new.html", context, status=status)


def _add(request: MemberRequest, data: dict[str, Any]) -> Contact:
    by = request.member
    names = {n: data[n] for n in ("given_name", "family_name", "preferred_channel")}
    name = f"{data['given_name']} {data['family_name']}".strip()
    with together(by=by, label=gettext("Added {name}").format(name=name)):
        contact = Contact.add(by=by, **names)
        reach(contact, by=by, email=data["email"], phone=data["phone"])
    contact.organisation = by.organisation
    return contact
