"""What is needed to speak SAML with a provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """``entity`` and ``back`` are ours, the rest the provider's; ``vouches`` believes its addresses."""

    issuer: str
    sign_in: str
    certificates: Sequence[str]
    entity: str
    back: str
    vouches: bool
