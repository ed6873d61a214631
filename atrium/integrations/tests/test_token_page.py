"""The page of API tokens."""

from __future__ import annotations

from django.test import Client as Browser

from atrium.integrations.models import Token
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations.models import Member

PAGE = "/acme/settings/tokens/"
FORM = {"name": "Website form", "lasts": "30", "scopes": ["clients:read"]}


def test_a_token_is_made_shown_once_and_revoked(as_bob: Browser, bob: Member) -> None:
    made = as_bob.post(PAGE, FORM)
    assert made.status_code == 201
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert Program(secret).ask("GET", "/clients").status_code == 200
    listed = as_bob.get(PAGE).content.decode()
    assert "Website form" in listed
    assert secret not in listed
    token = Token.objects.get(member=bob)
    assert as_bob.post(f"{PAGE}{token.public_id}/revoke/").status_code == 302
    assert Program(secret).ask("GET", "/clients").status_code == 401


def test_a_form_that_is_not_right_comes_back(as_bob: Browser, bob: Member) -> None:
    assert as_bob.post(PAGE, {**FORM, "scopes": ["everything"]}).status_code == 422
    assert as_bob.post(PAGE, {**FORM, "name": " "}).status_code == 422
    assert not Token.objects.exists()


def test_ones_tokens_are_ones_own(
    as_bob: Browser,
    as_alice: Browser,
    as_charlie: Browser,
    as_vera: Browser,
    alice: Member,
    bob: Member,
) -> None:
    token_of(alice, ["clients:read"])
    token = Token.objects.get(member=alice)
    address = f"{PAGE}{token.public_id}/revoke/"
    assert as_bob.post(address).status_code == 404
    assert as_charlie.post(address).status_code == 404
    assert as_charlie.get(PAGE).status_code == 404
    assert as_vera.get(PAGE).status_code == 403
    token.refresh_from_db()
    assert token.revoked_at is None
    assert as_alice.post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_by == alice
