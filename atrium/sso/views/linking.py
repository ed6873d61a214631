"""The accounts at identity providers that sign a person in: linked by them, and unlinked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.accounts.models import User
from atrium.accounts.stepping_up import sure_first
from atrium.accounts.vouching import beyond, confined
from atrium.foundation.translation import gettext
from atrium.sso.access import linked, member_at, provider_at
from atrium.sso.asking import Told
from atrium.sso.facts import ways_of
from atrium.sso.models import Identity
from atrium.sso.views.signing_in import LINKING


@require_safe
@login_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where the person can sign in instead of here."""
    assert isinstance(request.user, User)
    return render(request, "sso/sign_ins.html", {"ways": ways_of(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@sure_first
def link(request: HttpRequest) -> HttpResponse:
    """Say that the account they came back with is theirs. By their own means: no provider vouches for itself."""
    assert isinstance(request.user, User)
    voucher = confined(request, request.user)
    if voucher is not None:
        return beyond(request, request.user, voucher)
    kept = dict(request.session.get(LINKING, {}))
    if not kept:
        return redirect("sign-ins")
    with provider_at(kept.pop("place"), UUID(kept.pop("provider"))) as provider:
        told, mine = Told(**kept), member_at(provider, request.user)
        if request.method != "POST":
            return render(request, "sso/link.html", {"provider": provider, "told": told})
        del request.session[LINKING]
        Identity.link(provider, told, to=mine)
        messages.success(
            request, gettext("{provider} signs you in from now on.").format(provider=provider)
        )
    return redirect("sign-ins")


@require_POST
@login_required
@sure_first
def unlink(request: HttpRequest, place: str, key: UUID) -> HttpResponse:
    """Sign in there no more."""
    assert isinstance(request.user, User)
    with provider_at(place, key) as provider:
        mine = member_at(provider, request.user)
        identity = linked(provider, mine)
        if identity is not None:
            identity.unlink(by=mine)
    messages.success(request, gettext("{provider} signs you in no more.").format(provider=provider))
    return redirect("sign-ins")
