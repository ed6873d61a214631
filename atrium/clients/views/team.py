"""Who owns a client and who is in its team (R16, R19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.bulk import Order, begin, perform
from atrium.clients.care import Care
from atrium.clients.forms import AssignmentForm, OwnerForm
from atrium.clients.handing import offered, terms_of
from atrium.clients.models import Assignment, Client
from atrium.clients.stepping_out import sees, told_of_losing
from atrium.clients.views.answer import part
from atrium.clients.views.header import head
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

PAST_SHOWN = 50


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_OWN)
def owner(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog of owner and team; posting changes the owner."""
    organisation = request.member.organisation
    initial = {"owner": client.owner_id}
    care = Care(request.POST, client, lambda: {"owner": client.owner_id})
    form = OwnerForm(care.data, organisation=organisation, initial=initial)
    if form.is_valid():
        try:
            with care.saving(
                client,
                by=request.member,
                label=gettext("Changed the owner of {client}").format(client=client),
            ):
                _hand_over(request, client, form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else "owner", str(error))
        else:
            return _done(request, client, gettext("Owner changed"))
    return _team(request, client, form=form, care=care)


def _hand_over(request: MemberRequest, client: Client, data: dict[str, Any]) -> None:
    member, to = request.member, data["owner"]
    label = gettext("Changed the owner of {client}").format(client=client)
    terms = terms_of(request.POST) | {"total": 1}
    order = Order(
        deed="owner", value=str(to.pk) if to else "none", numbers=(client.number,), terms=terms
    )
    with told_of_losing(client, by=member, sure=data["sure"], label=label):
        outcome = perform(order, begin(order, by=member, label=label), by=member)
    if outcome.left:
        msg = f"{client} {outcome.left[0][2]}."
        raise Refusal(msg, field="owner")


@require_POST
@client_view(needs=Can.CLIENTS_OWN)
def assign(request: MemberRequest, client: Client) -> HttpResponse:
    """Give a member or a team a seat."""
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
    """End a seat; asks once more where one would not see the client any longer."""
    seats = client.assignments.current().select_related("member", "team")
    given = seats.filter(public_id=key).first()
    if given is None:
        raise Http404
    given.client = client
    sure = "sure" in request.GET or "sure" in request.POST
    label = gettext("Took {whom} out of the team of {client}").format(
        whom=given.whom, client=client
    )
    try:
        with told_of_losing(client, by=request.member, sure=sure, label=label):
            given.end(by=request.member)
    except Refusal as error:
        return _team(request, client, losing=(given, str(error)))
    return _done(request, client, "", whole=False)


def _done(
    request: MemberRequest, client: Client, toast: str, *, whole: bool = True
) -> HttpResponse:
    """The header or the dialog anew; who sees the client no longer is led back to the list."""
    if sees(request.member, client):
        return head(request, client, toast) if whole else _team(request, client)
    url = reverse("clients", args=[request.member.organisation.slug])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _team(
    request: MemberRequest,
    client: Client,
    *,
    form: OwnerForm | None = None,
    assignment: AssignmentForm | None = None,
    losing: tuple[Assignment, str] | None = None,
    care: Care | None = None,
) -> HttpResponse:
    member = request.member
    care = care or Care(QueryDict(), client, lambda: {"owner": client.owner_id})
    context = offered(member, pk=client.pk) | {
        "form": form
        or OwnerForm(organisation=member.organisation, initial={"owner": client.owner_id}),
        "assignment": assignment or AssignmentForm(organisation=member.organisation),
        "seats": client.assignments.current().select_related("member", "team"),
        "past": client.assignments.past().select_related("member", "team")[:PAST_SHOWN],
        "losing": losing,
        "care": care,
        "conflicts": care.conflicts(form) if form else [],
    }
    wrong = losing or any(f is not None and f.errors for f in (form, assignment))
    return part(request, client, "clients/dialogs/team.html", context, 422 if wrong else 200)
