"""The start: which organisation, and its dashboard."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from atrium.organisations.dashboard import cards_for, starts_for
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.navigation import LAST, memberships

A_YEAR = 365 * 24 * 3600


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the only organisation or the one used last; else, or when asked to, let the person choose."""
    mine = memberships(request)
    last = request.COOKIES.get(LAST, "")
    chosen = [m for m in mine if m.organisation.slug == last] or (mine if len(mine) == 1 else [])
    if chosen and "choose" not in request.GET:
        return redirect("dashboard", chosen[0].organisation.slug)
    return render(request, "organisations/choose.html", {"mine": mine, "last": last})


@require_safe
def dashboard(request: MemberRequest) -> HttpResponse:
    """What is there to do today."""
    place = request.member.organisation
    cards = cards_for(request)
    context = {
        "called": request.member.name.partition(" ")[0],
        "today": place.today(),
        "hour": place.local(timezone.now()).hour,
        "main": [drawn for drawn in cards if drawn.card.side == "main"],
        "side": [drawn for drawn in cards if drawn.card.side == "side"],
        "starts": starts_for(request),
    }
    response = render(request, "organisations/dashboard.html", context)
    if request.COOKIES.get(LAST) != place.slug:
        response.set_cookie(
            LAST,
            place.slug,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
