"""J24: members sign in at their organisation's provider by SAML; what does not hold lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client as Browser
from lxml import etree

from atrium.organisations.models import Invitation, Member
from atrium.organisations.permissions import Role
from atrium.sso.models import Arrival, Identity, Joins, Provider
from atrium.sso.saml import names
from atrium.sso.tests.conftest import bob_there, brought, signs_in_by_saml
from atrium.testing.saml_issuer import Keys, SamlIssuer

type Element = Any


def is_in(browser: Browser, place: str = "acme") -> bool:
    return browser.get(f"/{place}/").status_code == 200


@pytest.mark.parametrize("signs", [("Assertion",), ("Assertion", "Response")])
def test_j24_bob_signs_in_by_saml_and_the_log_and_his_sessions_say_so(
    visitor: Browser,
    as_alice: Browser,
    bob: Member,
    by_saml: Provider,
    saml_issuer: SamlIssuer,
    signs: tuple[str, ...],
) -> None:
    saml_issuer.person, saml_issuer.signs = bob_there(), signs
    answer = brought(visitor, by_saml, saml_issuer, next="/acme/clients/")
    assert answer.status_code == 303
    assert not is_in(visitor), "nothing is done by the post"
    back = visitor.get(answer.headers["Location"])
    assert (back.status_code, back.headers["Location"]) == (302, "/acme/clients/")
    assert is_in(visitor)
    assert UserSession.objects.get(user=bob.user).data == {"by": "Keys & Co"}
    log = as_alice.get("/acme/settings/log/").text
    assert "bob@acme.example signed in by Keys &amp; Co first" in log
    identity = Identity.objects.get()
    assert (identity.member, identity.by_hand) == (bob, False)
    assert identity.subject == "persistent:sub of bob"
    assert saml_issuer.asked["Issuer"] == by_saml.entity
    assert "ForceAuthn" not in saml_issuer.asked
    assert "bob" not in Arrival.objects.get().said


def test_j24_keys_on_elliptic_curves_are_believed_and_several_while_they_change(
    visitor: Browser, alice: Member, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    curve = Keys.made(curve=True)
    saml_issuer.signed_by, saml_issuer.algorithm = curve, "ecdsa-sha256"
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409, "not known yet"
    saml_issuer.shows.append(curve)
    by_saml.refresh()
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 302
    saml_issuer.signed_by, saml_issuer.algorithm = None, "rsa-sha256"
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 302, "the one before still holds"
    saml_issuer.shows.remove(saml_issuer.keys)
    by_saml.refresh()
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 409, "withdrawn"


def part(path: str, **values: str | None) -> Callable[[Element], None]:
    """Set or leave out attributes of a part of the response."""

    def spoil(response: Element) -> None:
        node = response if path == "." else response.find(path)
        for name, value in values.items():
            if value is None:
                del node.attrib[name]
            else:
                node.set(name, value)

    return spoil


def text(path: str, said: str) -> Callable[[Element], None]:
    return lambda response: setattr(response.find(path), "text", said)


def gone(path: str) -> Callable[[Element], None]:
    def spoil(response: Element) -> None:
        node = response.find(path)
        node.getparent().remove(node)

    return spoil


def at(**off: int) -> str:
    return (datetime.now(UTC) + timedelta(**off)).strftime("%Y-%m-%dT%H:%M:%SZ")


A = names.ASSERTION
DATA = f"{A}/{names.SUBJECT}/{names.CONFIRMATION}/{names.CONFIRMED}"
CONDITIONS = f"{A}/{names.CONDITIONS}"
CODE = f"{names.STATUS}/{names.STATUS_CODE}"
NAME = f"{A}/{names.SUBJECT}/{names.NAME_ID}"
SPOILT: dict[str, tuple[str, Callable[[Element], None]]] = {
    "issuer": ("from another issuer", text(f"{A}/{names.ISSUER}", "https://evil.example")),
    "audience": ("another program", text(f"{CONDITIONS}/*/*", "https://evil.example")),
    "no audience": ("for which program", gone(f"{CONDITIONS}/*")),
    "recipient": ("another address", part(DATA, Recipient="https://evil.example/")),
    "destination": ("another address", part(".", Destination="https://evil.example/")),
    "no recipient": ("another address", part(DATA, Recipient=None)),
    "two questions": ("different questions", part(".", InResponseTo="_other")),
    "over": ("not hold any more", part(CONDITIONS, NotOnOrAfter=at(minutes=-2))),
    "brought late": ("not hold any more", part(DATA, NotOnOrAfter=at(minutes=-2))),
    "no end": ("until when", part(DATA, NotOnOrAfter=None)),
    "not yet": ("not hold yet", part(CONDITIONS, NotBefore=at(hours=3))),
    "old": ("is old", part(A, IssueInstant=at(minutes=-30))),
    "from tomorrow": ("is old", part(A, IssueInstant=at(days=1))),
    "no moment": ("cannot be read", part(A, IssueInstant="yesterday")),
    "without zone": ("cannot be read", part(A, IssueInstant="2026-01-01T00:00:00")),
    "condition": (
        "not understood",
        lambda r: etree.SubElement(r.find(CONDITIONS), f"{{{names.SAML}}}Condition"),
    ),
    "no conditions": ("not understood", gone(CONDITIONS)),
    "nobody": ("names nobody", gone(NAME)),
    "transient": ("otherwise each time", part(NAME, Format=names.TRANSIENT)),
    "bearer": ("who may bring it", part(f"{A}/{names.SUBJECT}/{names.CONFIRMATION}", Method="x")),
    "no sign-in": ("anybody signed in", gone(f"{A}/{names.AUTHENTICATION}")),
    "session": (
        "session is over",
        part(f"{A}/{names.AUTHENTICATION}", SessionNotOnOrAfter=at(hours=-1)),
    ),
    "failed": (
        "did not sign you in: Responder",
        part(CODE, Value="urn:oasis:names:tc:SAML:2.0:status:Responder"),
    ),
    "version": ("no response of SAML 2.0", part(A, Version="1.1")),
    "foreign": (
        "vouches for no",
        text(f"{A}//{names.VALUE}", "bob@other.example"),
    ),
}


@pytest.mark.once
@pytest.mark.parametrize("spoilt", SPOILT)
def test_j24_an_assertion_that_does_not_hold_lets_nobody_in(
    visitor: Browser,
    as_alice: Browser,
    bob: Member,
    by_saml: Provider,
    saml_issuer: SamlIssuer,
    spoilt: str,
) -> None:
    words, saml_issuer.spoil = SPOILT[spoilt]
    saml_issuer.person = bob_there()
    answer = brought(visitor, by_saml, saml_issuer)
    if answer.status_code == 303:
        answer = visitor.get(answer.headers["Location"])
    assert (answer.status_code, words in answer.text) == (409, True)
    assert not is_in(visitor)
    assert not Identity.objects.exists()
    assert "Refused a sign-in by Keys &amp; Co" in as_alice.get("/acme/settings/log/").text


def test_j24_a_clock_that_differs_by_less_than_a_minute_shuts_nobody_out(
    visitor: Browser, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    saml_issuer.spoil = part(CONDITIONS, NotBefore=at(seconds=40), NotOnOrAfter=at(seconds=-20))
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 302


def test_j24_an_assertion_is_good_once_in_the_browser_that_asked(
    visitor: Browser, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    away = visitor.get(by_saml.begin, {"for": "sign-in"}).headers["Location"]
    to, response = saml_issuer.answer(away)
    first = visitor.post(to, {"SAMLResponse": response})
    again = visitor.post(to, {"SAMLResponse": response})
    assert (again.status_code, "brought here before" in again.text) == (409, True)
    url = first.headers["Location"]
    other = Browser()
    assert other.get(url).status_code == 409, "a browser that asked nothing"
    brought(other, by_saml, saml_issuer)
    assert other.get(url).status_code == 409, "one that asked something else"
    assert not is_in(other)
    assert visitor.get(url).status_code == 409, "the other one used it up"
    answer = brought(visitor, by_saml, saml_issuer)
    assert visitor.get(answer.headers["Location"]).status_code == 302
    assert visitor.get(answer.headers["Location"]).status_code == 409, "a second time"


def test_j24_what_is_not_collected_within_minutes_is_forgotten(
    visitor: Browser, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    url = brought(visitor, by_saml, saml_issuer).headers["Location"]
    Arrival.objects.update(arrived_at=datetime.now(UTC) - timedelta(minutes=6))
    assert visitor.get(url).status_code == 409
    assert Arrival.forget_old() == 0, "it could be brought again"
    assert Arrival.objects.get().said == ""
    Arrival.objects.update(good_until=datetime.now(UTC) - timedelta(seconds=1))
    assert Arrival.forget_old() == 1
    assert not Arrival.objects.exists()


def test_j24_who_begins_at_the_provider_is_led_to_begin_here(
    visitor: Browser, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    asked = {"AssertionConsumerServiceURL": by_saml.back, "Issuer": by_saml.entity}
    answer = visitor.post(by_saml.back, {"SAMLResponse": saml_issuer.response(asked)})
    assert (answer.status_code, "Atrium asked for none" in answer.text) == (409, True)
    assert f"{by_saml.begin}?for=sign-in" in answer.text
    assert "Sign in by password" in answer.text
    assert not Arrival.objects.exists()


def test_j24_nothing_that_is_brought_is_a_fault(visitor: Browser, by_saml: Provider) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'
    file = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'
    empty = f'<samlp:Response xmlns:samlp="{names.PROTOCOL}" Version="2.0"/>'
    for sent in ("", "x", "<", bomb, file, empty, "<r/>", "\x00", "x" * 400_000):
        for shown in (sent, etree_base64(sent)):
            answer = visitor.post(by_saml.back, {"SAMLResponse": shown})
            assert answer.status_code == 409, sent[:40]
            assert "root:" not in answer.text
    assert visitor.get(by_saml.back).status_code == 405
    other: Provider = Provider.objects.create(name="Other", issuer="https://x.example")
    there = other.end.replace("/back/", "/acs/")
    assert visitor.post(there, {"SAMLResponse": "x"}).status_code == 404, "it speaks OpenID Connect"
    assert visitor.get(other.end.replace("/back/", "/metadata/")).status_code == 404


def etree_base64(sent: str) -> str:
    from base64 import b64encode  # noqa: PLC0415

    return b64encode(sent.encode()).decode()


def test_j24_an_address_is_believed_only_where_the_organisation_says_so(
    visitor: Browser, alice: Member, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = bob_there()
    by_saml.edit(by=alice, vouches=False)
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409
    by_saml.edit(by=alice, vouches=True)
    saml_issuer.person = {"name_id": "bob@acme.example"}
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409, "no address, only a name"
    saml_issuer.form = names.BY_ADDRESS
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 302
    saml_issuer.form = names.UNSPECIFIED
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 409, "another format, somebody else"
    saml_issuer.person = bob_there() | {"mail": "alice@acme.example", "name_id": "two"}
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 409, "two addresses are none"


def test_j24_who_is_invited_joins_by_saml_and_who_left_stays_out(
    visitor: Browser, alice: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    saml_issuer.person = {
        "name_id": "ned", "email": "ned@acme.example", "givenName": "Ned", "sn": "Nutt",
    }  # fmt: skip
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409
    Invitation.invite("ned@acme.example", role=Role.MANAGER, by=alice)
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 302
    ned = Member.objects.get(user__email="ned@acme.example")
    assert (ned.name, ned.role) == ("Ned Nutt", "manager")
    ned.disable(by=alice)
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409
    ned.enable(by=alice)
    type(ned.user).objects.filter(pk=ned.user_id).update(is_active=False)
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 409, "the account is closed"
    by_saml.edit(by=alice, joins=Joins.DOMAIN, default_role="viewer")
    saml_issuer.person = {"name_id": "una", "email": "una@acme.example"}
    assert signs_in_by_saml(Browser(), by_saml, saml_issuer) == 302
    by_saml.switch(on=False, by=alice)
    answer = Browser().post(by_saml.back, {"SAMLResponse": "x"})
    assert answer.status_code == 404, "switched off"
    by_saml.remove(by=alice)
    assert not Arrival.objects.exists()
