"""Taking an act back: at once, or in the queue with its progress on a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from atrium.clients.taking_back import act_of, may_take_back, named
from atrium.clients.views.neighbour import remembered
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Undoing
from atrium.timeline.undoing import start, undoing_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_EDIT)
def undo(request: MemberRequest, key: int) -> HttpResponse:
    """Take a whole act back; what was changed since is left alone and named."""
    act = act_of(request.member, key)
    if act is None:
        raise Http404
    if request.method != "POST":
        return _show(request, act)
    if not may_take_back(act, request.member):
        raise PermissionDenied
    undoing = start(act, by=request.member)
    if not undoing.is_done or undoing.is_large:
        url = reverse("act-undo", args=[request.member.organisation.slug, key])
        hx = request.headers.get("HX-Request")
        return HttpResponse(headers={"HX-Redirect": url}) if hx else redirect(url)
    words = gettext("Undone.")
    if undoing.left:
        words = gettext("Undone, except {left} that were changed since.").format(left=undoing.left)
    messages.success(request, words)
    return _again(request)


def _show(request: MemberRequest, act: Act) -> HttpResponse:
    """How far a large undo is, and what it left alone."""
    undoing: Undoing | None = undoing_of(act)
    if undoing is None:
        raise Http404
    context: dict[str, Any] = {"act": act, "undoing": undoing, "left": named(undoing)}
    context |= {"organisation": request.member.organisation, "back": remembered(request)}
    return render(request, "clients/list/undoing.html", context)


def _again(request: MemberRequest) -> HttpResponse:
    """The page anew."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    url = request.headers.get("Referer")
    home = request.member.organisation.get_absolute_url()
    return redirect(url if url and url.startswith("/") else home)
