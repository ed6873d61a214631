"""J24: a provider reaches its own organisation and nothing else of a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.accounts.tests.test_signing_in import PASSWORD, sign_in
from atrium.organisations import current
from atrium.organisations.models import Invitation, Member, Organisation
from atrium.organisations.permissions import Role
from atrium.sso.models import Domain, Identity, Joins, Provider
from atrium.sso.tests.conftest import comes, person, signs_in
from atrium.testing.oidc_issuer import Issuer


@pytest.fixture
def charlie_in_both(charlie: Member, acme: Organisation) -> Member:
    """Charlie runs Other, and works at Acme under an address of Acme's domain; with a password."""
    user = charlie.user
    user.email = "charlie@acme.example"
    user.set_password(PASSWORD)
    user.save()
    cache.clear()
    member: Member = Member.objects.create(user=user, name="Charlie Cole", role=Role.STAFF)
    return member


def by_password(email: str) -> Browser:
    browser = Browser()
    assert sign_in(browser, email) == 302
    return browser


def links(browser: Browser, provider: Provider, issuer: Issuer) -> Any:
    """Link the account at the issuer, by hand."""
    back = browser.get(comes(browser, provider, issuer, **{"for": "link"}))
    assert back.headers["Location"] == "/accounts/sign-ins/link/"
    return browser.post("/accounts/sign-ins/link/")


def test_j24_nobody_who_works_elsewhere_too_is_signed_in_by_their_address(
    visitor: Browser, charlie_in_both: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("charlie@acme.example")
    answer = visitor.get(comes(visitor, provider, issuer))
    assert (answer.status_code, "You work in other organisations too" in answer.text) == (409, True)
    assert not Identity.objects.exists()
    for place in ("acme", "other"):
        assert visitor.get(f"/{place}/").status_code == 302


def test_j24_who_joins_another_organisation_later_is_not_signed_in_any_more(
    visitor: Browser,
    alice: Member,
    bob: Member,
    charlie: Member,
    provider: Provider,
    issuer: Issuer,
) -> None:
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    with current.entered(charlie.organisation):
        invited = Invitation.invite("bob@acme.example", role=Role.ADMIN, by=charlie)
        invited.accept(bob.user)
    assert visitor.get("/acme/").status_code == 200
    refused = visitor.get("/other/")
    assert (refused.status_code, "which opens its own organisation" in refused.text) == (403, True)
    assert signs_in(Browser(), provider, issuer) == 409
    User.objects.filter(pk=bob.user_id).update(is_operator=True)
    assert visitor.get("/installation/").status_code == 403


def test_j24_what_a_person_linked_by_hand_opens_that_organisation_alone(
    charlie_in_both: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("anybody@elsewhere.example", email_verified=False)
    own = by_password("charlie@acme.example")
    assert links(own, provider, issuer).status_code == 302
    assert Identity.objects.get().by_hand
    assert "linked by you" in own.get("/accounts/sign-ins/").text
    browser = Browser()
    assert signs_in(browser, provider, issuer) == 302
    assert browser.get("/acme/").status_code == 200
    assert browser.get("/other/").status_code == 403
    assert "Other" not in browser.get("/?choose").text
    assert browser.get("/other/clients/").status_code == 403
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.get("/other/").status_code == 200, "the password reaches everything"
    path = provider.begin.replace("/sso/", "/accounts/sign-ins/")
    assert browser.post(f"{path}unlink/").status_code == 302
    assert signs_in(Browser(), provider, issuer) == 409


def test_j24_no_provider_changes_how_a_person_signs_in(
    visitor: Browser, alice: Member, provider: Provider, issuer: Issuer
) -> None:
    provider.edit(by=alice, joins=Joins.DOMAIN)
    issuer.person = person("ned@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    for page in (
        "email",
        "password/set",
        "password/change",
        "2fa/totp/activate",
        "2fa/webauthn/add",
    ):
        for answer in (visitor.get(f"/accounts/{page}/"), visitor.post(f"/accounts/{page}/")):
            assert (answer.status_code, "Set a password first" in answer.text) == (403, True), page
    mail.outbox.clear()
    visitor.post("/accounts/password/reset/", {"email": "ned@acme.example"})
    assert mail.outbox[0].to == ["ned@acme.example"]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_j24_a_provider_cannot_link_itself(
    visitor: Browser, bob: Member, charlie_in_both: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    refused = links(visitor, provider, issuer)
    assert refused.status_code == 403, "no provider vouches for itself"
    own = by_password("charlie@acme.example")
    back = own.get(comes(own, provider, issuer, **{"for": "link"}))
    assert back.status_code == 302
    assert Identity.objects.count() == 1, "not before it was said on our page"
    assert own.post("/accounts/sign-ins/link/").status_code == 409, "it is Bob's"
    stranger = Browser()
    assert stranger.post("/accounts/sign-ins/link/").status_code == 302
    assert Identity.objects.count() == 1


def test_j24_an_admin_does_not_become_an_owner_by_a_provider(
    visitor: Browser, alice: Member, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("alice@acme.example")
    answer = visitor.get(comes(visitor, provider, issuer))
    assert (answer.status_code, "An owner links an account by hand" in answer.text) == (409, True)
    alice.user.set_password(PASSWORD)
    alice.user.save()
    assert links(by_password("alice@acme.example"), provider, issuer).status_code == 302
    assert signs_in(visitor, provider, issuer) == 302


def test_j24_nobody_is_taken_over_from_another_organisation(
    visitor: Browser, bob: Member, charlie: Member, issuer: Issuer, texts: dict[str, str]
) -> None:
    with current.entered(charlie.organisation):
        domain = Domain.add("acme.example", by=charlie)
        hostile = Provider.add(
            by=charlie, name="Evil", issuer=issuer.url, registered_as="atrium", client_secret="hush",
            joins=Joins.DOMAIN, default_role="staff",
        )  # fmt: skip
        begin = hostile.begin
    issuer.person = person("bob@acme.example")
    away = visitor.get(begin, {"for": "sign-in"})
    assert visitor.get(issuer.authorize(away.headers["Location"])).status_code == 409, "not proved"
    with current.entered(charlie.organisation):
        texts[domain.record] = domain.text
        domain.prove(by=charlie)
    away = visitor.get(begin, {"for": "sign-in"})
    answer = visitor.get(issuer.authorize(away.headers["Location"]))
    assert (answer.status_code, "You work in other organisations" in answer.text) == (409, True)
    assert visitor.get("/acme/").status_code == 302


def test_j24_the_second_step_is_asked_after_single_sign_on_as_well(
    visitor: Browser, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    TOTP.activate(bob.user, generate_totp_secret())
    issuer.person = person("bob@acme.example")
    answer = visitor.get(comes(visitor, provider, issuer))
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert visitor.get("/acme/").status_code == 302


def test_j24_whoever_was_signed_in_before_leaves_nothing_to_who_comes(
    alice: Member, bob: Member, charlie: Member, provider: Provider, issuer: Issuer
) -> None:
    alice.user.set_password(PASSWORD)
    alice.user.save()
    cache.clear()
    browser = by_password("alice@acme.example")
    issuer.person = person("bob@acme.example")
    assert signs_in(browser, provider, issuer) == 302
    User.objects.filter(pk=alice.user_id).update(is_active=False)
    assert browser.get("/acme/").context["request"].member == bob
    assert browser.get("/accounts/email/").status_code == 403, "still confined"
