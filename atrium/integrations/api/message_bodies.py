"""What is told of messages, and what is sent of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictStr, StringConstraints

from atrium.conversations.mail.sight import as_seen
from atrium.conversations.models import Level, Message
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import words
from atrium.integrations.api.paging import Paged
from atrium.integrations.api.types import Id, Input, Instant, Patch, Reference

type Seen = Literal["nobody", "exists", "subject", "all"]
type Way = Literal["in", "out"]
type StateOf = Literal[
    "draft",
    "scheduled",
    "queued",
    "leaving",
    "sent",
    "failed",
    "bounced",
    "received",
    "unknown",
]
LINES = ("to", "cc", "bcc")


class PartyOut(Schema):
    """Somebody whom a message is from or to."""

    address: str
    name: str
    contact: Reference | None
    refusal: str = Field(description="Their mail server's words, where it did not want it.")


class AttachmentOut(Schema):
    """A file of a message; its content is at `/messages/ID/attachments/ID`."""

    id: UUID
    name: str
    type: str
    size: int


class MessageOut(Schema):
    """A message, as far as the member sees it: `seen` says how much; the rest is empty."""

    id: UUID
    thread: UUID
    clients: list[Reference] = Field(description="Whom it is filed to, of those the member sees.")
    seen: Seen = Field(description="`exists`: no more than that; `subject`: and with whom.")
    channel: Literal["mail", "sms", "portal"]
    direction: Way
    state: StateOf
    author: Reference | None
    at: datetime
    leaves_at: datetime | None = Field(description="While it waits to leave.")
    subject: str
    sender: PartyOut | None
    to: list[PartyOut]
    cc: list[PartyOut]
    bcc: list[PartyOut]
    text: str
    html: str = Field(description="Of what was written here; what came in is given as text only.")
    problem: str = Field(description="Why it did not leave, in the mail server's words.")
    attachments: list[AttachmentOut]
    mailbox: UUID | None
    version: int


class ReceiverIn(Input):
    """Somebody it goes to."""

    address: Annotated[StrictStr, StringConstraints(max_length=320)] = Field(
        examples=["ana@bar.example"]
    )
    name: StrictStr = Field("", max_length=200)


class MessagePatch(Patch):
    """What is to change of a draft; what is not sent stays."""

    to: list[ReceiverIn] = Field([], max_length=100)
    cc: list[ReceiverIn] = Field([], max_length=100)
    bcc: list[ReceiverIn] = Field([], max_length=100)
    subject: StrictStr = Field("", max_length=900)
    text: StrictStr = Field("", max_length=50_000, examples=["The quote is attached."])
    html: StrictStr = Field("", max_length=100_000, description="Instead of text.")
    mailbox: Id | None = Field(None, description="Of /mailboxes; the member's first, if left out.")
    level: Seen | None = Field(None, description="Who else sees it; null: as its mailbox says.")


class MessageIn(MessagePatch):
    """A new draft; send it by `/messages/ID/send`."""

    answers: Id | None = Field(None, description="A message with this client that it answers.")
    forwards: Id | None = Field(
        None,
        description="A message with this client whose files go along; needs `messages:read`, too.",
    )


class DocumentIn(Input):
    """Which document is to go along."""

    document: Id = Field(
        description="One of the draft's client.", examples=["019f0000-0000-7000-8000-000000000000"]
    )


class SendIn(Patch):
    """When it is to leave."""

    at: Instant | None = Field(None, description="Now, where it is left out: in ten seconds.")


class LevelIn(Input):
    """Who else sees a message."""

    level: Seen | None = Field(description="Null: as its mailbox says.", examples=["subject"])


class MessageFilter(Paged):
    """Which messages."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words in subject or text, as far as the member sees them."
    )
    state: StateOf | None = None
    direction: Way | None = None


def _party(party: Any) -> dict[str, Any]:
    return {
        "address": party.address,
        "name": party.name,
        "contact": reference(party.contact),
        "refusal": party.refusal,
    }


def message_card(request: ApiRequest, message: Message) -> dict[str, Any]:
    seen = as_seen(message, message.seen)
    everything = seen.level == Level.ALL
    lines = {kind: [_party(p) for p in seen.receivers if p.kind == kind] for kind in LINES}
    return lines | {
        "id": message.public_id,
        "thread": message.thread.public_id,
        "clients": [reference(filing.client) for filing in message.filings.all()],
        "seen": seen.level.name.lower(),
        "channel": message.channel,
        "direction": message.direction,
        "state": message.state,
        "author": reference(words(request).members.get(message.author_id or 0)),
        "at": message.at,
        "leaves_at": message.leave_at if message.state in {"queued", "scheduled"} else None,
        "subject": seen.subject,
        "sender": _party(seen.sender) if seen.sender else None,
        "text": seen.text,
        "html": seen.html if message.direction == "out" else "",
        "problem": seen.problem,
        "attachments": [attachment_card(file) for file in seen.files],
        "mailbox": message.mailbox.public_id if everything and message.mailbox else None,
        "version": message.version,
    }


def attachment_card(file: Any) -> dict[str, Any]:
    return {
        "id": file.public_id,
        "name": file.name,
        "type": file.content_type,
        "size": file.size,
    }
