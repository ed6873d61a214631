"""Telling a person of a sign-in from a browser that they never signed in with."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponseBase
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from atrium.accounts.models import User
from atrium.accounts.templatetags.devices import device
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.speaking import heard, speaking
from atrium.foundation.translation import gettext

A_YEAR = 365 * 24 * 3600
MOST = 10
_SALT = "atrium.accounts.devices"
COOKIE = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def greet(request: HttpRequest, response: HttpResponseBase, user: User, address: str) -> None:
    """Know the browser again from now on; where it is a new one for this person, mail them."""
    known = _known(request)
    if user.pk not in known:
        browser = device(request.headers.get("User-Agent", "")[:400])
        tell.enqueue(
            user.pk, browser, address, f"{spoken(timezone.now()):%-d %B %Y, %H:%M} UTC", heard()
        )
    kept = [user.pk, *(key for key in known if key != user.pk)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[int]:
    """Who signed in with this browser before, the last one first."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return []
    return [int(key) for key in found]


@task
def tell(user_id: int, browser: str, address: str, at: str, language: str = "") -> None:
    """Mail the person when, where and with what somebody signed in as them."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    links = {
        name: f"{settings.BASE_URL}{reverse(page)}"
        for name, page in (
            ("sessions", "usersessions_list"),
            ("password", "account_reset_password"),
        )
    }
    facts = links | {"user": user, "browser": browser, "address": address, "at": at}
    with speaking(user.language, language):
        body = render_to_string("accounts/mail/new_device.txt", facts)
        send_mail(gettext("A new device signed in as you"), body, None, [user.email])
