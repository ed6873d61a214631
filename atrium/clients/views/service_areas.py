"""Where a client is served (R06, J06)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client, ServiceArea
from atrium.clients.place_forms import ServiceAreaForm
from atrium.clients.place_table import table
from atrium.clients.views.answer import part
from atrium.clients.views.page import portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_area(request: MemberRequest, client: Client) -> HttpResponse:
    form = ServiceAreaForm(request.POST or None, client=client)
    if form.is_valid():
        try:
            ServiceArea.add(client, by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _block(request, client, gettext("Service area added"))
    return _dialog(request, client, form)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def area(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = client.service_areas.select_related("around").filter(public_id=key).first()
    if row is None:
        raise Http404
    row.client = client
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        return _block(request, client, gettext("Service area removed"))
    form = ServiceAreaForm(request.POST or None, client=client, row=row)
    if form.is_valid():
        try:
            row.edit(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _block(request, client, gettext("Service area saved"))
    return _dialog(request, client, form, row)


def _dialog(
    request: MemberRequest, client: Client, form: ServiceAreaForm, row: ServiceArea | None = None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    alone = "" if request.headers.get("HX-Request") else "_page"
    context = {"form": form, "area": row}
    return part(request, client, f"clients/dialogs/area{alone}.html", context, status)


def _block(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    portrait = portrait_or_404(request, client.number, only=frozenset())
    context = {
        "client": portrait.client,
        "places": table(request, portrait),
        "may_edit": True,
        "toast": toast,
        "undo": request.member.latest_act,
    }
    return part(request, client, "clients/panels/areas_answer.html", context, into="#areas")
