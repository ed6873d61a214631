"""Whether a mailbox can send, told in the mail server's own words."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

from atrium.conversations.mail.leaving import said
from atrium.conversations.mail.lines import opened
from atrium.conversations.mail.servers import server_of, wire
from atrium.foundation.errors import Refusal

if TYPE_CHECKING:
    from atrium.conversations.models import Mailbox


def tried(mailbox: Mailbox) -> str:
    """What came of signing in at its server, without sending anything; refused in the server's words."""
    try:
        server = server_of(mailbox)
        if server is None:
            return "No mail server is set up for this installation: e-mail is kept in its local outbox, and none leaves."
        domain = wire(mailbox.address).rpartition("@")[2]
        with opened(server, local=domain) as line:
            code, words = line.noop()
    except (smtplib.SMTPException, OSError, UnicodeError, Refusal) as error:
        msg = f"{mailbox.address} cannot send: {said(error)}"
        raise Refusal(msg) from error
    text = " ".join(words.decode("utf-8", "replace").split())
    return f"{server.host} let us in and answered: {code} {text}"
