"""A new client (V02), and the ones of that name that exist already (J09)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.models import Client
from atrium.clients.new_form import NewClientForm
from atrium.clients.newcomer import namesakes, take_in
from atrium.clients.newcomer import similar as similar_to
from atrium.clients.views.neighbour import remembered
from atrium.foundation.errors import Refusal
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new(request: MemberRequest) -> HttpResponse:
    """The form, or the client it makes; one that exists already is made again only on purpose."""
    form = NewClientForm(request.POST or None, member=request.member)
    same: list[Client] = []
    if form.is_valid():
        same = namesakes(form.cleaned_data["name"], request.member)
        if not same or form.cleaned_data["anyway"]:
            client = _made(request, form)
            if client is not None:
                messages.success(request, f"{client} is added as {client.code}.")
                return redirect(client)
    context = {"form": form, "same": same, "organisation": request.member.organisation}
    context["back"] = remembered(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/list/new.html", context, status=status)


def _made(request: MemberRequest, form: NewClientForm) -> Client | None:
    """The new client; None where a field has to be mended, which the form then says."""
    reach = {name: form.cleaned_data[name] for name in ("email", "phone")}
    try:
        return take_in(
            by=request.member,
            record=form.record,
            reach=reach,
            address=form.address,
            tags=form.chosen_tags,
        )
    except Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


@require_GET
@member_view(needs=Can.CLIENTS_EDIT)
def similar(request: MemberRequest) -> HttpResponse:
    """The clients whose names begin with what is being typed."""
    typed = request.GET.get("name", "") or " ".join(
        request.GET.get(part, "") for part in ("given_name", "family_name")
    )
    organisation = request.member.organisation
    context = {"similar": similar_to(typed, request.member), "organisation": organisation}
    return render(request, "clients/list/similar.html", context)
