"""A new client (V02), and the ones of that name that exist already (J09)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.duplicates.entry import likely
from atrium.clients.field_inputs import Answers, answers_to
from atrium.clients.models import Client, Subject
from atrium.clients.name_taken import NameTaken
from atrium.clients.new_form import NewClientForm, entered_so_far
from atrium.clients.newcomer import take_in
from atrium.clients.views.neighbour import remembered
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new(request: MemberRequest) -> HttpResponse:
    """The form, or the client it makes; a name that is taken is given again only with a reason."""
    begun = {"phone": request.GET.get("phone", "")[:60]}
    form = NewClientForm(request.POST or None, member=request.member, initial=begun)
    taken: NameTaken | None = None
    answers = answers_to(request, Subject.CLIENT, new=True)
    if form.is_valid() & answers.is_valid():
        try:
            client = _made(request, form, answers)
        except NameTaken as error:
            taken = error
        else:
            if client is not None:
                words = gettext("{client} is added as {code}.")
                messages.success(request, words.format(client=client, code=client.code))
                return redirect(client)
    context: dict[str, Any] = {
        "form": form,
        "answers": answers,
        "taken": taken,
        "organisation": request.member.organisation,
    }
    context |= {"back": remembered(request)} | _mays(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/list/new.html", context, status=status)


def _made(request: MemberRequest, form: NewClientForm, answers: Answers) -> Client | None:
    """The new client; None where a field has to be mended, which the form then says."""
    reach = {name: form.cleaned_data[name] for name in ("email", "phone")}
    try:
        return take_in(
            by=request.member,
            record=form.record | {"fields": answers.typed},
            reach=reach,
            address=form.address,
            tags=form.chosen_tags,
            anyway=form.cleaned_data["anyway"] or None,
        )
    except NameTaken:
        raise
    except Refusal as error:
        known = error.field in form.fields and error.field != "anyway"
        form.add_error(error.field if known else None, str(error))
        return None


def _mays(request: MemberRequest) -> dict[str, bool]:
    return {
        "may_repeat": request.member.can(Can.CLIENTS_NAMESAKE),
        "may_restore": request.member.can(Can.CLIENTS_ARCHIVE),
    }


@require_GET
@member_view(needs=Can.CLIENTS_EDIT)
def similar(request: MemberRequest) -> HttpResponse:
    """The clients that the one who is being typed may be, and why."""
    entered = entered_so_far(request.GET, request.member.organisation.country)
    organisation = request.member.organisation
    context = {"similar": likely(entered, request.member), "organisation": organisation}
    return render(request, "clients/list/similar.html", context)
