"""What an answer and what is forwarded begin with: whom it goes to, its subject, the words of the other one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.html import escape, format_html

from atrium.conversations.mail.writing import Receiver
from atrium.conversations.models import Direction, Mailbox, Message, PartyKind
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Client


def listed(parties: Iterable[Any]) -> str:
    """The parties as they are typed in a line."""
    return ", ".join(str(Receiver(p.address, p.name)) for p in parties)


def reply(message: Message, boxes: list[Mailbox], *, everyone: bool) -> dict[str, Any]:
    """To who wrote it, or to whom it went where that was we; ``everyone`` else in the copy line."""
    own = {box.address_key for box in boxes}
    parties = list(message.parties.all())
    by_kind = {kind: [p for p in parties if p.kind == kind] for kind in PartyKind}
    if message.direction == Direction.OUT:
        to = by_kind[PartyKind.TO]
    else:
        to = by_kind[PartyKind.REPLY_TO] or by_kind[PartyKind.FROM]
    others = [*by_kind[PartyKind.TO], *by_kind[PartyKind.CC]] if everyone else []
    known = own | {p.address_key for p in to}
    cc = {p.address_key: p for p in others if p.address_key not in known}
    mine = next((b for b in boxes if b.pk == message.mailbox_id), None)
    return {
        "to": listed(to),
        "cc": listed(cc.values()),
        "subject": led("Re", message.subject),
        "mailbox": str(mine.public_id) if mine else "",
        "html": _quoted(message),
    }


def led(word: str, subject: str) -> str:
    """The subject with the word before it, once."""
    led = subject.lower().startswith(f"{word.lower()}:")
    return subject if led else f"{word}: {subject}".strip()


def _quoted(message: Message) -> str:
    sender = message.sender
    at = message.organisation.local(message.at)
    head = gettext("On {at}, {sender} wrote:").format(
        at=f"{spoken(at):%-d %B %Y, %H:%M}", sender=sender or gettext("somebody")
    )
    return format_html("<p></p><p>{}</p><blockquote>", head) + _body(message) + "</blockquote>"


def forwarded(message: Message, client: Client) -> str:
    """The words of the message, under who wrote it, when and to whom."""
    at = client.organisation.local(message.at)
    lines = [
        gettext("Forwarded message"),
        gettext("From: {sender}").format(sender=message.sender),
        gettext("Date: {at}").format(at=f"{spoken(at):%-d %B %Y, %H:%M}"),
        gettext("Subject: {subject}").format(subject=message.subject),
        gettext("To: {receivers}").format(
            receivers=", ".join(str(p) for p in message.receivers if p.kind == PartyKind.TO)
        ),
    ]
    return f"<p></p><p>{'<br>'.join(map(escape, lines))}</p>{_body(message)}"


def _body(message: Message) -> str:
    """Its words as they go into another message: what came from outside, as plain paragraphs."""
    if message.direction == Direction.OUT:
        return message.html
    paragraphs = [p for p in message.text.split("\n\n") if p.strip()]
    return "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs)
