"""Single sign-on in the settings: identity providers, domains, and whether passwords stay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from atrium.accounts.stepping_up import sure_first
from atrium.accounts.vouching import voucher_of
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import Context, accepted, done, page
from atrium.sso.facts import certificates_of, every_domain, every_provider
from atrium.sso.forms import FORMS, AskedForm, DomainForm
from atrium.sso.models import Domain, Kind, Provider


@member_view(needs=Can.SSO_MANAGE)
@sure_first
def overview(request: MemberRequest) -> HttpResponse:
    """Providers and domains; whether all members come by single sign-on."""
    place = request.member.organisation
    sent = request.POST if request.method == "POST" else None
    form = AskedForm(sent, initial={"asked_of_all": not place.passwords})
    by = voucher_of(request, request.user, place.pk)
    if request.method == "POST" and accepted(
        form,
        lambda: Provider.ask_of_all(
            wanted=form.cleaned_data["asked_of_all"], by=request.member, came_by_it=bool(by)
        ),
    ):
        return _done(request, gettext("Saved."))
    return page(request, "sso/settings.html", form, _all(request))


def _all(request: MemberRequest) -> Context:
    place = request.member.organisation
    way = request.build_absolute_uri(reverse("sso-place", args=[place.slug]))
    return {"providers": every_provider(), "domains": every_domain(), "way": way}


@sensitive_post_parameters("client_secret")
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def add(request: MemberRequest) -> HttpResponse:
    """A new provider; its own document is read before it is kept."""
    kind = request.GET.get("kind", Kind.OIDC.value)
    if kind not in FORMS:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    begun = {"joins": "invited", "default_role": "staff"}
    form = FORMS[kind](sent, by=request.member, initial=begun)
    if accepted(form, lambda: Provider.add(by=request.member, kind=kind, **form.cleaned_data)):
        made = get_object_or_404(Provider, name=form.cleaned_data["name"])
        words = gettext("Added {provider}. Now register Atrium there.").format(provider=made)
        return done(
            request, words, "sso-provider", request.member.organisation.slug, made.public_id
        )
    return page(request, "sso/provider.html", form, {"kind": Kind(kind)})


@sensitive_post_parameters("client_secret")
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """One provider; what it has to know of us stands beside."""
    shown = get_object_or_404(Provider, public_id=key)
    sent = request.POST if request.method == "POST" else None
    shape = FORMS[shown.kind]
    form = shape(sent, by=request.member, initial=shape.begun(shown))
    if accepted(form, lambda: shown.edit(by=request.member, **form.cleaned_data)):
        words = gettext("Saved {name}.").format(name=form.cleaned_data["name"])
        return _done(request, words)
    told = {"shown": shown, "kind": Kind(shown.kind), "certificates": certificates_of(shown)}
    return page(request, "sso/provider.html", form, told)


@require_POST
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def switch(request: MemberRequest, key: UUID) -> HttpResponse:
    """Let members sign in there, or not."""
    shown = get_object_or_404(Provider, public_id=key)
    shown.switch(on=not shown.is_on, by=request.member)
    words = (
        gettext("Switched {provider} on.") if shown.is_on else gettext("Switched {provider} off.")
    )
    return _done(request, words.format(provider=shown))


@require_POST
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take a provider away."""
    shown = get_object_or_404(Provider, public_id=key)
    shown.remove(by=request.member)
    return _done(request, gettext("Removed {name}.").format(name=shown))


@require_POST
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def add_domain(request: MemberRequest) -> HttpResponse:
    """Name a domain."""
    naming = DomainForm(request.POST)
    if accepted(naming, lambda: Domain.add(naming.cleaned_data["name"], by=request.member)):
        return _done(request, gettext("Named the domain. Now prove that it is yours."))
    asked = AskedForm(initial={"asked_of_all": not request.member.organisation.passwords})
    context: dict[str, Any] = _all(request) | {"form": asked, "naming": naming}
    return render(request, "sso/settings.html", context, status=422)


@require_POST
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def prove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Look for its record."""
    domain = get_object_or_404(Domain, public_id=key)
    domain.prove(by=request.member)
    return _done(request, gettext("{domain} is proved.").format(domain=domain))


@require_POST
@member_view(needs=Can.SSO_MANAGE)
@sure_first
def remove_domain(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take a domain away."""
    domain = get_object_or_404(Domain, public_id=key)
    domain.remove(by=request.member)
    return _done(request, gettext("Removed {name}.").format(name=domain))


def _done(request: MemberRequest, words: str) -> HttpResponse:
    return done(request, words, "sso-settings", request.member.organisation.slug)
