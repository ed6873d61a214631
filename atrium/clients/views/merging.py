"""Merging clients: compared field by field, with the result beside it, and taken back (J21, X01, X02)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from atrium.clients.access import client_view
from atrium.clients.duplicates.entry import likely
from atrium.clients.duplicates.kept import profile_of
from atrium.clients.linking import warnings_of_merge
from atrium.clients.merge_asked import Asked
from atrium.clients.merge_page import merge_named
from atrium.clients.merge_plan import Plan
from atrium.clients.models import Client, Merge
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.undoing import start


@require_GET
@client_view(needs=Can.CLIENTS_MERGE)
def begin(request: MemberRequest, client: Client) -> HttpResponse:
    """From the client's own page to those that it may be merged with."""
    here = reverse("duplicates-compare", args=[request.member.organisation.slug])
    return redirect(f"{here}?client={client.number}")


@require_GET
@member_view(needs=Can.CLIENTS_MERGE)
def compare(request: MemberRequest) -> HttpResponse:
    """The clients side by side, whose value stands for each field, and all that would follow."""
    asked = Asked.read(request.GET, request.member)
    context: dict[str, Any] = {"organisation": request.member.organisation, "asked": asked}
    if asked is not None and asked.absorb:
        try:
            context["plan"] = Plan.of(asked.keep, asked.absorb, asked.picks, by=request.member)
            context["warnings"] = warnings_of_merge(request.member, asked.keep, asked.absorb)
        except Refusal as error:
            context["refused"] = str(error)
    elif asked is not None:
        context["alike"] = likely(profile_of(asked.keep), request.member)
    part = "#plan" if request.headers.get("HX-Request") and "plan" in context else ""
    response = render(request, f"clients/duplicates/compare.html{part}", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_POST
@member_view(needs=Can.CLIENTS_MERGE)
@idempotent
def merge(request: MemberRequest) -> HttpResponse:
    """Make them one, and open the one that stays."""
    asked = Asked.read(request.POST, request.member)
    if asked is None:
        raise Http404
    if asked.missing:
        msg = gettext("{missing} is not there, or not yours to see. Compare them again.").format(
            missing=", ".join(asked.missing)[:100]
        )
        raise Refusal(msg)
    if request.POST.get("keep", str(asked.keep.number)) != str(asked.keep.number):
        msg = gettext("Choose which of them stays.")
        raise Refusal(msg)
    Merge.perform(keep=asked.keep, absorb=asked.absorb, by=request.member, picks=asked.picks)
    codes = ", ".join(client.code for client in asked.absorb)
    messages.success(
        request,
        gettext("Merged {codes} into {code}. Undo it from the timeline.").format(
            codes=codes, code=asked.keep.code
        ),
    )
    return redirect(asked.keep)


@require_POST
@member_view(needs=Can.CLIENTS_MERGE)
def unmerge(request: MemberRequest, key: UUID) -> HttpResponse:
    """Let both stand again; large ones are taken back by the queue."""
    found = merge_named(request.member, key)
    if found is None:
        raise Http404
    undoing = start(found.act, by=request.member)
    if not undoing.is_done:
        return redirect(reverse("act-undo", args=[request.member.organisation.slug, found.act_id]))
    words = gettext("{absorbed} is a client of its own again.").format(absorbed=found.absorbed)
    if undoing.left:
        words = gettext("{words} {left} things that were changed since stay as they are.").format(
            words=words, left=undoing.left
        )
    messages.success(request, words)
    return redirect(found.absorbed)
