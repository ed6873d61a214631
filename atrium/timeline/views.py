from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.foundation.numbers import fits
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline import settings_log

LARGEST = 2**63 - 1


@require_safe
@member_view(needs=Can.ORGANISATION_EDIT)
def log(request: MemberRequest) -> HttpResponse:
    """Who changed what in the settings, newest first."""
    text = request.GET.get("before", "")
    if text and not fits(text, LARGEST):
        raise Http404
    context = {"page": settings_log.page(int(text) if text else None), "first": not text}
    return render(request, "timeline/settings_log.html", context)
