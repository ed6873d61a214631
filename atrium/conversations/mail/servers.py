"""Where the mail of a mailbox leaves: by its own server, by another mailbox's, by the operator's."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.utils import timezone

from atrium.conversations.mail import receipts
from atrium.conversations.mail.lines import Security, Server, opened
from atrium.conversations.mail.providers.sending import offer
from atrium.conversations.models.mailbox_sending import Sending
from atrium.conversations.models.sign_in import SignIn
from atrium.foundation.secrets import unseal

if TYPE_CHECKING:
    from atrium.conversations.models import Mailbox, Message
    from atrium.conversations.models.party import Party

GOOD = range(200, 300)
FOR_GOOD = range(500, 600)
# Seconds for the answer to a message that was handed over whole: a server may look into it first.
PATIENCE = 600.0
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@dataclass
class Handed:
    """What a server said of each receiver."""

    refused: dict[Party, str] = field(default_factory=dict)
    words: str = ""


def server_of(mailbox: Mailbox) -> Server | None:
    """The mail server by which the mailbox sends; None: the operator's outbox, which is no server.

    Refused where its password cannot be read any more, or it is not let in without one any more.
    Raises OSError where who lets it in does not answer.
    """
    carrier = mailbox.carrier
    if carrier.sending == "smtp":
        sign_in = SignIn.of(carrier)
        return Server(
            carrier.smtp_host,
            carrier.smtp_port,
            carrier.smtp_security,
            carrier.smtp_user or (carrier.address if sign_in else ""),
            "" if sign_in else unseal(carrier.smtp_secret),
            sign_in.token() if sign_in else "",
        )
    mailer: Any = settings.MAILERS["default"]
    if mailer["BACKEND"] != SMTP_BACKEND:
        return None
    options = mailer["OPTIONS"]
    security = Security.STARTTLS if options["use_tls"] else Security.NONE
    return Server(
        options["host"],
        options["port"],
        Security.TLS if options["use_ssl"] else security,
        options["username"],
        options["password"],
        gated=False,
    )


def deliver(message: Message, owed: Sequence[Party], data: bytes, handed: Handed) -> None:
    """Offer the message for the receivers it is owed to; who is taken is on record at once.

    Who is refused goes into ``handed``. Raises what lines.opened() and, for mailboxes that send
    by a provider, providers.sending.offer() do.
    """
    assert message.mailbox is not None
    sender, carrier = wire(message.mailbox.address), message.mailbox.carrier
    if carrier.sending == Sending.PROVIDER:
        asked = {wire(party.address): party for party in owed}
        told = offer(carrier, sender, list(asked), data, str(message.public_id))
        handed.refused |= {asked[address]: words for address, words in told.items()}
        _taken(message, [party for address, party in asked.items() if address not in told])
        return
    server = server_of(message.mailbox)
    if server is None:
        with mailers.default as outbox:
            outbox.send_messages([_Made(sender, [wire(p.address) for p in owed], data)])
            _taken(message, owed)
        return
    with opened(server, local=sender.rpartition("@")[2]) as line:
        _check(line.mail(sender), smtplib.SMTPSenderRefused, sender)
        ready = [party for party in owed if _accepts(line, party, handed)]
        if ready:
            _be_patient(line)
            code, words = line.data(data)
            if code not in GOOD:
                raise smtplib.SMTPDataError(code, words)
            _taken(message, ready)


def _be_patient(line: smtplib.SMTP) -> None:
    """Give the server time to say what became of it (RFC 5321, 4.5.3.2.6): who hangs up before sends it twice."""
    if line.sock is not None:
        line.sock.settimeout(PATIENCE)


def _taken(message: Message, parties: Sequence[Party]) -> None:
    """The record itself: nothing comes between the server's answer and this."""
    keys = [party.pk for party in parties]
    receipts.note(message.pk, keys)
    keep_receipt(message, keys)


def keep_receipt(message: Message, keys: Sequence[int]) -> None:
    """Write down that the message was taken for these parties."""
    if keys:
        message.parties.filter(pk__in=keys, taken_at=None).update(taken_at=timezone.now())
        receipts.forget(message.pk)


def _accepts(line: smtplib.SMTP, party: Party, handed: Handed) -> bool:
    code, words = line.rcpt(wire(party.address))
    if code in GOOD:
        return True
    handed.words = f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"[:500]
    if code in FOR_GOOD:
        handed.refused[party] = handed.words
    return False


def _check(answer: tuple[int, bytes], error: type[smtplib.SMTPSenderRefused], sender: str) -> None:
    code, words = answer
    if code not in GOOD:
        raise error(code, words, sender)


def wire(address: str) -> str:
    """The address as every mail server understands it; UnicodeError where there is no such form."""
    local, _, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"


class _Made(EmailMessage):
    """A message that is made already, for an outbox of Django's."""

    def __init__(self, sender: str, receivers: list[str], data: bytes) -> None:
        super().__init__(from_email=sender, to=receivers)
        self.data = data

    def message(self, **_: Any) -> Any:
        return message_from_bytes(self.data, policy=policy.SMTP)
