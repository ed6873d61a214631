"""Invitations and the answers to them, as mail brings them: who understands them hangs in here."""

from __future__ import annotations

from collections.abc import Callable

from atrium.conversations.mail.letters_in import Letter
from atrium.foundation.registry import Registry

type Reads = Callable[[bytes, Letter], None]
CALENDARS: Registry[Reads] = Registry()


def reads_calendar(read: Reads) -> Reads:
    """Let a function read each text/calendar part of mail that comes in, with the e-mail it came in.

    It runs in the transaction that keeps the e-mail and must not raise for what it cannot read. Who
    wrote the e-mail is what the e-mail says; that proves nothing.
    """
    CALENDARS.add(f"{read.__module__}.{read.__qualname__}", read)
    return read
