"""What a message says of itself and of those it answers (RFC 5322, 3.6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.conversations.models import Message

MOST = 30


def references(answered: Message) -> str:
    """The thread as mail programs follow it; of a long one the oldest and the newest are kept."""
    found = [*answered.references.split(), answered.message_id]
    known = [each for each in dict.fromkeys(found) if each]
    return " ".join(known if len(known) <= MOST else [known[0], *known[1 - MOST :]])


def domain(address: str) -> str:
    """Where the address is, in the letters of the wire."""
    return address.rpartition("@")[2].encode("idna").decode().lower()
