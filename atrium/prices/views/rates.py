"""Tax rates: listed, added, changed, archived (B05)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.prices import access
from atrium.prices.access import the_rate
from atrium.prices.forms import RateForm
from atrium.prices.models import TaxRate
from atrium.prices.views.answer import dialog, done


@require_safe
@member_view(needs=Can.MONEY_SEE)
def rates(request: MemberRequest) -> HttpResponse:
    """All rates, those in the archive below."""
    response = render(request, "prices/rates.html", _context(request))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_EDIT)
@idempotent
def add(request: MemberRequest) -> HttpResponse:
    """A new rate."""
    form = RateForm(request.POST or None, organisation=request.member.organisation)
    if accepted(form, lambda: TaxRate.add(by=request.member, **form.cleaned_data)):
        return _done(
            request, gettext("{cleaned_data} added").format(cleaned_data=form.cleaned_data["name"])
        )
    return dialog(request, "prices/rate.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_EDIT)
def rate(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change a rate, or archive and restore it."""
    found = the_rate(key)
    if "archive" in request.POST:
        found.archive(by=request.member)
        return _done(request, gettext("{found} archived").format(found=found))
    if "restore" in request.POST:
        found.restore(by=request.member)
        return _done(request, gettext("{found} restored").format(found=found))
    form = RateForm(request.POST or None, organisation=request.member.organisation, rate=found)
    if accepted(form, lambda: found.edit(by=request.member, **form.cleaned_data)):
        return _done(request, gettext("{found} saved").format(found=found))
    return dialog(request, "prices/rate.html", {"form": form, "rate": found})


@require_POST
@member_view(needs=Can.MONEY_EDIT)
def usual(request: MemberRequest) -> HttpResponse:
    """Add the usual rates of the organisation's country that are missing."""
    made = TaxRate.provide(request.member.organisation, by=request.member)
    count = ngettext("{count} tax rate added", "{count} tax rates added", len(made)).format(
        count=len(made)
    )
    return _done(request, count if made else gettext("Every usual rate is there already"))


def _context(request: MemberRequest) -> dict[str, Any]:
    live, archived = access.rates()
    return {
        "rates": live,
        "archived": archived,
        "organisation": request.member.organisation,
        "may_edit": request.member.can(Can.MONEY_EDIT),
    }


def _done(request: MemberRequest, toast: str) -> HttpResponse:
    return done(
        request,
        toast,
        to="tax-rates",
        part="prices/rates_card.html",
        context=lambda: _context(request),
    )
