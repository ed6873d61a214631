"""What holds for everyone who said nothing else, and the lists that preferences are chosen from (J11)."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.models import Preference
from atrium.clients.preference_form import PreferenceForm
from atrium.foundation.formats.names import fold
from atrium.foundation.naming import languages_called
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

MOST = 40


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def settings(request: MemberRequest) -> HttpResponse:
    """The organisation's own hours and what it sends where a client said nothing."""
    form = PreferenceForm(request.POST or None, subject=None, preference=Preference.of(None))
    if form.is_valid():
        Preference.settle(None, by=request.member, **form.cleaned_data)
        messages.success(request, gettext("Preferences saved."))
        return redirect("reach-settings", request.member.organisation.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/preferences/settings.html", {"form": form}, status=status)


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def languages(request: MemberRequest) -> HttpResponse:
    """The languages that fit what was typed."""
    typed = fold(request.GET.get("q", "")[:40])
    fitting = [each for each in languages_called() if typed in fold(" ".join(each))]
    fitting.sort(key=lambda each: not fold(each[1]).startswith(typed))
    options = [(code, name, code) for code, name in fitting[:MOST]]
    return render(request, "clients/preferences/options.html", {"options": options})


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def zones(request: MemberRequest) -> HttpResponse:
    """The time zones that fit what was typed."""
    typed = fold(request.GET.get("q", "")[:60])
    fitting = (zone for zone in available_timezones() if "/" in zone and typed in _read(zone))
    options = [(zone, zone.replace("_", " "), "") for zone in sorted(fitting)[:MOST]]
    return render(request, "clients/preferences/options.html", {"options": options})


def _read(zone: str) -> str:
    return fold(zone.replace("_", " ").replace("/", " ")) + f" {zone.casefold()}"
