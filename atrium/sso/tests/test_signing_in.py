"""J24: members sign in at their organisation's issuer of OpenID Connect; what does not hold lets nobody in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.organisations import current
from atrium.organisations.models import Invitation, Member
from atrium.organisations.permissions import Role
from atrium.sso.asking import PATIENCE
from atrium.sso.models import Domain, Identity, Joins, Provider
from atrium.sso.tests.conftest import comes, person, signs_in
from atrium.testing.oidc_issuer import Issuer

type Claims = dict[str, Any]
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def is_in(browser: Browser, place: str = "acme") -> bool:
    return browser.get(f"/{place}/").status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_j24_bob_signs_in_at_the_issuer_and_the_log_and_his_sessions_say_so(
    visitor: Browser,
    as_alice: Browser,
    bob: Member,
    provider: Provider,
    issuer: Issuer,
    algorithm: str,
) -> None:
    issuer.algorithm, issuer.person = algorithm, person("bob@acme.example")
    ways = visitor.post("/sso/", {"email": "Bob@Acme.example", "next": "/acme/clients/"}).text
    assert f"{provider.begin}?for=sign-in&amp;next=/acme/clients/" in ways
    assert "Sign in with Keys &amp; Co" in visitor.get("/sso/acme/").text
    back = visitor.get(comes(visitor, provider, issuer, next="/acme/clients/"))
    assert (back.status_code, back.headers["Location"]) == (302, "/acme/clients/")
    assert is_in(visitor)
    assert UserSession.objects.get(user=bob.user).data == {"by": "Keys & Co"}
    assert "by Keys &amp; Co" in visitor.get("/accounts/sessions/").text
    assert (
        "bob@acme.example signed in by Keys &amp; Co first"
        in as_alice.get("/acme/settings/log/").text
    )
    identity = Identity.objects.get()
    assert (identity.member, identity.by_hand) == (bob, False)


def later(claims: Claims) -> None:
    claims["iat"] = claims["exp"] = int(time.time()) - 3600


SPOILT: dict[str, tuple[str, Callable[[Claims], None]]] = {
    "nonce": ("another question", lambda c: c.update(nonce="x")),
    "no nonce": ("another question", lambda c: c.pop("nonce")),
    "issuer": ("does not hold", lambda c: c.update(iss="https://evil.example")),
    "audience": ("does not hold", lambda c: c.update(aud="another")),
    "two audiences": ("another program", lambda c: c.update(aud=["atrium", "another"])),
    "party": ("another program", lambda c: c.update(azp="another")),
    "expired": ("does not hold", later),
    "not yet": ("does not hold", lambda c: c.update(iat=int(time.time()) + 900)),
    "old": ("is old", lambda c: c.update(iat=int(time.time()) - PATIENCE - 60)),
    "no expiry": ("does not hold", lambda c: c.pop("exp")),
    "no subject": ("does not hold", lambda c: c.pop("sub")),
    "a number": ("does not hold", lambda c: c.update(sub=7)),
    "empty subject": ("names nobody", lambda c: c.update(sub="")),
    "not verified": ("vouches for no", lambda c: c.update(email_verified=False)),
    "not said": ("vouches for no", lambda c: c.pop("email_verified")),
    "odd address": ("vouches for no", lambda c: c.update(email=["bob@acme.example"])),
    "foreign": ("vouches for no", lambda c: c.update(email="bob@other.example")),
}


@pytest.mark.once
@pytest.mark.parametrize("spoilt", SPOILT)
def test_j24_a_token_that_does_not_hold_lets_nobody_in(
    visitor: Browser,
    as_alice: Browser,
    bob: Member,
    provider: Provider,
    issuer: Issuer,
    spoilt: str,
) -> None:
    words, issuer.spoil = SPOILT[spoilt]
    issuer.person = person("bob@acme.example")
    answer = visitor.get(comes(visitor, provider, issuer))
    assert (answer.status_code, words in answer.text) == (409, True)
    assert not is_in(visitor)
    assert not Identity.objects.exists()
    assert "Refused a sign-in by Keys &amp; Co" in as_alice.get("/acme/settings/log/").text


def test_j24_a_token_that_another_signed_lets_nobody_in(
    visitor: Browser, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    issuer.signed_by = STRANGER
    assert signs_in(visitor, provider, issuer) == 409
    issuer.signed_by, issuer.header = None, {"kid": "unknown"}
    assert signs_in(visitor, provider, issuer) == 409
    issuer.header, issuer.algorithm, issuer.signed_by = {}, "HS256", b"x" * 40
    assert signs_in(visitor, provider, issuer) == 409
    issuer.algorithm, issuer.signed_by = "none", ""
    assert signs_in(visitor, provider, issuer) == 409
    assert not is_in(visitor)


def test_j24_an_answer_is_good_once_in_the_browser_that_asked(
    visitor: Browser, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    url = comes(visitor, provider, issuer)
    assert Browser().get(url).status_code == 409, "another browser"
    other = url.replace("state=", "state=x")
    assert visitor.get(other).status_code == 409, "another question"
    assert visitor.get(url).status_code == 409, "the question is used up by the wrong answer"
    url = comes(visitor, provider, issuer)
    assert visitor.get(url).status_code == 302
    assert visitor.get(url).status_code == 409, "a second time"
    assert issuer.exchanged == 1
    url = comes(visitor, provider, issuer)
    session = visitor.session
    session["sso asking"]["begun"] -= PATIENCE + 1
    session.save()
    assert visitor.get(url).status_code == 409, "too late"
    mixed = comes(visitor, provider, issuer).replace("iss=http", "iss=https")
    assert visitor.get(mixed).status_code == 409, "from another issuer"


def test_j24_who_is_invited_joins_and_who_is_not_does_not(
    visitor: Browser, alice: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("ned@acme.example", name="Ned Nutt")
    answer = visitor.get(comes(visitor, provider, issuer))
    assert (answer.status_code, "to invite ned@acme.example" in answer.text) == (409, True)
    assert not User.objects.filter(email="ned@acme.example").exists()
    invitation = Invitation.invite("ned@acme.example", role=Role.MANAGER, by=alice)
    assert signs_in(visitor, provider, issuer) == 302
    ned = Member.objects.get(user__email="ned@acme.example")
    assert (ned.name, ned.role, ned.user.has_usable_password()) == ("Ned Nutt", "manager", False)
    invitation.refresh_from_db()
    assert not invitation.is_open
    assert is_in(visitor)


def test_j24_whoever_is_of_a_proved_domain_joins_where_it_is_let(
    visitor: Browser, alice: Member, provider: Provider, issuer: Issuer
) -> None:
    values: dict[str, Any] = {"joins": Joins.DOMAIN, "default_role": "viewer"}
    provider.edit(by=alice, **values)
    issuer.person = person("ned@elsewhere.example")
    assert signs_in(visitor, provider, issuer) == 409
    issuer.person = person("ned@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    assert Member.objects.get(user__email="ned@acme.example").role == "viewer"
    Domain.objects.get().remove(by=alice)
    assert signs_in(Browser(), provider, issuer) == 302, "known by the subject"
    issuer.person = person("una@acme.example")
    assert signs_in(Browser(), provider, issuer) == 409
    provider.edit(by=alice, joins=Joins.NOBODY)
    Invitation.invite("una@acme.example", role=Role.STAFF, by=alice)
    assert signs_in(Browser(), provider, issuer) == 409


def test_j24_who_was_disabled_or_closed_stays_out(
    visitor: Browser, alice: Member, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    bob.disable(by=alice)
    assert not is_in(visitor), "the session ended"
    assert signs_in(visitor, provider, issuer) == 409
    bob.enable(by=alice)
    User.objects.filter(pk=bob.user_id).update(is_active=False)
    assert signs_in(visitor, provider, issuer) == 409
    assert not is_in(visitor)


def test_j24_an_address_that_goes_to_somebody_else_does_not_take_the_account_along(
    visitor: Browser, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    issuer.person = person("bob@acme.example", sub="his successor")
    assert signs_in(Browser(), provider, issuer) == 409


def test_j24_a_provider_that_is_off_or_gone_signs_nobody_in(
    visitor: Browser, alice: Member, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    other = Browser()
    url = comes(other, provider, issuer)
    provider.switch(on=False, by=alice)
    assert not is_in(visitor)
    assert other.get(url).status_code == 404
    assert visitor.get(provider.begin).status_code == 404
    provider.switch(on=True, by=alice)
    assert signs_in(visitor, provider, issuer) == 302
    provider.remove(by=alice)
    assert not is_in(visitor)
    assert not Identity.objects.exists()


def test_j24_nothing_of_an_issuer_that_fails_is_a_fault(
    visitor: Browser, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    url = comes(visitor, provider, issuer)
    said = url.partition("?")[0]
    state = visitor.session["sso asking"]["state"]
    denied = {"error": "access_denied", "error_description": "Not you", "state": state}
    assert "did not sign you in: Not you" in visitor.get(said, denied).text
    issuer.secret = "another"
    assert "invalid_client" in visitor.get(comes(visitor, provider, issuer)).text
    Provider.objects.update(
        endpoints=provider.endpoints | {"token_endpoint": "http://127.0.0.1:1/"}
    )
    assert "does not answer" in visitor.get(comes(visitor, provider, issuer)).text
    assert visitor.get("/sso/nowhere/").status_code == 200
    assert "No single sign-on" in visitor.get("/sso/nowhere/").text
    away = visitor.get(provider.begin, {"for": "sign-in", "next": "https://evil.example/"})
    assert away.status_code == 302
    assert visitor.session["sso asking"]["next"] == ""
    with current.left():
        assert visitor.get(said, {"state": "x"}).status_code == 409
