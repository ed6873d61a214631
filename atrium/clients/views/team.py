"""Who looks after a client and who may see it (R16, R19)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.forms import AssignmentForm, GrantForm, OwnerForm
from atrium.clients.models import Assignment, Client, Grant
from atrium.clients.views.answer import part
from atrium.clients.views.header import head
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_OWN)
def owner(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog of owner and team; posting sets the owner."""
    organisation = request.member.organisation
    form = OwnerForm(
        request.POST or None, organisation=organisation, initial={"owner": client.owner_id}
    )
    if form.is_valid():
        client.give_to(form.cleaned_data["owner"], by=request.member)
        return head(request, client, "Owner changed")
    return _team(request, client, form=form)


@require_POST
@client_view(needs=Can.CLIENTS_OWN)
def assign(request: MemberRequest, client: Client) -> HttpResponse:
    form = AssignmentForm(request.POST, organisation=request.member.organisation)
    if form.is_valid():
        try:
            Assignment.give(client, by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field, str(error))
        else:
            return _team(request, client)
    return _team(request, client, assignment=form)


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_OWN)
def unassign(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    given = client.assignments.select_related("member").filter(public_id=key).first()
    if given is None:
        raise Http404
    given.client = client
    given.end(by=request.member)
    return _team(request, client)


def _team(
    request: MemberRequest,
    client: Client,
    *,
    form: OwnerForm | None = None,
    assignment: AssignmentForm | None = None,
) -> HttpResponse:
    organisation = request.member.organisation
    initial = {"owner": client.owner_id}
    context = {
        "form": form or OwnerForm(organisation=organisation, initial=initial),
        "assignment": assignment or AssignmentForm(organisation=organisation),
        "assignments": client.assignments.select_related("member"),
    }
    wrong = any(f is not None and f.errors for f in (form, assignment))
    return part(request, client, "clients/dialogs/team.html", context, 422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_ACCESS)
def access(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog of who may see the client; posting opens or restricts it."""
    if request.method == "POST":
        client.restrict(by=request.member, to_team=request.POST.get("restricted") == "1")
    return _access(request, client)


@require_POST
@client_view(needs=Can.CLIENTS_ACCESS)
def grant(request: MemberRequest, client: Client) -> HttpResponse:
    form = GrantForm(request.POST, organisation=request.member.organisation)
    if form.is_valid():
        try:
            Grant.give(client, by=request.member, to=form.cleaned_data["to"])
        except Refusal as error:
            form.add_error("to", str(error))
        else:
            return _access(request, client)
    return _access(request, client, form)


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_ACCESS)
def ungrant(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    given = client.grants.select_related("member", "team").filter(public_id=key).first()
    if given is None:
        raise Http404
    given.client = client
    given.take_back(by=request.member)
    return _access(request, client)


def _access(request: MemberRequest, client: Client, form: GrantForm | None = None) -> HttpResponse:
    context = {
        "form": form or GrantForm(organisation=request.member.organisation),
        "grants": client.grants.select_related("member", "team"),
        "assignments": client.assignments.select_related("member"),
    }
    status = 422 if form is not None else 200
    return part(request, client, "clients/dialogs/access.html", context, status)
