"""What was said with and about clients, as an export tells it, as far as its member may read it (X10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import F

from atrium.clients.exported import Told, exported
from atrium.conversations.mail.parts import parts_of, with_parts
from atrium.conversations.mail.sight import as_seen
from atrium.conversations.models import Call, Comment, Level, Message, Party

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@exported("calls")
def calls(by: Member, clients: Collection[int]) -> Told:
    rows = Call.objects.visible_to(by).kept().filter(client__in=clients)
    for call in rows.select_related("member", "contact").order_by("started_at", "id"):
        told = {name: getattr(call, name) for name in ("direction", "number", "duration")}
        told |= {"id": str(call.public_id), "at": call.started_at.isoformat()}
        told |= {"outcome": call.outcome, "note": call.note, "member": _name(call.member)}
        yield call.client_id or 0, told | {"contact": _name(call.contact)}


@exported("comments")
def comments(by: Member, clients: Collection[int]) -> Told:
    rows = Comment.objects.visible_to(by).kept().filter(client__in=clients)
    for comment in rows.select_related("author", "reply_to").order_by("written_at", "id"):
        answered = str(comment.reply_to.public_id) if comment.reply_to else ""
        told = {"id": str(comment.public_id), "at": comment.written_at.isoformat()}
        told |= {"author": _name(comment.author), "reply_to": answered, "text": comment.text}
        yield comment.client_id, told


@exported("messages")
def messages(by: Member, clients: Collection[int]) -> Told:
    """Those that left or came in; of each as much as its level says."""
    filed = {"filings__organisation": by.organisation_id, "filings__client__in": clients}
    rows: Any = Message.objects.visible_to(by).said().filter(**filed)
    rows = with_parts(rows).annotate(filed_to=F("filings__client"))
    for message in rows.order_by("at", "id"):
        seen = as_seen(message, message.seen, parts_of(message))
        told: dict[str, Any] = {"id": seen.key, "at": seen.at.isoformat(), "channel": seen.channel}
        told |= {"direction": seen.direction, "state": str(seen.state)}
        if seen.level >= Level.SUBJECT:
            told |= {"subject": seen.subject, "from": _line(seen.sender)}
            told |= {"to": [_line(party) for party in seen.receivers]}
        if seen.level == Level.ALL:
            told |= {"text": seen.text, "files": [file.name for file in seen.files]}
        yield message.filed_to, told


def _name(row: object) -> str:
    return str(row) if row is not None else ""


def _line(party: Party | None) -> str:
    """A party as a mail says it."""
    if party is None:
        return ""
    return f"{party.name} <{party.address}>" if party.name else party.address
