"""An identity provider of the tests: OpenID Connect over HTTP, with keys of its own that really sign."""

from __future__ import annotations

import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

type Claims = dict[str, Any]


@dataclass
class Issuer:
    """``person`` is who is signed in there; ``spoil`` changes the claims before they are signed.

    ``algorithm`` is what it signs by, ``signed_by`` a key in place of its own. ``header`` goes into
    the token's header, ``says`` in place of what its document says.
    """

    person: Claims = field(default_factory=dict)
    spoil: Callable[[Claims], None] = lambda _claims: None
    algorithm: str = "RS256"
    signed_by: Any = None
    header: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    client_id: str = "atrium"
    secret: str = "hush"  # noqa: S105 - of the tests
    port: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    exchanged: int = 0

    def __post_init__(self) -> None:
        self.keys: dict[str, Any] = {
            "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
            "ES256": ec.generate_private_key(ec.SECP256R1()),
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def document(self) -> dict[str, Any]:
        """Its discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.says

    @property
    def shown_keys(self) -> dict[str, Any]:
        """Its public keys."""
        writers: dict[str, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm}
        shown = [
            writers[name].to_jwk(key.public_key(), as_dict=True)
            | {"kid": name, "alg": name, "use": "sig"}
            for name, key in self.keys.items()
        ]
        return {"keys": shown}

    def authorize(self, address: str) -> str:
        """What its page does for who is signed in there: where the browser is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return f"{asked['redirect_uri']}?{query}"

    def token(self, told: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code: once, for its client, with the verifier of its challenge."""
        pair = b64decode(authorization.removeprefix("Basic ")).decode()
        client, _, secret = (unquote(part) for part in pair.partition(":"))
        if (client, secret) != (self.client_id, self.secret):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(told.get("code", ""), None)
        digest = sha256(told.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != told.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        self.exchanged += 1
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, str]) -> str:
        """An ID token that answers the question."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.client_id,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **({"auth_time": now} if "max_age" in asked else {}),
        } | self.person
        self.spoil(claims)
        key = self.signed_by or self.keys[self.algorithm]
        headers = {"kid": self.algorithm} | self.header
        return jwt.encode(claims, key, algorithm=self.algorithm, headers=headers)

    @contextmanager
    def listening(self) -> Iterator[Issuer]:
        """Answer on a port of its own."""
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                pages = {
                    "/.well-known/openid-configuration": issuer.document,
                    "/keys": issuer.shown_keys,
                }
                if parts.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", issuer.authorize(self.path))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                found = pages.get(parts.path)
                self._say(404 if found is None else 200, found or {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*issuer.token(told, self.headers.get("Authorization", "")))

            def _say(self, status: int, told: dict[str, Any]) -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
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
