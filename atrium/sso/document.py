"""What a provider's own document says of it, whichever protocol it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.sso.oidc import discovered


class Kind(models.TextChoices):
    """What a provider speaks."""

    OIDC = "oidc", gettext_lazy("OpenID Connect")
    SAML = "saml", gettext_lazy("SAML 2.0")


@dataclass(frozen=True)
class Document:
    """Who the provider is, and how it is spoken to; both empty while that is not known."""

    issuer: str
    endpoints: dict[str, Any]


class Known(Protocol):
    """What of a provider has to be known to read its document."""

    kind: str
    issuer: str
    metadata_url: str
    endpoints: dict[str, Any]


def document_of(known: Known, metadata: str) -> Document:
    """The document of now: fetched, read from ``metadata``, or that which is kept.

    Refused in words where it does not fit.
    """
    if known.kind == Kind.OIDC:
        return Document(known.issuer, discovered(known.issuer))
    from atrium.sso.saml.metadata import fetched, read  # noqa: PLC0415 - takes long to load

    if metadata and known.metadata_url:
        msg = gettext("Give the address of the metadata or its text, not both.")
        raise Refusal(msg, field="metadata")
    if known.metadata_url:
        return Document(*fetched(known.metadata_url))
    if metadata:
        return Document(*read(metadata.strip().encode(), field="metadata"))
    return Document(known.issuer, known.endpoints)
