"""One field of the organisation's own on a client's page, edited in place (V05, V06)."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from atrium.clients import fields
from atrium.clients.access import client_view, the_file
from atrium.clients.details import ChangedMeanwhile
from atrium.clients.field_inputs import retyped, sent
from atrium.clients.fields import Said, Sheet
from atrium.clients.folds import profile_of
from atrium.clients.models import Client, Field
from atrium.clients.views.answer import part
from atrium.clients.views.page import header, needs, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def field(request: MemberRequest, client: Client, key: str) -> HttpResponse:
    """Show the value, open it, or save it; another's change meanwhile is put beside one's own."""
    mine = fields.named(request.member, key)
    if mine is None:
        raise Http404
    if not mine.changed_by(request.member):
        raise PermissionDenied
    said = Sheet(client, request.member).line(mine)
    if request.method == "POST" and request.POST.get("resolve") != "theirs":
        return _save(request, client, said)
    if "edit" in request.GET:
        return _editing(request, client, said)
    return _shown(request, client, said)


def _save(request: MemberRequest, client: Client, said: Said) -> HttpResponse:
    mine = said.field
    was = _json(request.POST.get("was", ""), said.value)
    try:
        typed = sent(mine, request.POST, request.FILES, "value", by=request.member)
    except Refusal as error:
        return _editing(request, client, said, was=was, error=str(error))
    if request.POST.get("resolve") == "original":
        typed = _json(request.POST.get("original", ""), None)
    try:
        client.edit(by=request.member, fields={mine: typed}, was={mine: was})
    except ChangedMeanwhile:
        return _conflict(request, client, mine, was=was, typed=typed)
    except Refusal as error:
        return _editing(request, client, retyped(said, typed), was=was, error=str(error))
    return _shown(request, client, Sheet(client, request.member).line(mine), saved=True)


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def empty(request: MemberRequest, client: Client) -> HttpResponse:
    """The profile with the fields that have no value; without them again where ``less`` is asked."""
    portrait = portrait_or_404(request, client.number, only=None)
    profile = profile_of(request, portrait, whole="less" not in request.GET)
    may_edit = request.member.can(Can.CLIENTS_EDIT) and not client.is_archived
    context = {"portrait": portrait, "profile": profile, "may_edit": may_edit}
    aimed = "profile" in request.headers.get("HX-Target", "")
    template = "clients/panels/profile.html" if aimed else "clients/fields/rest.html"
    return part(request, client, template, context)


@require_safe
@member_view(needs=Can.CLIENTS_SEE)
def file(request: MemberRequest, key: UUID) -> HttpResponseBase:
    """A file that stands or stood in a field, as a download."""
    kept = the_file(request, key)
    return handed_out(kept.stored_as, name=kept.name, content_type=kept.content_type)


def _json(text: str, otherwise: Any) -> Any:
    with suppress(ValueError):
        return json.loads(text)
    return otherwise


def _words(said: Said) -> str:
    """The value in words; nothing where what a form sent back is no value of this type."""
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        return said.text
    return ""


def _shown(
    request: MemberRequest, client: Client, said: Said, *, saved: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"one": said, "focus": True, "saved": saved}
    if saved:
        portrait = portrait_or_404(request, client.number)
        context |= header(request, portrait) | {"needs": needs(request, portrait)}
        context["undo"] = request.member.latest_act
    return part(request, client, "clients/fields/value.html#shown", context)


def _editing(
    request: MemberRequest, client: Client, said: Said, *, error: str = "", **more: Any
) -> HttpResponse:
    was = more.pop("was", said.value)
    context = {"client": client, "one": said, "was": json.dumps(was), "error": error} | more
    alone = not request.headers.get("HX-Request")
    template = "clients/fields/edit_page.html" if alone else "clients/fields/value.html#edit"
    status = 422 if error or more else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _conflict(
    request: MemberRequest, client: Client, mine: Field, *, was: Any, typed: Any
) -> HttpResponse:
    """Theirs, yours and the original side by side; the client was read anew when it was locked."""
    now = Sheet(client, request.member).line(mine)
    yours = retyped(now, typed)
    sides = {
        "theirs": now.text,
        "yours": yours.typed_words,
        "original": _words(Said(mine, was, now.where)),
    }
    told = client.events.filter(kind="client.field_changed", subject_id=mine.pk)
    event = told.select_related("actor").order_by("-at", "-id").first()
    return _editing(
        request,
        client,
        yours,
        was=now.value,
        original=json.dumps(was),
        conflict=sides,
        who=event.actor if event else None,
    )
