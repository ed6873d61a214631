"""Seeing what is signed: what is believed is read from the bytes that the signature is over, and from nothing else."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidCertificate, SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from atrium.foundation.translation import gettext
from atrium.sso.asking import NotBelieved
from atrium.sso.saml import names
from atrium.sso.saml.xml import Element, parsed

METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.SHA256_RSA_MGF1,
        SignatureMethod.SHA384_RSA_MGF1,
        SignatureMethod.SHA512_RSA_MGF1,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
_KNOWN = {one.value for one in METHODS} | {one.value for one in DIGESTS}
# What a damaged document makes the library raise besides its own.
_DAMAGED = (SignXMLException, etree.LxmlError, UnsupportedAlgorithm, ValueError, TypeError)


def signed_assertion(root: Element, certificates: Sequence[str]) -> Element:
    """The one assertion of a response, as one of the certificates signed it."""
    assertion = _only_assertion(root)
    _refuse_ambiguous(root, assertion)
    if assertion.find(names.SIGNATURE) is None:
        msg = gettext(
            "Its assertion is not signed. Let it sign assertions, not the response alone."
        )
        raise NotBelieved(msg)
    if root.find(names.SIGNATURE) is not None:
        _signed(root, root, "./", certificates)
    return _signed(root, assertion, f"./{names.ASSERTION}/", certificates)


def _only_assertion(root: Element) -> Element:
    if next(root.iter(names.ENCRYPTED), None) is not None:
        msg = gettext(
            "Its assertion is encrypted. Switch that off for Atrium there: the connection is encrypted."
        )
        raise NotBelieved(msg)
    found = list(root.iter(names.ASSERTION))
    if len(found) != 1 or found[0].getparent() is not root:
        raise NotBelieved(gettext("Its response has to hold one assertion, right in it."))
    return found[0]


def _refuse_ambiguous(root: Element, assertion: Element) -> None:
    """Refuse names that stand twice, and signatures that are elsewhere than where they belong."""
    marks = [
        value
        for node in root.iter()
        for name, value in node.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    ]
    signatures = list(root.iter(names.SIGNATURE))
    signed = [node.getparent() for node in signatures]
    if len(marks) != len(set(marks)) or any(node not in (root, assertion) for node in signed):
        raise NotBelieved(gettext("Its response is put together in a way that is not believed."))
    if len(signed) != len(set(signed)):
        raise NotBelieved(gettext("Its response is put together in a way that is not believed."))
    for node in root.iter(names.SIGNED_BY, names.DIGESTED_BY):
        if node.get("Algorithm") not in _KNOWN:
            msg = gettext(
                "It signs by {algorithm}. Let it sign by RSA or elliptic curves with SHA-256 or longer."
            )
            raise NotBelieved(
                msg.format(algorithm=repr(str(node.get("Algorithm"))[-60:])),
                kept=gettext("it signs by an algorithm that is not believed."),
            )


def _signed(root: Element, wanted: Element, place: str, certificates: Sequence[str]) -> Element:
    """The element as it was signed; what stands in the document besides does not count."""
    result = _verified(root, place, certificates)
    found = parsed(result.signed_data, bare=True)
    if found.tag != wanted.tag or not found.get("ID") or found.get("ID") != wanted.get("ID"):
        raise NotBelieved(gettext("Its signature is over something else."))
    return found


def _verified(root: Element, place: str, certificates: Sequence[str]) -> VerifyResult:
    told = SignatureConfiguration(
        location=place, signature_methods=METHODS, digest_algorithms=DIGESTS
    )
    past: InvalidCertificate | None = None
    for kept in certificates:
        key = x509.load_der_x509_certificate(b64decode(kept))
        try:
            found = XMLVerifier().verify(root, x509_cert=key, id_attribute="ID", expect_config=told)
        except InvalidCertificate as error:
            past = error
        except _DAMAGED:
            continue
        else:
            assert isinstance(found, VerifyResult)
            return found
    if past is not None:
        msg = gettext("A certificate that it signs by is past its date. Let it show a new one.")
        raise NotBelieved(msg) from past
    msg = gettext("Its signature does not hold with any certificate that is known of it.")
    raise NotBelieved(msg)
