"""The documents in which a provider says how it is spoken to, and we how we are."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.sso.asking import LONGEST, NotBelieved
from atrium.sso.reaching import asked, refuse_plain
from atrium.sso.saml import names
from atrium.sso.saml.xml import Element, moment, parsed, words

OK = 200
MOST_CERTIFICATES = 10
SHORTEST_KEY = 2048
LONGEST_ISSUER = 500


@dataclass(frozen=True)
class Certificate:
    """One that the provider signs by, as people compare it."""

    fingerprint: str
    until: datetime

    @property
    def is_over(self) -> bool:
        return self.until < timezone.now()

    @classmethod
    def of(cls, kept: str) -> Certificate:
        read = x509.load_der_x509_certificate(b64decode(kept))
        print_ = read.fingerprint(SHA256()).hex(":").upper()
        return cls(print_, read.not_valid_after_utc)


def fetched(url: str) -> tuple[str, dict[str, Any]]:
    """The issuer and how it is spoken to, as the document at the address says."""
    refuse_plain(url, field="metadata_url")
    told = {"Accept": "application/samlmetadata+xml, application/xml, text/xml"}
    answer = asked("GET", url, told, field="metadata_url")
    if answer.status != OK:
        msg = gettext("It answers {status}.").format(status=answer.status)
        raise Refusal(msg, field="metadata_url")
    return read(answer.body, field="metadata_url")


def read(document: bytes, *, field: str) -> tuple[str, dict[str, Any]]:
    """The issuer and how it is spoken to. Refused in words where the document does not fit."""
    if len(document) > LONGEST:
        raise Refusal(gettext("That is too long for the metadata of one provider."), field=field)
    try:
        root = parsed(document, bare=False)
        return _read(root)
    except NotBelieved as error:
        raise Refusal(str(error), field=field) from error


def _read(root: Element) -> tuple[str, dict[str, Any]]:
    entity = _entity(root)
    issuer = entity.get("entityID", "").strip()
    if not 0 < len(issuer) <= LONGEST_ISSUER:
        raise NotBelieved(gettext("The metadata names no entity ID of at most 500 signs."))
    provider = entity.find(names.PROVIDER)
    for node in (root, entity, provider):
        if "validUntil" in node.attrib and moment(node.get("validUntil")) < timezone.now():
            raise NotBelieved(gettext("The metadata is past its validUntil. Get it anew."))
    places = [
        node.get("Location", "")
        for node in provider.findall(names.SIGN_IN)
        if node.get("Binding") == names.REDIRECT
    ]
    if not places:
        msg = gettext("The metadata names no address to sign in at by HTTP-Redirect.")
        raise NotBelieved(msg)
    _refuse_address(places[0])
    return issuer, {"sso": places[0], "certificates": _certificates(provider)}


def _entity(root: Element) -> Element:
    """The one identity provider in it."""
    if root.tag not in {names.ENTITY, names.ENTITIES}:
        raise NotBelieved(gettext("That is no SAML metadata: its root is no EntityDescriptor."))
    found = [node for node in root.iter(names.ENTITY) if node.find(names.PROVIDER) is not None]
    if len(found) != 1:
        msg = gettext("The metadata has to be that of one identity provider; this names {count}.")
        raise NotBelieved(msg.format(count=len(found)))
    return found[0]


def _refuse_address(url: str) -> None:
    """Nobody is sent, with what they type there, over a line that others read."""
    try:
        refuse_plain(url, field="metadata")
    except Refusal as error:
        raise NotBelieved(str(error)) from error


def _certificates(provider: Element) -> list[str]:
    """Those it signs by, which may be several while it changes them."""
    texts = [
        words(node)
        for key in provider.findall(names.KEY)
        if key.get("use", "signing") == "signing"
        for node in key.iter(names.CERTIFICATE)
    ]
    kept = list(dict.fromkeys(_certificate(text) for text in texts))
    if not 0 < len(kept) <= MOST_CERTIFICATES:
        msg = gettext("The metadata has to name one to {most} certificates that it signs by.")
        raise NotBelieved(msg.format(most=MOST_CERTIFICATES))
    if all(Certificate.of(one).is_over for one in kept):
        raise NotBelieved(gettext("Each certificate in the metadata is past its date."))
    return kept


def _certificate(text: str) -> str:
    try:
        read = x509.load_der_x509_certificate(b64decode("".join(text.split()), validate=True))
        key = read.public_key()
    except ValueError as error:
        raise NotBelieved(gettext("A certificate in the metadata cannot be read.")) from error
    is_long = isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_KEY
    if not is_long and not isinstance(key, ec.EllipticCurvePublicKey):
        msg = gettext(
            "A certificate in the metadata has a key that is too weak: RSA of 2048 bits and elliptic curves are taken."
        )
        raise NotBelieved(msg)
    return b64encode(read.public_bytes(Encoding.DER)).decode()
