"""An issuer that really signs, a name server, and Acme with both set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client as Browser

from atrium.organisations.models import Member
from atrium.sso.models import Domain, Joins, Kind, Provider
from atrium.testing.name_server import serving
from atrium.testing.oidc_issuer import Issuer
from atrium.testing.saml_issuer import SamlIssuer


@pytest.fixture
def issuer(settings: LazySettings) -> Iterator[Issuer]:
    """An issuer at work, which the operator lets Atrium reach."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    cache.clear()
    with Issuer().listening() as listening:
        yield listening


@pytest.fixture
def texts(settings: LazySettings) -> Iterator[dict[str, str]]:
    """What the domain name system says."""
    known: dict[str, str] = {}
    with serving(known) as server:
        settings.RESOLVERS = [server]
        yield known


@pytest.fixture
def proved(alice: Member, texts: dict[str, str]) -> Domain:
    """acme.example is proved to be Acme's."""
    domain = Domain.add("acme.example", by=alice)
    texts[domain.record] = domain.text
    domain.prove(by=alice)
    return domain


@pytest.fixture
def provider(alice: Member, issuer: Issuer, proved: Domain) -> Provider:
    """Keys & Co, where Acme's people sign in."""
    return Provider.add(
        by=alice,
        name="Keys & Co",
        issuer=issuer.url,
        registered_as="atrium",
        client_secret="hush",
        joins=Joins.INVITED,
        default_role="staff",
    )


def person(email: str, **more: object) -> dict[str, object]:
    """Who is signed in at the issuer."""
    return {"sub": f"sub of {email}", "email": email, "email_verified": True, **more}


def comes(browser: Browser, provider: Provider, issuer: Issuer, **query: str) -> str:
    """Begin at the provider; where the issuer sends the browser back to."""
    away = browser.get(provider.begin, {"for": "sign-in", **query})
    assert away.status_code == 302
    return issuer.authorize(away.headers["Location"])


def signs_in(browser: Browser, provider: Provider, issuer: Issuer, **query: str) -> int:
    """The whole way; the status that coming back is answered with."""
    return browser.get(comes(browser, provider, issuer, **query)).status_code


@pytest.fixture
def saml_issuer(settings: LazySettings) -> Iterator[SamlIssuer]:
    """A provider that speaks SAML, which the operator lets Atrium reach."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    cache.clear()
    with SamlIssuer().listening() as listening:
        yield listening


@pytest.fixture
def by_saml(alice: Member, saml_issuer: SamlIssuer, proved: Domain) -> Provider:
    """Keys & Co by SAML, whose addresses are verified."""
    return Provider.add(
        by=alice,
        kind=Kind.SAML,
        name="Keys & Co",
        metadata_url=f"{saml_issuer.url}/metadata",
        vouches=True,
        joins=Joins.INVITED,
        default_role="staff",
    )


def bob_there() -> dict[str, str]:
    """Bob, signed in at the provider."""
    return {"name_id": "sub of bob", "email": "Bob@acme.example", "displayName": "Bob Baker"}


def brought(browser: Browser, provider: Provider, issuer: SamlIssuer, **query: str) -> Any:
    """Begin, and bring what the provider says, as its page does: without a cookie of ours."""
    away = browser.get(provider.begin, {"for": "sign-in", **query})
    assert away.status_code == 302
    to, response = issuer.answer(away.headers["Location"])
    assert to == provider.back
    return Browser(enforce_csrf_checks=True).post(to, {"SAMLResponse": response})


def signs_in_by_saml(browser: Browser, provider: Provider, issuer: SamlIssuer, **query: str) -> int:
    """The whole way; the status that it ends with."""
    answer = brought(browser, provider, issuer, **query)
    if answer.status_code == 303:
        answer = browser.get(answer.headers["Location"])
    return int(answer.status_code)
