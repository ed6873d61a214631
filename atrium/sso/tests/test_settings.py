"""J24: the page of single sign-on: providers are checked before they are kept, domains proved, nobody shut out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from atrium.accounts.tests.test_signing_in import PASSWORD, sign_in
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.test_step_up import later
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.sso.models import Domain, Provider
from atrium.sso.tests.conftest import comes, person, signs_in
from atrium.testing.oidc_issuer import Issuer
from atrium.timeline.models import Change

PAGE = "/acme/settings/sso/"


def filled(issuer: Issuer, /, **other: str) -> dict[str, str]:
    told = {"name": "Keys & Co", "issuer": issuer.url, "registered_as": "atrium"}
    return told | {"client_secret": "hush", "joins": "invited", "default_role": "staff"} | other


def test_j24_a_provider_is_kept_when_its_document_fits(as_alice: Browser, issuer: Issuer) -> None:
    for words, told, says in (
        ("does not begin with https://", {"issuer": "http://8.8.8.8"}, {}),
        ("inside this network", {"issuer": "https://10.0.0.1"}, {}),
        ("must begin with https://", {"issuer": "office"}, {}),
        ("It answers 404", {"issuer": f"{issuer.url}/tenant"}, {}),
        ("write the issuer exactly so", {}, {"issuer": "https://evil.example"}),
        ("names no token_endpoint", {}, {"token_endpoint": 7}),
        ("inside this network", {}, {"token_endpoint": "https://169.254.169.254/"}),
        ("It answers 404", {}, {"jwks_uri": f"{issuer.url}/nothing"}),
        ("signs by none of", {}, {"id_token_signing_alg_values_supported": ["HS256", "none"]}),
        ("a role that you may give", {"default_role": "owner"}, {}),
    ):
        issuer.says = says
        answer = as_alice.post(f"{PAGE}add/", filled(issuer, **told))
        assert answer.status_code == 422, words
        if "role" not in words:
            assert words in answer.text
    assert not Provider.objects.exists()
    issuer.says = {}
    assert as_alice.post(f"{PAGE}add/", filled(issuer)).status_code == 302
    kept = Provider.objects.get()
    page = as_alice.get(f"{PAGE}{kept.public_id}/").text
    assert kept.back in page
    assert "hush" not in page
    assert "hush" not in kept.client_secret
    assert "hush" not in str(list(Change.objects.values_list("after", flat=True)))
    assert as_alice.post(f"{PAGE}add/", filled(issuer)).status_code == 422, "called so already"
    change = filled(issuer, name="Keys", client_secret="")
    assert as_alice.post(f"{PAGE}{kept.public_id}/", change).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.line.secret) == ("Keys", "hush")
    assert "Keys" in as_alice.get(PAGE).text


def test_j24_a_domain_is_proved_by_the_domain_name_system(
    as_alice: Browser, alice: Member, texts: dict[str, str]
) -> None:
    for text in ("acme", "acme .example", "-a.example", "http://acme.example", "a" * 300):
        assert as_alice.post(f"{PAGE}domains/", {"name": text}).status_code == 422, text
    assert as_alice.post(f"{PAGE}domains/", {"name": "@Acme.example"}).status_code == 302
    assert as_alice.post(f"{PAGE}domains/", {"name": "acme.example"}).status_code == 422
    domain = Domain.objects.get()
    prove = f"{PAGE}domains/{domain.public_id}/prove/"
    assert as_alice.post(prove).status_code == 409
    texts[domain.record] = "atrium=another"
    assert as_alice.post(prove).status_code == 409
    assert not Domain.proved("bob@acme.example")
    texts[domain.record] = domain.text
    assert as_alice.post(prove).status_code == 302
    assert Domain.proved("bob@acme.example")
    assert not Domain.proved("bob@sub.acme.example")
    assert "Proved the domain acme.example" in as_alice.get("/acme/settings/log/").text


def test_j24_single_sign_on_alone_shuts_out_passwords_and_not_the_owner(
    alice: Member, bob: Member, acme: Organisation, provider: Provider, issuer: Issuer
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    for member in (alice, bob):
        member.user.set_password(PASSWORD)
        member.user.save()
    cache.clear()
    owner, staff = Browser(), Browser()
    assert (sign_in(owner), sign_in(staff, "bob@acme.example")) == (302, 302)
    answer = owner.post(PAGE, {"asked_of_all": "on"})
    assert (answer.status_code, "you would shut yourself out" in answer.text) == (422, True)
    TOTP.activate(alice.user, generate_totp_secret())
    assert owner.post(PAGE, {"asked_of_all": "on"}).status_code == 302
    shut = staff.get("/acme/clients/")
    assert (shut.status_code, "/sso/acme/?next=%2Facme%2Fclients%2F" in shut.text) == (403, True)
    assert owner.get("/acme/clients/").status_code == 200
    issuer.person = person("bob@acme.example")
    assert signs_in(staff, provider, issuer) == 302
    assert staff.get("/acme/clients/").status_code == 200
    assert Program(token_of(bob, EVERYTHING)).ask("GET", "/clients").status_code == 200
    provider.refresh_from_db()
    for deed in ("switch", "remove"):
        assert owner.post(f"{PAGE}{provider.public_id}/{deed}/").status_code == 409, deed
    assert owner.post(PAGE, {}).status_code == 302
    acme.refresh_from_db()
    assert acme.passwords


def test_j24_who_has_no_password_shows_themselves_anew_at_the_provider(
    alice: Member, provider: Provider, issuer: Issuer
) -> None:
    browser = Browser()
    provider.edit(by=alice, joins="domain", default_role="admin")
    issuer.person = person("ned@acme.example")
    assert signs_in(browser, provider, issuer) == 302
    domain = {"name": "second.example"}
    assert browser.post(f"{PAGE}domains/", domain).status_code == 302, "just signed in"
    later(browser, 601)
    there = browser.post(
        f"{PAGE}domains/",
        {"name": "third.example"},
        headers={"referer": f"http://testserver{PAGE}"},
    )
    assert there.headers["Location"] == f"{provider.begin}?next=%2Facme%2Fsettings%2Fsso%2F"
    assert "Show that it is you" in browser.get(there.headers["Location"]).text
    issuer.spoil = lambda claims: claims.update(auth_time=1)
    stale = browser.get(comes(browser, provider, issuer, **{"for": "anew"}))
    assert (stale.status_code, "did not ask you anew" in stale.text) == (409, True)
    issuer.spoil = lambda claims: claims.pop("auth_time")
    assert signs_in(browser, provider, issuer, **{"for": "anew"}) == 409
    issuer.spoil = lambda _claims: None
    issuer.person = person("una@acme.example")
    assert signs_in(browser, provider, issuer, **{"for": "anew"}) == 409, "somebody else"
    assert not Domain.objects.filter(name="third.example").exists()
    issuer.person = person("ned@acme.example")
    back = browser.get(comes(browser, provider, issuer, **{"for": "anew", "next": PAGE}))
    assert back.headers["Location"] == PAGE
    assert browser.post(f"{PAGE}domains/", {"name": "third.example"}).status_code == 302


@pytest.mark.once
def test_j24_programs_set_providers_and_are_never_told_a_secret(
    alice: Member, bob: Member, charlie: Member, provider: Provider, issuer: Issuer
) -> None:
    program = Program(token_of(alice, EVERYTHING))
    url = f"/sso-providers/{provider.public_id}"
    one = program.ask("GET", url).json()
    assert (one["has_secret"], one["redirect_address"]) == (True, provider.back)
    assert "hush" not in program.ask("GET", "/sso-providers").content.decode()
    told: dict[str, Any] = {"name": "Keys", "issuer": issuer.url, "client_id": "other"}
    assert program.ask("PUT", url, told).json()["client_id"] == "other"
    provider.refresh_from_db()
    assert provider.line.secret == "hush"
    issuer.says = {"issuer": "https://evil.example"}
    refused = program.ask("PUT", url, told)
    assert (refused.status_code, "exactly so" in refused.content.decode()) == (422, True)
    assert program.ask("GET", "/sso-domains").json()["items"][0]["name"] == "acme.example"
    assert Program(token_of(bob, EVERYTHING)).ask("GET", "/sso-providers").status_code == 403
    assert bob.role == Role.STAFF
    with current.entered(charlie.organisation):
        stranger = Program(token_of(charlie, EVERYTHING))
    assert stranger.ask("GET", url).status_code == 404
    assert program.ask("DELETE", url).status_code == 204
    assert not Provider.objects.exists()
