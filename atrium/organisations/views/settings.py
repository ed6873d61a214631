"""The settings of the organisation itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.accounts.stepping_up import sure_first
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.forms import NetworksForm, OrganisationForm
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.networks import address_of
from atrium.organisations.permissions import Can
from atrium.organisations.settings_search import find_settings
from atrium.organisations.views.answers import accepted, done, page

LONGEST = 100


@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """All that is set here, found by words; only what the member may open."""
    query = request.GET.get("q", "")[:LONGEST]
    context = {"found": find_settings(request.member, query), "q": query}
    return render(request, "organisations/settings.html", context)


@member_view(needs=Can.ORGANISATION_EDIT)
def organisation(request: MemberRequest) -> HttpResponse:
    """Name, country, currency, time zone, lists, tabs."""
    place = request.member.organisation
    form = OrganisationForm(request.POST or None, organisation=place)
    if request.method == "POST" and accepted(
        form, lambda: place.edit(by=request.member, **form.cleaned_data)
    ):
        return done(request, gettext("Saved the settings."), "settings-organisation", place.slug)
    return page(request, "organisations/organisation.html", form, {})


@member_view(needs=Can.ORGANISATION_EDIT)
@sure_first
def networks(request: MemberRequest) -> HttpResponse:
    """From where members and programs reach the organisation."""
    place, own = request.member.organisation, address_of(request)
    sent = request.POST if request.method == "POST" else None
    form = NetworksForm(sent, initial={"networks": place.networks})
    if request.method == "POST" and accepted(
        form,
        lambda: place.allow_from(form.cleaned_data["networks"], by=request.member, own=own),
    ):
        return done(request, gettext("Saved the networks."), "networks", place.slug)
    return page(request, "organisations/networks.html", form, {"own": own})
