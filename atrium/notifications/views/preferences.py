"""What a member wants to hear of, and how."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.notifications.facts import choice_of, choices_of
from atrium.notifications.models import Channel, Preference, Rhythm
from atrium.notifications.rhythm_form import RhythmForm
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_SEE)
def preferences(request: MemberRequest) -> HttpResponse:
    """The table of topics and channels; a POST keeps one of its rows."""
    if request.method == "POST" and "digest_at" in request.POST:
        return _rhythm(request)
    if request.method == "POST":
        return _kept(request)
    rhythm = RhythmForm(initial=model_to_dict(Rhythm.of(request.member), RhythmForm.base_fields))
    return _page(request, rhythm)


def _page(request: MemberRequest, rhythm: RhythmForm, status: int = 200) -> HttpResponse:
    context = {"choices": choices_of(request.member), "rhythm": rhythm}
    return render(request, "notifications/preferences.html", context, status=status)


def _rhythm(request: MemberRequest) -> HttpResponse:
    """When mail may come: the digest and the quiet hours."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        try:
            Rhythm.choose(request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field, str(error))
    if form.errors:
        return _page(request, form, 422)
    messages.success(request, gettext("Saved: when mail comes."))
    return redirect("notification-settings", request.member.organisation.slug)


def _kept(request: MemberRequest) -> HttpResponse:
    member = request.member
    choice = choice_of(member, request.POST.get("topic", ""))
    if choice is None:
        raise Http404
    for channel in Channel:
        Preference.choose(member, choice.topic, channel, on=channel in request.POST)
    if not request.headers.get("HX-Request"):
        messages.success(request, gettext("Saved: {topic}.").format(topic=choice.topic.label))
        return redirect("notification-settings", member.organisation.slug)
    context = {"choice": choice_of(member, choice.topic.code), "saved": True}
    response = render(request, "notifications/preference.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
