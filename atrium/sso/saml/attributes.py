"""How providers call an e-mail address and a name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from atrium.sso.saml import names
from atrium.sso.saml.xml import Element, words

_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
_ADDRESS = frozenset(
    f"email mail emailaddress e-mail urn:oid:0.9.2342.19200300.100.1.3 urn:oid:1.2.840.113549.1.9.1 {_CLAIMS}/emailaddress".split()
)
_NAME = frozenset(
    "displayname cn urn:oid:2.16.840.1.113730.3.1.241 urn:oid:2.5.4.3 http://schemas.microsoft.com/identity/claims/displayname".split()
)
_FIRST = frozenset(f"givenname firstname urn:oid:2.5.4.42 {_CLAIMS}/givenname".split())
_LAST = frozenset(f"surname lastname sn urn:oid:2.5.4.4 {_CLAIMS}/surname".split())


def address_of(assertion: Element, by_name: str) -> str:
    """The one address that it tells, else the one that names the person; empty where there are several."""
    told = {one.casefold() for one in _values(assertion, _ADDRESS)} or {by_name.casefold()}
    address = told.pop()
    if told or not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def name_of(assertion: Element) -> str:
    """What the person is called, as far as it tells."""
    whole = _values(assertion, _NAME)
    parts = [*_values(assertion, _FIRST)[:1], *_values(assertion, _LAST)[:1]]
    return (whole[0] if whole else " ".join(parts))[:200]


def _values(assertion: Element, known: frozenset[str]) -> list[str]:
    found = [
        words(value)
        for node in assertion.iter(names.ATTRIBUTE)
        if node.get("Name", "").casefold() in known
        for value in node.findall(names.VALUE)
    ]
    return [text for text in found if text]
