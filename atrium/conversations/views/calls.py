"""Calls of a client: logged, changed, removed and brought back (R18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.views.answer import part
from atrium.clients.views.page import figures_anew
from atrium.conversations.access import the_call
from atrium.conversations.call_forms import CallForm
from atrium.conversations.models import Call
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

MOST_PEOPLE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.CALLS_LOG)
@idempotent
def log(request: MemberRequest, client: Client) -> HttpResponse:
    """The form, which begins with the number that was dialled; what it logs."""
    form = CallForm(request.POST or None, portrait=_portrait(request, client))
    if form.is_valid() and _accepted(
        form,
        lambda: Call.log(client, by=request.member, **form.told, follow_up=form.follow_up),
    ):
        return _done(request, client, gettext("Call logged"))
    if request.GET.get("number"):
        form.dialled(request.GET["number"])
    return _dialog(request, client, form)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@client_view(needs=Can.CALLS_SEE)
def call(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Open a call, save it, remove it."""
    row = the_call(request, client, key)
    if not row.may_be_changed_by(request.member):
        raise PermissionDenied
    if request.method == "DELETE" or "remove" in request.POST:
        row.bin(by=request.member)
        return _done(request, client, gettext("Call removed. It can be brought back for 30 days."))
    form = CallForm(request.POST or None, portrait=_portrait(request, client), call=row)
    if form.is_valid() and _accepted(form, lambda: row.edit(by=request.member, **form.told)):
        return _done(request, client, gettext("Call saved"))
    return _dialog(request, client, form, row)


@require_POST
@client_view(needs=Can.CALLS_LOG)
def unbin(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    the_call(request, client, key).unbin(by=request.member)
    return _done(request, client, gettext("The call is back"))


def _portrait(request: MemberRequest, client: Client) -> Portrait:
    portrait = Portrait(client, request.member)
    portrait.most_people = MOST_PEOPLE
    return portrait


def _accepted(form: CallForm, verb: Any) -> bool:
    try:
        verb()
    except Refusal as error:
        if not error.field:
            raise
        form.add_error(error.field, str(error))
        return False
    return True


def _dialog(
    request: MemberRequest, client: Client, form: CallForm, call: Call | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "call": call, "client": client}
    if not request.headers.get("HX-Request"):
        return render(request, "conversations/calls/page.html", context, status=status)
    return part(request, client, "conversations/calls/dialog.html", context, status)


def _done(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    """The news in a toast with Undo; the story is read anew."""
    context = {"toast": toast, "undo": request.member.latest_act}
    context |= figures_anew(request, client)
    response = part(request, client, "conversations/calls/done.html", context)
    response["HX-Trigger"] = "dialog:close, tab:again"
    return response
