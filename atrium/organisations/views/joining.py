"""The page that the link of an invitation leads to."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from atrium.organisations.access import invited
from atrium.organisations.forms import JoinForm
from atrium.organisations.models import Invitation
from atrium.organisations.views.answers import accepted, page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, place: str, key: str) -> HttpResponse:
    """Join with a new account, or with the one there is; says what to do when the link is of no use."""
    with invited(place, key) as found:
        if found is None:
            return render(request, "organisations/invitation_unusable.html", status=410)
        if request.user.is_authenticated:
            return _join(request, found)
        if found.has_account:
            return render(request, "organisations/invitation_sign_in.html", {"invitation": found})
        return _join_as_new(request, found)


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    assert request.user.is_authenticated
    if request.user.email != found.email:
        return render(
            request,
            "organisations/invitation_other_account.html",
            {"invitation": found},
            status=409,
        )
    if request.method != "POST":
        return render(request, "organisations/invitation_join.html", {"invitation": found})
    found.accept(request.user)
    return redirect("dashboard", found.organisation.slug)


def _join_as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, invitation=found)
    if request.method == "POST" and accepted(form, lambda: None):
        member = found.accept_as_new(
            name=form.cleaned_data["name"], password=form.cleaned_data["password"]
        )
        login(request, member.user, backend=BACKEND)
        return redirect("dashboard", found.organisation.slug)
    return page(request, "organisations/invitation_new.html", form, {"invitation": found})
