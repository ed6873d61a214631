"""The door for who has a link: the secret in the address opens one thing, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from atrium.clients.reach.speaking import spoken_to
from atrium.documents.models import Share
from atrium.foundation.rate import Rate, visitor_of
from atrium.organisations import current

EACH_MINUTE = 120
LONGEST_PLACE = 18
COOKIE = "code"
RATE = Rate("links")

type View = Callable[..., HttpResponseBase]


def unlisted(view: View) -> View:
    """No search engine lists it, no browser keeps it, no other site is told of it; so many a minute."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        wait = RATE.take(visitor_of(request), EACH_MINUTE)
        answer: HttpResponseBase
        if wait:
            answer = render(request, "documents/public/too_often.html", status=429)
            answer["Retry-After"] = str(wait)
        else:
            answer = view(request, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return wrapper


@contextmanager
def opened(token: str) -> Iterator[Share | None]:
    """The link with this token, inside its organisation; None where it opens nothing."""
    place, _, secret = token.partition(".")
    if not (place.isascii() and place.isdecimal() and len(place) <= LONGEST_PLACE and secret):
        yield None
        return
    with current.entered(int(place)):
        share = Share.opened_by(secret)
        if share is None:
            yield None
            return
        with spoken_to(share.client, share.contact):
            yield share


def has_code(request: HttpRequest, share: Share) -> bool:
    """Whether the link needs no code, or this browser told it."""
    given = request.COOKIES.get(COOKIE, "")
    return not share.code_hash or constant_time_compare(given, share.proof())


def remember_code(response: HttpResponse, share: Share, path: str) -> None:
    """Let this browser open the link without being asked again while it is open."""
    response.set_cookie(COOKIE, share.proof(), path=path, httponly=True, samesite="Strict")
