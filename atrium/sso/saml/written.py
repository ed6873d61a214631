"""What we write: the question that a browser takes along, and our own metadata."""

from __future__ import annotations

import zlib
from base64 import b64encode
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from atrium.sso.asking import Asking
from atrium.sso.saml import names
from atrium.sso.saml.line import Line


def address(line: Line, asking: Asking, *, anew: bool) -> str:
    """Where the person is sent; ``anew`` has them show again who they are."""
    force = ' ForceAuthn="true"' if anew else ""
    at = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    question = (
        f'<samlp:AuthnRequest xmlns:samlp="{names.PROTOCOL}" xmlns:saml="{names.SAML}"'
        f' ID="{asking.request_id}" Version="2.0" IssueInstant="{at}"{force}'
        f" Destination={quoteattr(line.sign_in)} AssertionConsumerServiceURL={quoteattr(line.back)}"
        f' ProtocolBinding="{names.POST}">'
        f"<saml:Issuer>{escape(line.entity)}</saml:Issuer></samlp:AuthnRequest>"
    )
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(question.encode()) + packer.flush()
    query = urlencode({"SAMLRequest": b64encode(packed).decode()})
    return f"{line.sign_in}{'&' if '?' in line.sign_in else '?'}{query}"


def own_metadata(entity: str, back: str) -> str:
    """Who we are: no requests are signed, each assertion has to be."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<md:EntityDescriptor xmlns:md="{names.METADATA}" entityID={quoteattr(entity)}>'
        '<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true"'
        f' protocolSupportEnumeration="{names.PROTOCOL}">'
        f'<md:AssertionConsumerService index="0" isDefault="true" Binding="{names.POST}"'
        f" Location={quoteattr(back)}/></md:SPSSODescriptor></md:EntityDescriptor>\n"
    )
