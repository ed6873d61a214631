"""The relations of a client: made, ended, and their whole map (J15, X15)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client, Relation
from atrium.clients.network import Network, relation_of
from atrium.clients.portrait import Portrait
from atrium.clients.relation_form import RelationForm
from atrium.clients.relation_map import WholeMap
from atrium.clients.relations_page import panel_of
from atrium.clients.views.answer import part
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def relate(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog that relates the client to another one."""
    form = RelationForm(request.POST or None, member=request.member)
    if form.is_valid():
        kind, first, second = form.pair(client)
        more = {"note": form.cleaned_data["note"], "since": form.cleaned_data["since"]}
        try:
            Relation.make(first, second, by=request.member, kind=kind, **more)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _answer(
                request,
                client,
                gettext("Related to {client}").format(client=form.cleaned_data["client"]),
            )
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/relations/dialog.html", {"form": form}, status)


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def relations_panel(request: MemberRequest, client: Client) -> HttpResponse:
    """The panel of the client page, when it comes into sight."""
    may_edit = request.member.can(Can.CLIENTS_EDIT) and not client.is_archived
    context = {"panel": panel_of(Portrait(client, request.member)), "may_edit": may_edit}
    return part(request, client, "clients/relations/panel.html", context)


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def end_relation(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """End a relation; it stays as history."""
    relation = relation_of(client, request.member, key)
    if relation is None:
        raise Http404
    relation.end(by=request.member)
    return _answer(
        request,
        client,
        gettext("No longer related to {other}").format(other=relation.other(client)),
    )


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def relation_map(request: MemberRequest, client: Client) -> HttpResponse:
    """All that can be reached from the client, drawn and as a tree of words."""
    drawn = WholeMap(Network.around(client, request.member))
    context = {
        "client": client,
        "network": drawn.network,
        "picture": drawn.picture(),
        "tree": drawn.tree(),
        "single": len(drawn.network.clients) == 1,
    }
    return render(request, "clients/relations/map.html", context)


def _answer(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    """The panel anew; the tab reads itself again."""
    portrait = Portrait(client, request.member)
    context = {
        "panel": panel_of(portrait),
        "may_edit": True,
        "toast": toast,
        "undo": request.member.latest_act,
    }
    response = part(request, client, "clients/relations/answer.html", context, into="#relations")
    if "HX-Trigger" in response:
        response["HX-Trigger"] = "dialog:close, tab:again"
    return response
