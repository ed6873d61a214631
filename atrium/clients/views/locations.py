"""The addresses of a client (R06)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.forms import LocationForm
from atrium.clients.models import Client, Location
from atrium.clients.views.answer import part
from atrium.clients.views.page import portrait_or_404
from atrium.foundation.errors import Refusal
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
            return _block(request, client, "Address added")
    return _dialog(request, client, form)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def location(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = _location(client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        return _block(request, client, "Address removed")
    organisation = request.member.organisation
    form = LocationForm(request.POST or None, row=row, organisation=organisation)
    if form.is_valid():
        try:
            row.edit(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field or None, str(error))
        else:
            return _block(request, client, "Address saved")
    return _dialog(request, client, form, row)


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def default_location(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = _location(client, key)
    row.make_default(by=request.member)
    return _block(request, client, f"Default {row.word} changed")


def _location(client: Client, key: UUID) -> Location:
    row = client.locations.select_related("type", "client").filter(public_id=key).first()
    if row is None:
        raise Http404
    row.client = client
    return row


def _dialog(
    request: MemberRequest, client: Client, form: LocationForm, row: Location | None = None
) -> HttpResponse:
    context = {"form": form, "location": row}
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/location.html", context, status)


def _block(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    context = {
        "portrait": portrait_or_404(request, client.number),
        "may_edit": True,
        "toast": toast,
        "undo": request.member.acts.order_by("-id").first(),
    }
    return part(request, client, "clients/panels/locations_answer.html", context, into="#locations")
