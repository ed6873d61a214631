"""J24: of a sign-in that is refused the log keeps words of ours, and none that a stranger chose."""

from __future__ import annotations

from base64 import b64encode

import pytest
from django.test import Client as Browser

from atrium.sso.models import Provider
from atrium.sso.tests.conftest import comes, person, signs_in
from atrium.testing.oidc_issuer import Issuer
from atrium.timeline.models import Act

LOG = "/acme/settings/log/"
PLANTED = "Call Mallory at 555 0100 for a new password"
CODE = "urn:oasis:names:tc:SAML:2.0:status:"
RESPONSE = (
    '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="a" Version="2.0"><p:Status>'
    '<p:StatusCode Value="{code}"><p:StatusCode Value="{more}"/></p:StatusCode>'
    "<p:StatusMessage>{planted}</p:StatusMessage></p:Status></p:Response>"
)
SIGNED = (
    '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="a" Version="2.0">'
    f'<p:Status><p:StatusCode Value="{CODE}Success"/></p:Status>'
    '<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="b" Version="2.0">'
    '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:SignedInfo>'
    f'<s:SignatureMethod Algorithm="{PLANTED}"/></s:SignedInfo></s:Signature></a:Assertion></p:Response>'
)


def last_line() -> str:
    return str(Act.objects.latest("pk").label)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", "it did not sign them in (access_denied)."),
        (PLANTED, "it did not sign them in (a reason that is not known)."),
    ],
)
def test_j24_what_somebody_writes_into_the_way_back_is_shown_to_them_and_not_kept(
    visitor: Browser, as_alice: Browser, provider: Provider, issuer: Issuer, error: str, reason: str
) -> None:
    issuer.person = person("bob@acme.example")
    back = comes(visitor, provider, issuer).partition("?")[0]
    state = visitor.session["sso asking"]["state"]
    answer = visitor.get(
        back, {"error": error, "error_description": f"{PLANTED} soon", "state": state}
    )
    assert (answer.status_code, PLANTED in answer.text) == (409, True)
    assert last_line() == f"Refused a sign-in by Keys & Co: {reason}"
    assert "Mallory" not in as_alice.get(LOG).text


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (
            RESPONSE.format(code=f"{CODE}Responder", more=f"{CODE}AuthnFailed", planted=PLANTED),
            "it did not sign them in (Responder, AuthnFailed).",
        ),
        (
            RESPONSE.format(code=f"{CODE}{PLANTED}", more=PLANTED, planted=""),
            "it did not sign them in (a reason that is not known).",
        ),
        (SIGNED, "it signs by an algorithm that is not believed."),
    ],
)
def test_j24_what_somebody_brings_unsigned_is_shown_to_them_and_not_kept(
    visitor: Browser, as_alice: Browser, by_saml: Provider, sent: str, reason: str
) -> None:
    answer = visitor.post(by_saml.back, {"SAMLResponse": b64encode(sent.encode()).decode()})
    assert (answer.status_code, PLANTED in answer.text) == (409, True)
    assert last_line() == f"Refused a sign-in by Keys & Co: {reason}"
    assert "Mallory" not in as_alice.get(LOG).text


def test_j24_who_is_no_member_is_kept_masked(
    visitor: Browser, as_alice: Browser, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("mallory.moss@acme.example")
    assert signs_in(visitor, provider, issuer) == 409
    words = "m…@acme.example is no member and not invited."
    assert last_line() == f"Refused a sign-in by Keys & Co: {words}"
    assert "mallory" not in as_alice.get(LOG).text


def test_j24_what_the_provider_repeats_of_a_code_is_not_kept(
    visitor: Browser, provider: Provider, issuer: Issuer
) -> None:
    issuer.person = person("bob@acme.example")
    url = comes(visitor, provider, issuer)
    issuer.secret = "another"
    assert "invalid_client" in visitor.get(url).text
    assert last_line() == "Refused a sign-in by Keys & Co: It answers 401."
