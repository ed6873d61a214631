"""What a member wants to hear of, and how."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from atrium.notifications.facts import choice_of, choices_of
from atrium.notifications.models import Channel, Preference
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_SEE)
def preferences(request: MemberRequest) -> HttpResponse:
    """The table of topics and channels; a POST keeps one of its rows."""
    if request.method == "POST":
        return _kept(request)
    context = {"choices": choices_of(request.member)}
    return render(request, "notifications/preferences.html", context)


def _kept(request: MemberRequest) -> HttpResponse:
    member = request.member
    choice = choice_of(member, request.POST.get("topic", ""))
    if choice is None:
        raise Http404
    for channel in Channel:
        Preference.choose(member, choice.topic, channel, on=channel in request.POST)
    if not request.headers.get("HX-Request"):
        messages.success(request, f"Saved: {choice.topic.label}.")
        return redirect("notification-settings", member.organisation.slug)
    context = {"choice": choice_of(member, choice.topic.code), "saved": True}
    response = render(request, "notifications/preference.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
