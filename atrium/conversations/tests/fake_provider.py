"""A provider of SMS for the tests: real HTTP on this machine, which misbehaves when it is told to."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

ACCOUNT, TOKEN = "AC0123", "a token of the tests"


@dataclass
class FakeProvider:
    """``answers`` come one a message: a status with an error code, or "cut", which hangs up after it took it.

    All else is taken. ``sent`` is what it has; ``port`` where it listens.
    """

    answers: list[tuple[int, int] | str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    def answer(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]] | None:
        """What it says to a message; None: nothing."""
        wanted = self.answers.pop(0) if self.answers else None
        if isinstance(wanted, tuple):
            status, code = wanted
            return status, {"code": code, "message": "As the test wants it", "status": status}
        self.sent.append(fields)
        return (
            None if wanted == "cut" else (201, {"sid": f"SM{len(self.sent)}", "status": "queued"})
        )

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def listening(self) -> Iterator[FakeProvider]:
        """Answer on a port of its own, in a thread of its own."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield self
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(fake: FakeProvider) -> type[BaseHTTPRequestHandler]:
    known = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers["Authorization"] != known:
                self.say(401, {"code": 20003, "message": "Authenticate"})
            else:
                self.say(200, {"friendly_name": "Acme", "status": "active"})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: some[0] for name, some in parse_qs(text).items()}
            if self.headers["Authorization"] != known:
                self.say(401, {"code": 20003, "message": "Authenticate"})
                return
            said = fake.answer(fields)
            if said is None:
                self.close_connection = True
                return
            self.say(*said)

        def say(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library names it
            """Nothing."""

    return Handler
