"""An identity provider of the tests: SAML 2.0 over HTTP, with keys of its own that really sign."""

from __future__ import annotations

import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureConstructionMethod
from signxml.signer import XMLSigner

from atrium.sso.saml import names

type Element = Any
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_NAMESPACES = {"samlp": names.PROTOCOL, "saml": names.SAML, "ds": names.DS, "md": names.METADATA}


class OldSigner(XMLSigner):
    """Signs by SHA-1 as well."""

    def check_deprecated_methods(self) -> None:
        pass


@dataclass
class Keys:
    """What it signs by, and the certificate that shows it."""

    private: Any
    certificate: x509.Certificate

    @classmethod
    def made(cls, *, curve: bool = False, bits: int = 2048, days: int = 30) -> Keys:
        private: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if curve
            else rsa.generate_private_key(public_exponent=65537, key_size=bits)
        )
        called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example")])
        until = datetime.now(UTC) + timedelta(days=days)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(called)
            .issuer_name(called)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(until - timedelta(days=300))
            .not_valid_after(until)
            .sign(private, hashes.SHA256())
        )
        return cls(private, certificate)

    @property
    def shown(self) -> str:
        return b64encode(self.certificate.public_bytes(Encoding.DER)).decode()


@dataclass
class SamlIssuer:
    """``person`` is who is signed in there; ``spoil`` changes the response before it is signed, ``wrap`` after.

    ``signs`` names what of it is signed, ``signed_by`` keys in place of its own, ``shows`` those whose
    certificates its metadata names, ``says`` what it says in place of its metadata.
    """

    person: dict[str, str] = field(default_factory=dict)
    form: str = PERSISTENT
    spoil: Callable[[Element], None] = lambda _response: None
    wrap: Callable[[Element], Element] = lambda response: response
    signs: tuple[str, ...] = ("Assertion",)
    algorithm: str = "rsa-sha256"
    digest: str = "sha256"
    signed_by: Keys | None = None
    shows: list[Keys] = field(default_factory=list)
    says: bytes | None = None
    host: str = "127.0.0.1"
    port: int = 0
    asked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = Keys.made()
        self.shows = [self.keys]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def metadata(self) -> bytes:
        """Who it is, where one signs in, and by what it signs."""
        shown = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{keys.shown}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for keys in self.shows
        )
        return (
            f'<md:EntityDescriptor xmlns:md="{names.METADATA}" xmlns:ds="{names.DS}"'
            f' entityID="{self.url}/metadata"><!-- of the tests --><md:IDPSSODescriptor'
            f' protocolSupportEnumeration="{names.PROTOCOL}">{shown}'
            f'<md:SingleSignOnService Binding="{names.POST}" Location="{self.url}/post"/>'
            f'<md:SingleSignOnService Binding="{names.REDIRECT}" Location="{self.url}/sso"/>'
            "</md:IDPSSODescriptor></md:EntityDescriptor>"
        ).encode()

    def answer(self, address: str) -> tuple[str, str]:
        """What its page does for who is signed in there: where the browser posts to, and what."""
        packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        asked = etree.fromstring(zlib.decompress(b64decode(packed), -zlib.MAX_WBITS))
        self.asked = dict(asked.attrib) | {"Issuer": asked.findtext(names.ISSUER)}
        return asked.get("AssertionConsumerServiceURL"), self.response(self.asked)

    def response(self, asked: dict[str, str]) -> str:
        """A response to the question, signed."""
        response = self._drawn(asked)
        self.spoil(response)
        if "Assertion" in self.signs:
            assertion = response.find(names.ASSERTION)
            response.replace(assertion, self.signed(assertion))
        if "Response" in self.signs:
            response = self.signed(response)
        return b64encode(etree.tostring(self.wrap(response))).decode()

    def signed(self, node: Element) -> Element:
        """The element with its signature in it, right below its issuer."""
        keys = self.signed_by or self.keys
        node = etree.fromstring(etree.tostring(node))
        node.insert(1, etree.Element(names.SIGNATURE, Id="placeholder", nsmap={"ds": names.DS}))
        signer = OldSigner(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=self.algorithm,
            digest_algorithm=self.digest,
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
        )
        told = {"key": keys.private, "cert": [keys.certificate]}
        return signer.sign(node, reference_uri=f"#{node.get('ID')}", id_attribute="ID", **told)

    def _drawn(self, asked: dict[str, str]) -> Element:
        now = datetime.now(UTC)
        at, later = (
            moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (now, now + timedelta(minutes=5))
        )
        answers = f' InResponseTo="{asked["ID"]}"' if "ID" in asked else ""
        to, name = asked["AssertionConsumerServiceURL"], escape(self.person["name_id"])
        spaces = " ".join(f'xmlns:{key}="{value}"' for key, value in _NAMESPACES.items())
        told = "".join(
            f'<saml:Attribute Name="{key}"><saml:AttributeValue>{escape(value)}</saml:AttributeValue></saml:Attribute>'
            for key, value in self.person.items()
            if key != "name_id"
        )
        issuer = f"<saml:Issuer>{self.url}/metadata</saml:Issuer>"
        return etree.fromstring(
            f'<samlp:Response {spaces} ID="_{secrets.token_hex(16)}" Version="2.0" IssueInstant="{at}"'
            f' Destination="{to}"{answers}>{issuer}'
            f'<samlp:Status><samlp:StatusCode Value="{names.SUCCESS}"/></samlp:Status>'
            f'<saml:Assertion ID="_{secrets.token_hex(16)}" Version="2.0" IssueInstant="{at}">{issuer}'
            f'<saml:Subject><saml:NameID Format="{self.form}">{name}</saml:NameID>'
            f'<saml:SubjectConfirmation Method="{names.BEARER}">'
            f'<saml:SubjectConfirmationData Recipient="{to}" NotOnOrAfter="{later}"{answers}/>'
            "</saml:SubjectConfirmation></saml:Subject>"
            f'<saml:Conditions NotBefore="{at}" NotOnOrAfter="{later}"><saml:AudienceRestriction>'
            f"<saml:Audience>{asked['Issuer']}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>"
            f"</saml:AuthnStatement><saml:AttributeStatement>{told}</saml:AttributeStatement>"
            "</saml:Assertion></samlp:Response>"
        )

    def page(self, address: str) -> bytes:
        """The page that posts the answer, as providers have it."""
        to, response = self.answer(address)
        return (
            "<!doctype html><title>Provider</title>"
            f'<form method="post" action="{escape(to)}"><input type="hidden" name="SAMLResponse" value="{response}">'
            "<button>Go on</button></form><script>document.forms[0].submit()</script>"
        ).encode()

    @contextmanager
    def listening(self) -> Iterator[SamlIssuer]:
        """Answer on a port of its own."""
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/metadata":
                    told = issuer.metadata if issuer.says is None else issuer.says
                    self._say(200, "application/samlmetadata+xml", told)
                elif parts.path == "/sso":
                    self._say(200, "text/html", issuer.page(self.path))
                else:
                    self._say(404, "text/plain", b"nothing here")

            def _say(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = server.server_port
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield self
        server.shutdown()
        server.server_close()
