"""The addresses of a client (R06)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.affected import Matter, ask_first
from atrium.clients.care import Care
from atrium.clients.models import Client, Location
from atrium.clients.place_forms import LocationForm
from atrium.clients.place_table import table
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_location(request: MemberRequest, client: Client) -> HttpResponse:
    form = LocationForm(request.POST or None, organisation=request.member.organisation)
    if form.is_valid():
        try:
            Location.add(client, by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field or None, str(error))
        else:
            return _block(request, client, _told(gettext("Address added"), form))
    return _dialog(request, client, form)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def location(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = _location(client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        return _block(request, client, gettext("Address removed"))
    organisation = request.member.organisation
    care = Care(request.POST, row, lambda: LocationForm.written(row))
    form = LocationForm(care.data, row=row, organisation=organisation)
    if form.is_valid():
        label = gettext("Changed an address of {client}").format(client=client)
        try:
            with care.saving(client, row, by=request.member, label=label):
                row.edit(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field or None, str(error))
        else:
            return _block(request, client, _told(gettext("Address saved"), form))
    return _dialog(request, client, form, row, care)


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def default_location(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = _location(client, key)
    if (asked := ask_first(request, client, Matter.ADDRESS, row)) is not None:
        return asked
    row.make_default(by=request.member)
    return _block(request, client, gettext("Default {word} changed").format(word=row.word))


def _location(client: Client, key: UUID) -> Location:
    row = client.locations.select_related("type", "client").filter(public_id=key).first()
    if row is None:
        raise Http404
    row.client = client
    return row


@require_GET
@client_view(needs=Can.CLIENTS_EDIT)
def address_parts(request: MemberRequest, client: Client) -> HttpResponse:
    """The parts of an address as the chosen country orders them, with what was typed so far."""
    form = LocationForm(request.GET, organisation=request.member.organisation)
    return part(request, client, "clients/dialogs/address_parts.html", {"form": form})


def _told(toast: str, form: LocationForm) -> str:
    return f"{toast}. {form.doubt}" if form.doubt else toast


def _dialog(
    request: MemberRequest,
    client: Client,
    form: LocationForm,
    row: Location | None = None,
    care: Care | None = None,
) -> HttpResponse:
    """Over the page; without htmx a page of its own, which draws the country's form anew by GET."""
    if "redraw" in request.GET:
        form = LocationForm(request.GET, organisation=request.member.organisation)
    context: dict[str, Any] = {"form": form, "location": row, "care": care}
    context["conflicts"] = care.conflicts(form) if care else []
    status = 422 if request.method == "POST" else 200
    alone = "" if request.headers.get("HX-Request") else "_page"
    return part(request, client, f"clients/dialogs/location{alone}.html", context, status)


def _block(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    portrait = portrait_or_404(request, client.number)
    context = counted(request, portrait) | {
        "toast": toast,
        "undo": request.member.latest_act,
        "tab_places": table(request, portrait),
    }
    return part(request, client, "clients/panels/locations_answer.html", context, into="#locations")
