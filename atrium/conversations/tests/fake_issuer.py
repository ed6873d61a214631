"""An issuer of tokens for the tests: codes with PKCE, tokens that are renewed, and whether one is good."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from atrium.config.issuers import Issuer


@dataclass
class FakeIssuer:
    """``codes`` says which challenge a code was given for; ``over``: no permission lasts any more."""

    codes: dict[str, str] = field(default_factory=dict)
    good: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    seconds: int = 3600
    over: bool = False
    port: int = 0

    @property
    def issuer(self) -> Issuer:
        """As an operator sets it up."""
        place = f"http://127.0.0.1:{self.port}"
        return Issuer(
            key="other", label="Keys & Co", authorize=f"{place}/authorize", token=f"{place}/token",
            client="atrium", secret="hush", scope="mail",
        )  # fmt: skip

    @property
    def introspection(self) -> str:
        """Where a server asks whether a token is good; the token is put behind it."""
        return f"http://127.0.0.1:{self.port}/introspect/"

    def answer(self, told: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(told)
        if told.get("client_id") != "atrium" or told.get("client_secret") != "hush":
            return 401, {"error": "invalid_client"}
        if told["grant_type"] == "authorization_code":
            digest = sha256(told["code_verifier"].encode()).digest()
            challenge = urlsafe_b64encode(digest).decode().rstrip("=")
            if self.codes.pop(told["code"], "") != challenge:
                return 400, {"error": "invalid_grant"}
        elif self.over or told["refresh_token"] != f"refresh-{len(self.good)}":
            return 400, {"error": "invalid_grant", "error_description": "Token has been revoked."}
        self.good.append(f"token-{len(self.good) + 1}")
        refresh = f"refresh-{len(self.good)}"
        made = {"access_token": self.good[-1], "refresh_token": refresh}
        return 200, made | {"expires_in": self.seconds, "token_type": "Bearer"}

    @contextmanager
    def listening(self) -> Iterator[FakeIssuer]:
        """Answer on a port of its own."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*fake.answer(told))

            def do_GET(self) -> None:
                token = unquote(urlsplit(self.path).path.partition("&")[0].rpartition("/")[2])
                is_good = token == fake.good[-1]
                self._say(200 if is_good else 401, {"active": is_good, "username": "office"})

            def _say(self, status: int, told: dict[str, Any]) -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_port
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield self
        server.shutdown()
        server.server_close()
