"""Who may see a client and why, and letting in and taking out (R19, X05)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.forms import AccessForm, GrantForm
from atrium.clients.models import Access, Client, Grant
from atrium.clients.seeing import Seeing, how_many, why
from atrium.clients.seen import Asked
from atrium.clients.views.answer import part
from atrium.foundation.errors import Refusal
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_ACCESS)
def access(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog of who sees the client and why; posting opens or restricts it."""
    if request.method != "POST":
        return _access(request, client)
    form = AccessForm(request.POST, organisation=request.member.organisation)
    if not form.is_valid():
        return _access(request, client, form)
    wanted = form.cleaned_data["access"]
    old = {"0": Access.EVERYONE, "1": Access.TEAM}.get(request.POST.get("restricted", ""))
    if wanted or old:
        try:
            chosen = Access(wanted) if wanted else old or Access.EVERYONE
            Grant.open_to(client, chosen, by=request.member, to=form.cleaned_data["to"])
        except Refusal as error:
            form.add_error("to", str(error))
            return _access(request, client, form)
    return _access(request, client)


@require_POST
@client_view(needs=Can.CLIENTS_ACCESS)
def grant(request: MemberRequest, client: Client) -> HttpResponse:
    """Let a member or a team in."""
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
    """Take a grant back."""
    given = client.grants.select_related("member", "team").filter(public_id=key).first()
    if given is None:
        raise Http404
    given.client = client
    given.take_back(by=request.member)
    return _access(request, client)


def _access(
    request: MemberRequest, client: Client, form: AccessForm | GrantForm | None = None
) -> HttpResponse:
    seeing = Seeing(client)
    verdicts = seeing.everyone()
    context = {
        "form": form or AccessForm(organisation=request.member.organisation),
        "access": form["access"].value()
        if isinstance(form, AccessForm)
        else Grant.access_to(client),
        "grants": seeing.grants,
        "seeing": [w for w in verdicts if w.sees],
        "blind": [w for w in verdicts if not w.sees],
    }
    status = 422 if form is not None else 200
    return part(request, client, "clients/dialogs/access.html", context, status)


@require_GET
@member_view(needs=Can.CLIENTS_ACCESS)
def member_sees(request: MemberRequest, key: UUID) -> HttpResponse:
    """Why this member sees the client whose number is asked for, or does not (X05)."""
    shown = get_object_or_404(Member, public_id=key)
    asked = Asked(client=request.GET.get("client", "").strip())
    client = asked.seen_client(request.member)
    context = {
        "shown": shown,
        "client": client,
        "asked": asked.client,
        "why": why(shown, client) if client else None,
        "counted": how_many(shown),
        "organisation": request.member.organisation,
    }
    return render(request, "clients/member_sees.html", context)
