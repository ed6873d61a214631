"""Speaking OpenID Connect: discovery, a code with PKCE, and an ID token of which every claim is checked."""

from __future__ import annotations

import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import quote, urlencode

import jwt

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.sso.asking import (
    LEEWAY,
    LONGEST_SUBJECT,
    PATIENCE,
    Asking,
    NotBelieved,
    Told,
    TurnedAway,
    refuse_stale,
)
from atrium.sso.reaching import asked, refuse_plain

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# What OAuth 2.0 and OpenID Connect call why nobody came.
ERRORS = frozenset(
    "access_denied account_selection_required consent_required interaction_required invalid_client invalid_grant "
    "invalid_request invalid_scope login_required server_error temporarily_unavailable unauthorized_client "
    "unsupported_response_type".split()
)
OK = 200
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Client:
    """Atrium as the provider knows it, and where the provider is spoken to."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    endpoints: Mapping[str, Any]


def address(client: Client, asking: Asking, back: str, *, anew: bool) -> str:
    """Where the person is sent; ``anew`` has them show again who they are."""
    digest = sha256(asking.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": client.client_id,
        "redirect_uri": back,
        "state": asking.state,
        "nonce": asking.nonce,
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if anew else {}),
    }
    start = client.endpoints["authorization_endpoint"]
    return f"{start}{'&' if '?' in start else '?'}{urlencode(query)}"


def discovered(issuer: str) -> dict[str, Any]:
    """Where the issuer is spoken to, as its own document says. Refused where it does not fit."""
    refuse_plain(issuer, field="issuer")
    found = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        msg = gettext(
            "The document there is that of {issuer}; write the issuer exactly so."
        ).format(issuer=repr(str(found.get("issuer"))[:200]))
        raise Refusal(msg, field="issuer")
    kept: dict[str, Any] = {}
    for name in ENDPOINTS:
        url = found.get(name)
        if not isinstance(url, str):
            msg = gettext("The document of the issuer names no {name}.").format(name=name)
            raise Refusal(msg, field="issuer")
        refuse_plain(url, field="issuer")
        kept[name] = url
    signs = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    if not set(ALGORITHMS) & {str(sign) for sign in signs}:
        msg = gettext("The issuer signs by none of {algorithms}.").format(
            algorithms=", ".join(ALGORITHMS)
        )
        raise Refusal(msg, field="issuer")
    keys = _fetched(kept["jwks_uri"]).get("keys")
    if not isinstance(keys, list) or not keys:
        raise Refusal(gettext("The issuer shows no keys that it signs with."), field="issuer")
    ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return kept | {"post": "client_secret_post" in ways}


def not_signed_in(name: str, answer: Mapping[str, str]) -> NotBelieved:
    """What to tell who comes back without a code. Anybody can write that answer: the log keeps its code, where it is one."""
    code = answer.get("error", "")
    why = answer.get("error_description") or code or gettext("no reason")
    msg = gettext("{provider} did not sign you in: {reason}.")
    known = code if code in ERRORS else gettext("a reason that is not known")
    return NotBelieved(
        msg.format(provider=name, reason=why[:200]),
        kept=gettext("it did not sign them in ({reason}).").format(reason=known),
    )


def identified(client: Client, asking: Asking, code: str, back: str, *, anew: bool) -> Told:
    """Who has come, by the code that they came back with. Raises NotBelieved for what does not hold."""
    tokens = _exchanged(client, asking, code, back)
    token = tokens.get("id_token")
    if not isinstance(token, str):
        raise NotBelieved(gettext("It sent no ID token."))
    claims = _verified(client, token)
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), asking.nonce.encode()):
        raise NotBelieved(gettext("Its ID token answers another question."))
    if anew:
        refuse_stale(claims.get("auth_time"))
    return _told(claims)


def _told(claims: Mapping[str, Any]) -> Told:
    subject = claims["sub"]
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotBelieved(gettext("Its ID token names nobody."))
    address = claims.get("email")
    vouches = claims.get("email_verified") is True or claims.get("email_verified") == "true"
    name = claims.get("name")
    return Told(
        subject,
        address.strip().casefold() if vouches and isinstance(address, str) else "",
        name.strip()[:200] if isinstance(name, str) else "",
    )


def _verified(client: Client, token: str) -> dict[str, Any]:
    """The claims of a token that the issuer signed for us, that is good now."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(client, header)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[header["alg"]],
            audience=client.client_id,
            issuer=client.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        msg = gettext("Its ID token does not hold: {error}.").format(error=error)
        raise NotBelieved(msg) from error
    audience = claims["aud"]
    party = claims.get("azp")
    if (isinstance(audience, list) and len(audience) > 1 and party is None) or (
        party is not None and party != client.client_id
    ):
        raise NotBelieved(gettext("Its ID token was made for another program."))
    if time() - int(claims["iat"]) > PATIENCE:
        raise NotBelieved(gettext("Its ID token is old."))
    return claims


def _key(client: Client, header: Mapping[str, Any]) -> jwt.PyJWK:
    """The issuer's key that the token says it is signed with, for the algorithm that it names."""
    if header.get("alg") not in ALGORITHMS:
        algorithm = repr(str(header.get("alg"))[:20])
        raise NotBelieved(
            gettext("Its ID token is signed by {algorithm}.").format(algorithm=algorithm)
        )
    found = _fetched(client.endpoints["jwks_uri"]).get("keys")
    keys = [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []
    kind = "EC" if header["alg"].startswith("ES") else "RSA"
    fitting = [
        key
        for key in keys
        if key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", header["alg"]) == header["alg"]
        and ("kid" not in header or key.get("kid") == header["kid"])
    ]
    if len(fitting) != 1:
        raise NotBelieved(gettext("Its ID token is signed with a key that it does not show."))
    return jwt.PyJWK(fitting[0], algorithm=header["alg"])


def _exchanged(client: Client, asking: Asking, code: str, back: str) -> dict[str, Any]:
    told = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asking.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if client.secret and not client.endpoints.get("post"):
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        told |= {"client_id": client.client_id}
        told |= {"client_secret": client.secret} if client.secret else {}
    url = client.endpoints["token_endpoint"]
    return _asked("POST", url, headers, urlencode(told).encode())


def _fetched(url: str) -> dict[str, Any]:
    return _asked("GET", url, {"Accept": "application/json"}, None)


def _asked(method: str, url: str, headers: dict[str, str], body: bytes | None) -> dict[str, Any]:
    """The JSON object that it answers with. Refused in words."""
    answer = asked(method, url, headers, body, field="issuer")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if answer.status != OK:
        said = (
            found.get("error_description") or found.get("error") if isinstance(found, dict) else ""
        )
        text = (
            gettext("It answers {status}: {reason}.") if said else gettext("It answers {status}.")
        )
        msg = text.format(status=answer.status, reason=str(said)[:200])
        # It may repeat what whoever came sent along.
        kept = gettext("It answers {status}.").format(status=answer.status)
        raise TurnedAway(msg, kept=kept, field="issuer")
    if not isinstance(found, dict):
        raise Refusal(gettext("It answers with something else than JSON."), field="issuer")
    return found
