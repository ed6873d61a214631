"""J24: an assertion counts as it was signed: nothing unsigned, nothing by SHA-1, nothing wrapped around it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client as Browser
from lxml import etree

from atrium.organisations.models import Member
from atrium.sso.models import Arrival, Provider
from atrium.sso.saml import names
from atrium.sso.tests.conftest import bob_there, brought
from atrium.testing.saml_issuer import Keys, SamlIssuer

type Element = Any
NAME = f"{names.ASSERTION}/{names.SUBJECT}/{names.NAME_ID}"


def unsigned(issuer: SamlIssuer) -> None:
    issuer.signs = ()


def response_alone(issuer: SamlIssuer) -> None:
    issuer.signs = ("Response",)


def stranger(issuer: SamlIssuer) -> None:
    issuer.signed_by = Keys.made()


def by_sha1(issuer: SamlIssuer) -> None:
    issuer.algorithm = "rsa-sha1"


def digest_by_sha1(issuer: SamlIssuer) -> None:
    issuer.digest = "sha1"


def changed_after(issuer: SamlIssuer) -> None:
    def wrap(response: Element) -> Element:
        response.find(NAME).text = "sub of alice"
        return response

    issuer.wrap = wrap


def response_of_a_stranger(issuer: SamlIssuer) -> None:
    other = Keys.made()

    def wrap(response: Element) -> Element:
        issuer.signed_by = other
        return issuer.signed(response)

    issuer.wrap = wrap


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("is not signed", unsigned),
        ("is not signed", response_alone),
        ("does not hold with any certificate", stranger),
        ("It signs by", by_sha1),
        ("It signs by", digest_by_sha1),
        ("does not hold with any certificate", changed_after),
        ("does not hold with any certificate", response_of_a_stranger),
    ],
)
def test_j24_what_is_not_signed_as_it_has_to_be_lets_nobody_in(
    visitor: Browser,
    bob: Member,
    by_saml: Provider,
    saml_issuer: SamlIssuer,
    words: str,
    how: Callable[[SamlIssuer], None],
) -> None:
    saml_issuer.person = bob_there()
    how(saml_issuer)
    answer = brought(visitor, by_saml, saml_issuer)
    assert (answer.status_code, words in answer.text) == (409, True)
    assert not Arrival.objects.exists()


def forged(assertion: Element, *, mark: str | None = None) -> Element:
    """The same for Alice, without its signature."""
    other = deepcopy(assertion)
    other.remove(other.find(names.SIGNATURE))
    other.find(f"{names.SUBJECT}/{names.NAME_ID}").text = "sub of alice"
    next(other.iter(names.VALUE)).text = "alice@acme.example"
    if mark:
        other.set("ID", mark)
    return other


def before(response: Element) -> Element:
    """XSW: a forged assertion stands before the signed one."""
    true = response.find(names.ASSERTION)
    response.insert(response.index(true), forged(true, mark="_evil"))
    return response


def behind(response: Element) -> Element:
    response.append(forged(response.find(names.ASSERTION), mark="_evil"))
    return response


def same_mark(response: Element) -> Element:
    true = response.find(names.ASSERTION)
    response.insert(response.index(true), forged(true))
    return response


def around(response: Element) -> Element:
    """XSW: the signed assertion lies inside the forged one."""
    true = response.find(names.ASSERTION)
    evil = forged(true, mark="_evil")
    response.replace(true, evil)
    evil.append(true)
    return response


def around_by_same_mark(response: Element) -> Element:
    true = response.find(names.ASSERTION)
    evil = forged(true)
    response.replace(true, evil)
    evil.append(true)
    return response


def in_signature(response: Element) -> Element:
    """XSW: the forged one bears the signature, in which the true one lies as an object."""
    true = response.find(names.ASSERTION)
    evil = forged(true, mark="_evil")
    response.replace(true, evil)
    signature = true.find(names.SIGNATURE)
    evil.insert(1, signature)
    etree.SubElement(signature, f"{{{names.DS}}}Object").append(true)
    return response


def in_extensions(response: Element) -> Element:
    """XSW: the true one lies where nobody looks, and the forged one bears a copy of its signature."""
    true = response.find(names.ASSERTION)
    evil = forged(true, mark="_evil")
    evil.insert(1, deepcopy(true.find(names.SIGNATURE)))
    response.replace(true, evil)
    extensions = etree.Element(f"{{{names.PROTOCOL}}}Extensions")
    response.insert(1, extensions)
    extensions.append(true)
    return response


def whole_inside(response: Element) -> Element:
    """XSW: the whole response lies in a forged one."""
    evil = deepcopy(response)
    evil.set("ID", "_evil")
    evil.replace(evil.find(names.ASSERTION), forged(response.find(names.ASSERTION), mark="_e"))
    extensions = etree.Element(f"{{{names.PROTOCOL}}}Extensions")
    evil.insert(1, extensions)
    extensions.append(response)
    return evil


def other_root(response: Element) -> Element:
    root = etree.Element("{urn:other}Envelope")
    root.append(response)
    return root


@pytest.mark.parametrize(
    "how",
    [
        before,
        behind,
        same_mark,
        around,
        around_by_same_mark,
        in_signature,
        in_extensions,
        whole_inside,
        other_root,
    ],
)
@pytest.mark.once
@pytest.mark.parametrize("signs", [("Assertion",), ("Assertion", "Response")])
def test_j24_a_signature_that_is_wrapped_lets_nobody_in(
    visitor: Browser,
    bob: Member,
    by_saml: Provider,
    saml_issuer: SamlIssuer,
    how: Callable[[Element], Element],
    signs: tuple[str, ...],
) -> None:
    saml_issuer.person, saml_issuer.signs, saml_issuer.wrap = bob_there(), signs, how
    assert brought(visitor, by_saml, saml_issuer).status_code == 409
    assert not Arrival.objects.exists()


def test_j24_a_comment_in_a_name_makes_nobody_else_of_it(
    visitor: Browser, bob: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    def cut(response: Element) -> Element:
        name = response.find(NAME)
        name.text = "sub of "
        comment = etree.Comment("x")
        comment.tail = "bob"
        name.append(comment)
        return response

    saml_issuer.person, saml_issuer.wrap = bob_there(), cut
    answer = brought(visitor, by_saml, saml_issuer)
    assert (answer.status_code, "a comment" in answer.text) == (409, True)
