"""What a message says of itself and of those it answers (RFC 5322, 3.6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.conversations.mail.writing import Receiver

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conversations.models import Message

MOST = 30


def references(answered: Message) -> str:
    """The thread as mail programs follow it; of a long one the oldest and the newest are kept."""
    found = [*answered.references.split(), named_by(answered)]
    known = [each for each in dict.fromkeys(found) if each]
    return " ".join(known if len(known) <= MOST else [known[0], *known[1 - MOST :]])


def named_by(answered: Message) -> str:
    """The Message-ID of what is answered; none where that was no e-mail."""
    return answered.message_id if answered.channel == "mail" else ""


def domain(address: str) -> str:
    """Where the address is, in the letters of the wire."""
    return address.rpartition("@")[2].encode("idna").decode().lower()


def client_of(message: Message) -> Client:
    """The client that a message was written to."""
    client: Client = message.filings.select_related("client__organisation").earliest("id").client
    return client


def listed_parties(message: Message, kind: str) -> list[Receiver]:
    """Those whom it goes to in this line, as they are written."""
    return [Receiver(p.address, p.name) for p in message.parties.all() if p.kind == kind]
