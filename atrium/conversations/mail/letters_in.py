"""What an e-mail that came in says, once it is read. Nothing here reads or saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody named in a header: ``kind`` is a PartyKind."""

    kind: str
    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """The address as addresses are compared."""
        return self.address.casefold()


@dataclass(frozen=True, kw_only=True)
class File:
    """A part that is no text of the message. ``content_id`` where the text shows it."""

    name: str
    data: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """That a message came back (RFC 3464): whose, which, and why. ``for_good`` where the address is wrong."""

    message_id: str
    address: str
    reason: str
    for_good: bool = False


@dataclass(kw_only=True)
class Letter:
    """An e-mail as it was read: what cannot be read is left out and said in ``lacks``."""

    message_id: str
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    subject: str = ""
    parties: list[Named] = field(default_factory=list)
    at: datetime
    html: str = ""
    text: str = ""
    files: list[File] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    bounces: list[Bounce] = field(default_factory=list)
    automatic: bool = False
    is_report: bool = False
    from_list: bool = False
    size: int = 0
    lacks: list[str] = field(default_factory=list)

    @property
    def print(self) -> str:
        """A few signs that differ where sender, subject, moment or words do."""
        sender = self.sender.key if self.sender else ""
        words = "\n".join((sender, self.subject, str(self.at), self.text, self.html))
        return sha256(words.encode()).hexdigest()[:12]

    @property
    def sender(self) -> Named | None:
        return next((one for one in self.parties if one.kind == "from"), None)
