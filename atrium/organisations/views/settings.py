"""The settings of the organisation itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from atrium.accounts.stepping_up import sure_first
from atrium.organisations.access import member_view
from atrium.organisations.forms import NetworksForm, OrganisationForm
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.networks import address_of
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import pages_for
from atrium.organisations.views.answers import accepted, done, page


@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """Lead who runs the place to the organisation, others to the first page they may open."""
    if request.member.can(Can.ORGANISATION_EDIT):
        return redirect("settings-organisation", request.member.organisation.slug)
    pages = pages_for(request.member)
    if not pages:
        raise Http404
    return redirect(pages[0].url)


@member_view(needs=Can.ORGANISATION_EDIT)
def organisation(request: MemberRequest) -> HttpResponse:
    """Name, country, currency, time zone, lists, tabs."""
    place = request.member.organisation
    form = OrganisationForm(request.POST or None, organisation=place)
    if request.method == "POST" and accepted(
        form, lambda: place.edit(by=request.member, **form.cleaned_data)
    ):
        return done(request, "Saved the settings.", "settings-organisation", place.slug)
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
        return done(request, "Saved the networks.", "networks", place.slug)
    return page(request, "organisations/networks.html", form, {"own": own})
