from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from atrium.accounts.stepping_up import sure_to_take
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.log_file import as_csv
from atrium.timeline.settings_log import Asked, Page, people, topics_for

LARGEST = 2**63 - 1


@require_safe
@member_view(needs=Can.ORGANISATION_EDIT)
def log(request: MemberRequest) -> HttpResponse:
    """Who did what to the settings, newest first, by member, part and days."""
    text = request.GET.get("before", "")
    if text and not fits(text, LARGEST):
        raise Http404
    asked, error, page = Asked.read(request.GET), None, Page([], None)
    try:
        page = asked.page(request.member, text)
    except Refusal as refusal:
        error = refusal
    context = {
        "asked": asked,
        "error": error,
        "page": page,
        "first": not text,
        "older": asked.urlencoded(before=page.older),
        "topics": topics_for(request.member),
        "people": people(),
        "organisation": request.member.organisation,
    }
    return render(request, "timeline/settings_log.html", context, status=422 if error else 200)


@require_GET
@member_view(needs=Can.ORGANISATION_EDIT)
@sure_to_take
def log_file(request: MemberRequest) -> HttpResponse:
    """What is asked for as a file."""
    text = as_csv(Asked.read(request.GET), by=request.member)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response
