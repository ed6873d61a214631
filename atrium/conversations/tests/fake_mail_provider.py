"""A provider of e-mail for the tests: real HTTP on this machine, which misbehaves when it is told to."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

KEY = "a-key-of-the-tests"


@dataclass
class FakeMailProvider:
    """Speaks as Mailgun and Postmark do, to who shows the key.

    ``answers`` come one a message: a status, or "cut", which hangs up after it took it. All else is
    taken. ``kept`` are the forms of Mailgun, by the names of their fields, and the bodies of Postmark.
    """

    answers: list[int | str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    inactive: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def listening(self) -> Iterator[FakeMailProvider]:
        """Answer on a port of its own, in a thread of its own."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield self
        server.shutdown()
        thread.join()
        server.server_close()

    def answer(self, path: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """What it says to a message; None: nothing."""
        if path.endswith("/messages"):
            return 400, {"message": "from parameter is missing"}
        wanted = self.answers.pop(0) if self.answers else 200
        if isinstance(wanted, int) and wanted != 200:
            words = f"As the test wants it, {KEY}"
            return wanted, {"message": words, "Message": words, "ErrorCode": 300}
        self.paths.append(path)
        self.kept.append(told)
        if wanted == "cut":
            return None
        late = f" not sent to inactive addresses: {', '.join(self.inactive)}. Inactive recipients"
        words = f"Message OK, but{late}" if self.inactive else "OK"
        postmark = {"ErrorCode": 0, "Message": words, "To": told.get("To", ""), "MessageID": "PM1"}
        return 200, {"id": "<whatever@mailgun>", "message": "Queued. Thank you."} | (
            postmark if path == "/email" else {}
        )


def _handler(fake: FakeMailProvider) -> type[BaseHTTPRequestHandler]:
    basic = "Basic " + b64encode(f"api:{KEY}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(*((200, {"Name": "Acme"}) if self.is_known() else (401, {"Message": "No."})))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not self.is_known():
                self.say(401, {"message": "Forbidden", "Message": "Forbidden"})
                return
            kind = self.headers.get("Content-Type", "")
            told = json.loads(body) if kind == "application/json" else _form(kind, body)
            said = fake.answer(self.path, told)
            if said is None:
                self.close_connection = True
                return
            self.say(*said)

        def is_known(self) -> bool:
            shown = self.headers["X-Postmark-Server-Token"], self.headers["Authorization"]
            return KEY in shown or basic in shown

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


def _form(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a multipart form: those that come twice as a list, the letter as bytes."""
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    made = message_from_bytes(head + body, policy=policy.HTTP)
    assert isinstance(made, EmailMessage)
    found: dict[str, Any] = {"to": []}
    for part in made.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if name == "to":
            found["to"].append(str(part.get_payload()))
    mark = body.split(b"\r\n", 1)[0]
    if b'name="message"' in body:
        piece = next(each for each in body.split(mark) if b'name="message"' in each)
        found["message"] = piece.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n")
    return found
