"""The member's meetings in their own calendar program: the page that makes the link, and what it opens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.foundation.translation import gettext
from atrium.meetings.ics.feeding import meetings_of
from atrium.meetings.models import Feed
from atrium.meetings.public import by_secret, etag_of, inside
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MEETINGS_SEE)
def settle(request: MemberRequest) -> HttpResponse:
    """Whether there is a link; a new one is told once, and the one before opens nothing any more."""
    url = ""
    if request.method == "POST":
        url = settings.BASE_URL + reverse("meeting-feed", args=[Feed.open(request.member)])
    context = {
        "feed": Feed.of(request.member),
        "url": url,
        "organisation": request.member.organisation,
    }
    return render(request, "meetings/feed.html", context)


@require_POST
@member_view(needs=Can.MEETINGS_SEE)
def close(request: MemberRequest) -> HttpResponse:
    """Let nothing read it any more."""
    Feed.close(request.member)
    messages.success(request, gettext("The link opens nothing any more."))
    return redirect("calendar-feed", request.member.organisation.slug)


@by_secret
@require_safe
def read(request: HttpRequest, key: str) -> HttpResponse:
    """The meetings of who made the link; unchanged ones are answered with 304."""
    with inside(key) as secret:
        feed = Feed.opened_by(secret) if secret else None
        if feed is None:
            return HttpResponse("This link opens nothing.\n", "text/plain", status=404)
        data = meetings_of(feed.member)
    tag = quote_etag(etag_of(data))
    same = request.headers.get("If-None-Match", "") == tag
    answer = (
        HttpResponse(status=304) if same else HttpResponse(data, "text/calendar; charset=utf-8")
    )
    answer["ETag"] = tag
    answer["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    patch_cache_control(answer, private=True, max_age=300)
    return answer
