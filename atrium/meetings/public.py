"""The doors for those who are not signed in: a secret in the address opens one thing, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from atrium.clients.reach.speaking import spoken_to
from atrium.foundation.rate import Rate, visitor_of
from atrium.meetings.models import Attendee
from atrium.organisations import current

EACH_MINUTE = 60
LONGEST_KEY = 18
RATE = Rate("meetings")

type View = Callable[[HttpRequest, str], HttpResponse]


def by_secret(view: View) -> View:
    """A page that its address alone opens: no search engine lists it, no other site is told of it."""

    @wraps(view)
    def wrapper(request: HttpRequest, key: str) -> HttpResponse:
        wait = RATE.take(visitor_of(request), EACH_MINUTE)
        answer = render(request, "meetings/too_often.html", status=429) if wait else None
        answer = answer or view(request, key)
        if wait:
            answer["Retry-After"] = str(wait)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return wrapper


def unlisted(view: View) -> View:
    """The same for pages, which no browser keeps either."""
    return never_cache(by_secret(view))


@contextmanager
def asked(token: str) -> Iterator[Attendee | None]:
    """Who is asked by this token, inside their organisation; None where it opens nothing."""
    found = Attendee.key_in(token)
    if found is None:
        yield None
        return
    organisation, key = found
    with current.entered(organisation):
        rows = Attendee.objects.select_related("meeting__series", "meeting__client__organisation")
        rows = rows.select_related("meeting__organiser", "contact").filter(member__disabled_at=None)
        attendee = rows.filter(public_id=key).first()
        if attendee is None:
            yield None
            return
        with spoken_to(attendee.meeting.client, attendee.contact):
            yield attendee


@contextmanager
def inside(key: str) -> Iterator[str]:
    """The secret of a key like ``7.secret``, inside the organisation that it names; else nothing."""
    place, _, secret = key.partition(".")
    if not (place.isascii() and place.isdecimal() and len(place) <= LONGEST_KEY and secret):
        yield ""
        return
    with current.entered(int(place)):
        yield secret


def etag_of(data: bytes) -> str:
    """Names this content and no other."""
    return hashlib.sha256(data).hexdigest()[:32]
