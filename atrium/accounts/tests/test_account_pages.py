"""Each page of the person's own account is shown in our frame, without a script inside it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client as Browser

from atrium.accounts.tests.test_signing_in import PASSWORD, alice_signs_in, sign_in
from atrium.organisations.models import Member

pytestmark = pytest.mark.once

__all__ = ["alice_signs_in"]
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+=|\sstyle=", re.IGNORECASE
)


@pytest.fixture
def browser(alice_signs_in: Member) -> Browser:
    """Alice, signed in, who has just proved that it is she."""
    browser = Browser()
    sign_in(browser)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_an_app(browser: Browser) -> str:
    page = browser.get("/accounts/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/profile/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
    ],
)
def test_j24_the_pages_of_an_account_are_ours(browser: Browser, url: str) -> None:
    page = browser.get(url)
    assert page.status_code == 200
    assert 'id="content"' in page.text
    assert not INLINE.search(page.text)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "by invitation"),
        ("/accounts/password/reset/", "Mail me a link"),
        ("/accounts/password/reset/done/", "Look into your mail"),
        ("/accounts/password/reset/key/done/", "new password is saved"),
        ("/accounts/password/reset/key/1-x/", "does not work any more"),
        ("/accounts/confirm-email/", "Look into your mail"),
        ("/accounts/confirm-email/nonsense/", "does not work any more"),
        ("/accounts/inactive/", "switched off"),
    ],
)
def test_j24_the_pages_for_nobody_are_ours(
    visitor: Browser, db: None, url: str, words: str
) -> None:
    page = visitor.get(url)
    assert words in page.text
    assert "auth-card" in page.text
    assert not INLINE.search(page.text)


def test_j24_an_app_asks_for_a_second_step(browser: Browser) -> None:
    secret = set_up_an_app(browser)
    other = Browser()
    assert sign_in(other) == 302
    assert other.get("/acme/").status_code == 302
    assert "One more step" in other.get("/accounts/2fa/authenticate/").text
    cache.clear()  # a code works once, and this is the one the set-up used
    assert other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert other.get("/acme/").status_code == 200


def test_j24_a_recovery_code_works_once(browser: Browser) -> None:
    set_up_an_app(browser)
    page = browser.get("/accounts/2fa/recovery-codes/")
    assert not INLINE.search(page.text)
    code = browser.get("/accounts/2fa/recovery-codes/download/").text.split()[-1]
    used = []
    for _ in range(2):
        other = Browser()
        sign_in(other)
        other.post("/accounts/2fa/authenticate/", {"code": code})
        used.append(other.get("/acme/").status_code)
    assert used == [200, 302]


def test_j24_switching_the_app_off_asks_first(browser: Browser) -> None:
    set_up_an_app(browser)
    assert "Switch off the authenticator app?" in browser.get("/accounts/2fa/totp/deactivate/").text
    browser.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_the_picture_to_scan_passes_the_policy(browser: Browser) -> None:
    page = browser.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml' in page.text
    assert "data:" in page.headers["Content-Security-Policy"]


def test_a_theme_is_kept_in_this_browser(visitor: Browser, db: None) -> None:
    assert visitor.post("/theme/", {"theme": "dark"}).status_code == 204
    assert 'data-theme="dark"' in visitor.get("/accounts/login/").text
    visitor.post("/theme/", {"theme": "no-such"})
    assert "data-theme" not in visitor.get("/accounts/login/").text.split("<head>")[0]


def test_a_theme_leads_back_only_to_our_own_pages(visitor: Browser, db: None) -> None:
    assert (
        visitor.post("/theme/", {"theme": "dark", "next": "/accounts/profile/"}).status_code == 302
    )
    assert (
        visitor.post("/theme/", {"theme": "dark", "next": "https://evil.example/"}).status_code
        == 204
    )
