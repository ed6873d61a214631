"""Whether a mailbox can send, told in the mail server's own words."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

from atrium.conversations.asking import ProviderError
from atrium.conversations.mail.leaving import said
from atrium.conversations.mail.lines import opened
from atrium.conversations.mail.providers.sending import tried as by_provider
from atrium.conversations.mail.servers import server_of, wire
from atrium.conversations.models.mailbox_sending import Sending
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.conversations.models import Mailbox


def tried(mailbox: Mailbox) -> str:
    """What came of signing in at its server, without sending anything; refused in the server's words."""
    try:
        if mailbox.carrier.sending == Sending.PROVIDER:
            return by_provider(mailbox.carrier, wire(mailbox.address))
        server = server_of(mailbox)
        if server is None:
            return gettext(
                "No mail server is set up for this installation: e-mail is kept in its local outbox, and none leaves."
            )
        domain = wire(mailbox.address).rpartition("@")[2]
        with opened(server, local=domain) as line:
            code, words = line.noop()
    except (smtplib.SMTPException, OSError, UnicodeError, Refusal, ProviderError) as error:
        msg = gettext("{address} cannot send: {said}").format(
            address=mailbox.address, said=said(error)
        )
        raise Refusal(msg) from error
    text = " ".join(words.decode("utf-8", "replace").split())
    return gettext("{host} let us in and answered: {code} {text}").format(
        host=server.host, code=code, text=text
    )
