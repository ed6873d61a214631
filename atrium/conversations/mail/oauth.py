"""Asking an issuer for permission to read and send a mailbox (OAuth 2.0 with PKCE, RFC 6749, RFC 7636)."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlencode

from django.conf import settings

from atrium.config.issuers import Issuer
from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

OK = 200
ASKED_WRONGLY = range(400, 500)
SECONDS = 15.0
# How long a token is good where the issuer does not say.
AN_HOUR = 3600
LONGEST = 20_000


class SignedOut(Refusal):
    """The issuer gives no token any more: its member has to sign in again."""


@dataclass(frozen=True)
class Tokens:
    """What an issuer gave; ``refresh`` is empty where the one that is kept stays."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int


@dataclass(frozen=True)
class Asking:
    """A question that is on its way: kept in the session of who asks until they come back."""

    issuer: str
    mailbox: str
    state: str
    verifier: str = field(repr=False)

    @classmethod
    def begun(cls, issuer: Issuer, mailbox: str) -> Asking:
        return cls(issuer.key, mailbox, secrets.token_urlsafe(32), secrets.token_urlsafe(48))

    def address(self, issuer: Issuer, back: str, login: str) -> str:
        """Where the member is sent to say yes."""
        digest = sha256(self.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": issuer.client,
            "redirect_uri": back,
            "scope": issuer.scope,
            "state": self.state,
            "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "login_hint": login,
            **dict(issuer.more),
        }
        return f"{issuer.authorize}?{urlencode(query)}"


def issuers() -> dict[str, Issuer]:
    """Those that the operator set up."""
    found: dict[str, Issuer] = settings.OAUTH_ISSUERS
    return found


def exchanged(issuer: Issuer, code: str, asking: Asking, back: str) -> Tokens:
    """The tokens for the code that a member came back with. Refused in words."""
    told = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    return _asked(issuer, told | {"code_verifier": asking.verifier})


def refreshed(issuer: Issuer, refresh: str) -> Tokens:
    """New tokens. Raises SignedOut where that is over, OSError where nobody answers now."""
    return _asked(issuer, {"grant_type": "refresh_token", "refresh_token": refresh})


def _asked(issuer: Issuer, told: dict[str, str]) -> Tokens:
    body = urlencode(told | {"client_id": issuer.client, "client_secret": issuer.secret})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = outbound.request(
            "POST", issuer.token, headers, body.encode(), timeout=SECONDS, max_bytes=LONGEST * 10
        )
    except HTTPException as error:
        msg = f"{issuer.label} gave no answer that can be read."
        raise OSError(msg) from error
    found = _read(answer.body)
    if answer.status in ASKED_WRONGLY:
        why = str(found.get("error_description") or found.get("error") or answer.status)
        msg = gettext("{issuer} does not let this mailbox in: {split}. Sign in again.").format(
            issuer=issuer.label, split=" ".join(why.split())[:200]
        )
        raise SignedOut(msg)
    access = found.get("access_token")
    if answer.status != OK or not isinstance(access, str) or not 0 < len(access) <= LONGEST:
        msg = f"{issuer.label} gave no token ({answer.status})."
        raise OSError(msg)
    seconds = found.get("expires_in")
    if not isinstance(seconds, int) or not 0 < seconds < AN_HOUR * 24 * 365:
        seconds = AN_HOUR
    refresh = found.get("refresh_token")
    return Tokens(access, refresh if isinstance(refresh, str) else "", seconds)


def _read(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
