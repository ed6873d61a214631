"""The equipment of a client: added, changed, serviced, removed (J06)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.profile.equipment_forms import EquipmentForm, ServiceForm
from atrium.profile.facts import equipment_of, services_of
from atrium.profile.models import Equipment


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_equipment(request: MemberRequest, client: Client) -> HttpResponse:
    """Add a piece."""
    form = EquipmentForm(request.POST or None, client=client)
    if accepted(form, lambda: Equipment.add(client, by=request.member, **form.cleaned_data)):
        return _list(
            request, client, gettext("{name} added").format(name=form.cleaned_data["name"])
        )
    return _dialog(request, client, "edit", {"form": form})


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def equipment(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Change a piece, or take it off the list."""
    piece = _found(client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        piece.drop(by=request.member)
        return _list(request, client, gettext("{piece} removed").format(piece=piece))
    form = EquipmentForm(request.POST or None, client=client, piece=piece)
    if accepted(form, lambda: piece.edit(by=request.member, **form.cleaned_data)):
        return _list(request, client, gettext("{piece} saved").format(piece=piece))
    return _dialog(request, client, "edit", {"form": form, "piece": piece})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def service(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Tell that a piece was serviced; below the form, when it was before."""
    piece = _found(client, key)
    form = ServiceForm(request.POST or None, initial={"on": client.organisation.today()})
    if accepted(form, lambda: piece.service(by=request.member, **form.cleaned_data)):
        return _list(request, client, gettext("Service of {piece} recorded").format(piece=piece))
    context = {"form": form, "piece": piece, "services": services_of(piece)}
    return _dialog(request, client, "service", context)


def _found(client: Client, key: UUID) -> Equipment:
    piece = equipment_of(client).filter(public_id=key).first()
    if piece is None:
        raise Http404
    piece.client = client
    return piece


def _dialog(
    request: MemberRequest, client: Client, name: str, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    alone = "" if request.headers.get("HX-Request") else "_page"
    return part(request, client, f"profile/equipment/{name}{alone}.html", context, status)


def _list(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    context = {
        "equipment": list(equipment_of(client)),
        "may_edit": True,
        "toast": toast,
        "undo": request.member.latest_act,
    }
    return part(request, client, "profile/equipment/answer.html", context, into="#equipment")
