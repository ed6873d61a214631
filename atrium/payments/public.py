"""The door for who has a pay link: the secret in the address opens one invoice, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from atrium.clients.reach.speaking import spoken_to
from atrium.foundation.rate import Rate, visitor_of
from atrium.organisations import current
from atrium.payments.models import PayLink
from atrium.payments.providers.places import PAGES

EACH_MINUTE = 30
LONGEST_PLACE = 18
RATE = Rate("pay")
# The form leads on to the provider's own page; browsers look at where it ends.
POLICY: dict[str, Any] = settings.SECURE_CSP | {"form-action": [CSP.SELF, PAGES]}

type View = Callable[[HttpRequest, str], HttpResponse]


def unlisted(view: View) -> View:
    """No search engine lists it, no browser keeps it, no other site is told of it; so many a minute."""

    @csp_override(POLICY)
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        wait = RATE.take(visitor_of(request), EACH_MINUTE)
        if wait:
            answer = render(request, "payments/pay/too_often.html", status=429)
            answer["Retry-After"] = str(wait)
        else:
            answer = view(request, token)
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return wrapper


@contextmanager
def opened(token: str) -> Iterator[PayLink | None]:
    """The link with this token, inside its organisation; None where it opens nothing."""
    place, _, secret = token.partition(".")
    if not (place.isascii() and place.isdecimal() and len(place) <= LONGEST_PLACE and secret):
        yield None
        return
    with current.entered(int(place)):
        link = PayLink.opened_by(secret)
        if link is None:
            yield None
            return
        with spoken_to(link.invoice.client):
            yield link
