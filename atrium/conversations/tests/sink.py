"""A real mail server for the tests: it keeps what it says 250 to, and misbehaves when it is told to."""

from __future__ import annotations

import asyncio
from asyncio import Transport
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """``answers`` to DATA come one a message, then all is kept.

    "cut" hangs up instead, "slowly" takes ``pause`` seconds to say that it is kept.
    ``refused`` answers RCPT for an address. ``mood`` answers DATA where nothing else does.
    """

    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    kept: list[EmailMessage] = field(default_factory=list)
    receivers: list[list[str]] = field(default_factory=list)
    port: int = 0
    pause: float = 0
    options: dict[str, Any] = field(default_factory=dict)
    mood: Callable[[], str] = lambda: "250 kept"

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        answer = self.answers.pop(0) if self.answers else self.mood()
        if answer == "slowly":
            await asyncio.sleep(self.pause)
            answer = "250 kept"
        if answer == "cut":
            cast("Transport", server.transport).abort()
        elif answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            made = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(made, EmailMessage)
            self.kept.append(made)
            self.receivers.append(list(envelope.rcpt_tos))
        return answer

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID was kept."""
        return Counter(str(message["Message-ID"]) for message in self.kept)

    @contextmanager
    def listening(self) -> Iterator[Sink]:
        """Answer on a port of its own, in a thread of its own."""
        loop = asyncio.new_event_loop()
        serve = loop.create_server(
            lambda: SMTP(self, hostname="sink.example", **self.options), "127.0.0.1", 0
        )
        server = loop.run_until_complete(serve)
        self.port = server.sockets[0].getsockname()[1]
        thread = Thread(target=loop.run_forever, daemon=True)
        thread.start()
        yield self
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
