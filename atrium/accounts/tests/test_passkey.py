"""A passkey in a real browser: added, used instead of a password, removed."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from atrium.accounts.models import User
from atrium.organisations.founding import found

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-very-own-password"


def with_a_finger(page: Any) -> None:
    """Give the browser an authenticator whose owner always agrees."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_j24_alice_signs_in_with_a_passkey(page: Any, live_server: Any) -> None:
    found("Acme", email="alice@acme.example", password=PASSWORD, person="Alice Ash")
    home = live_server.url.replace("127.0.0.1", "localhost")
    with_a_finger(page)
    page.goto(f"{home}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("E-mail").fill("alice@acme.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/recovery-codes/")
    key = Authenticator.objects.get(user=User.objects.get(), type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().name == "Laptop"

    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/acme/")
    assert "Alice" in page.get_by_role("heading", level=1).inner_text()
