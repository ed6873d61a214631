"""How long what is kept, and what would go (J24, X11)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.accounts.stepping_up import sure_first
from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.privacy.forms import RetentionForm
from atrium.privacy.models import RetentionRule
from atrium.privacy.retaining import Going, overview
from atrium.privacy.retention.sort import RETENTION, RetentionSort


@require_GET
@member_view(needs=Can.PRIVACY_MANAGE)
def retention(request: MemberRequest) -> HttpResponse:
    """Each sort of record with its rule and what would go now."""
    return render(request, "privacy/retention.html", overview(request.member.organisation))


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.PRIVACY_MANAGE)
@sure_first
def rule(request: MemberRequest, sort: str) -> HttpResponse:
    """One rule: what it would let go is shown first, then it is saved."""
    what, standing = _sort(sort), RetentionRule.standing().get(sort)
    words = lexicon.of(request.member.organisation)
    data = request.POST if request.method == "POST" else request.GET or None
    form = RetentionForm(data, sort=what, words=words, rule=standing)
    drafted = _drafted(form, sort)
    if drafted and request.method == "POST":
        RetentionRule.keep(sort, by=request.member, **form.asked)
        messages.success(request, gettext("Saved. What is older goes in the coming night."))
        return redirect("retention", request.member.organisation.slug)
    shown = drafted or (None if form.is_bound else standing)
    context: dict[str, Any] = {"what": what, "rule": standing, "form": form}
    context |= {"going": Going(shown, request.member) if shown else None, "drafted": drafted}
    context["organisation"] = request.member.organisation
    status = 422 if form.errors else 200
    return render(request, "privacy/retention_rule.html", context, status=status)


@require_POST
@member_view(needs=Can.PRIVACY_MANAGE)
def end(request: MemberRequest, sort: str) -> HttpResponse:
    """Keep the sort for as long as nobody removes it."""
    _sort(sort)
    standing = RetentionRule.standing().get(sort)
    if standing:
        standing.end(by=request.member)
    messages.success(request, gettext("Nothing of this sort goes by itself any more."))
    return redirect("retention", request.member.organisation.slug)


def _drafted(form: RetentionForm, sort: str) -> RetentionRule | None:
    """The rule as it was asked for; None where it must not be, which is told at its field."""
    if not form.is_valid():
        return None
    try:
        return RetentionRule.draft(sort, **form.asked)
    except Refusal as refusal:
        form.add_error({"months": "count"}.get(refusal.field or "", refusal.field), str(refusal))
        return None


def _sort(sort: str) -> RetentionSort:
    what = RETENTION.get(sort)
    if what is None:
        raise Http404
    return what
