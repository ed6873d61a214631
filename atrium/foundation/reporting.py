"""Errors told to a server that speaks Sentry's protocol, through the outbound gate.

What leaves is where an error was raised: its kind, the files, functions and lines it came through, the request's id.
Neither its text nor any value, for both may hold what somebody wrote.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import structlog

from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id

MOST_WAITING = 100
SAME_AGAIN = 60.0
SECONDS = 5.0
log = structlog.get_logger("atrium.reporting")


@dataclass(frozen=True)
class Address:
    """Where reports go and the key that lets them in, as a DSN names them."""

    url: str
    key: str

    @classmethod
    def of(cls, dsn: str) -> Address:
        """Read ``https://KEY@host/PROJECT``; ValueError where it is none."""
        parts = urlsplit(dsn)
        path, _, project = parts.path.rstrip("/").rpartition("/")
        if parts.scheme not in {"http", "https"} or not parts.username or not project:
            raise ValueError(dsn)
        host = parts.netloc.rpartition("@")[2]
        return cls(f"{parts.scheme}://{host}{path}/api/{project}/envelope/", parts.username)


class Reports(logging.Handler):
    """Sends each error once a minute at most, from a thread of its own; what cannot be sent is dropped."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self._address = Address.of(dsn)
        self._waiting: Queue[dict[str, Any]] = Queue(MOST_WAITING)
        self._seen: dict[str, float] = {}
        self._starting = Lock()
        self._thread: Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Put the error in line, unless the same was told a moment ago."""
        told = event(record)
        mark, now = json.dumps(told["exception"]), time.monotonic()
        if now - self._seen.get(mark, -SAME_AGAIN) < SAME_AGAIN:
            return
        if len(self._seen) >= MOST_WAITING:
            self._seen.clear()
        self._seen[mark] = now
        try:
            self._waiting.put_nowait(told)
        except Full:
            return
        self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._send_all, name="reports", daemon=True)
                self._thread.start()

    def _send_all(self) -> None:
        while True:
            self.send(self._waiting.get())

    def send(self, told: dict[str, Any]) -> None:
        """Send one; a server that is away is told of in the log, and nothing else happens."""
        head = {"event_id": told["event_id"]}
        lines = [head, {"type": "event"}, told]
        body = "\n".join(json.dumps(line) for line in lines).encode()
        auth = f"Sentry sentry_version=7, sentry_key={self._address.key}, sentry_client=atrium/{version('atrium')}"
        headers = {"X-Sentry-Auth": auth, "Content-Type": "application/x-sentry-envelope"}
        try:
            outbound.request("POST", self._address.url, headers=headers, body=body, timeout=SECONDS)
        except (Refusal, OSError) as error:
            log.warning("error not reported", reason=str(error))


def event(record: logging.LogRecord) -> dict[str, Any]:
    """The record in Sentry's words, without anything that somebody wrote."""
    error = _error(record)
    context = structlog.contextvars.get_contextvars()
    known = {name: str(context[name]) for name in ("request_id", "task", "run") if name in context}
    return {
        "event_id": public_id().hex,
        "timestamp": datetime.now(UTC).isoformat(),
        "platform": "python",
        "level": record.levelname.lower(),
        "logger": record.name,
        "release": f"atrium@{version('atrium')}",
        "tags": known,
        "exception": {"values": [_told(error)] if error else []},
        "logentry": {"formatted": f"{record.name}: {record.funcName}"},
    }


def _error(record: logging.LogRecord) -> BaseException | None:
    # structlog hands on what was told as a dictionary in the place of the text.
    held: Any = record.msg.get("exc_info") if isinstance(record.msg, dict) else None
    given = held or (record.exc_info[1] if record.exc_info else None)
    return given if isinstance(given, BaseException) else None


def _told(error: BaseException) -> dict[str, Any]:
    frames = [
        {"filename": frame.filename, "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kind = type(error)
    return {"type": kind.__qualname__, "module": kind.__module__, "stacktrace": {"frames": frames}}
