"""An e-mail as it is read: its own words first, what it quotes folded, what is too long cut."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from atrium.clients.models import Client
from atrium.conversations.comment_replies import above_the_quote
from atrium.conversations.mail.cleaning import folded, has_remote, shown
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import Filing, Level, Message

if TYPE_CHECKING:
    from atrium.organisations.models import Member

LONGEST_TEXT = 40_000
LONGEST_HTML = 200_000
INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp"}
INLINE_TOGETHER = 3 * 1024**2
# From so many signs on a mail gets a taller frame.
TALL, MIDDLE = 6_000, 1_200


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A message on its own page, at the level of who reads."""

    message: Message
    seen: Seen
    at: datetime
    clients: list[tuple[Client, str]]
    whole: bool = False

    @classmethod
    def of(cls, message: Message, member: Member, *, whole: bool = False) -> Reading:
        """With the clients it is filed to, as far as the member may see them."""
        seen = Client.objects.visible_to(member)
        filings = Filing.objects.filter(message=message, client__in=seen)
        clients = [
            (filing.client, filing.get_how_display()) for filing in filings.select_related("client")
        ]
        return cls(
            message=message,
            seen=as_seen(message, message.seen),
            at=member.organisation.local(message.at),
            clients=clients,
            whole=whole,
        )

    @property
    def framed(self) -> bool:
        """Whether it is HTML from outside, which is shown in a frame of its own."""
        return bool(self.seen.html) and self.seen.foreign

    @property
    def size(self) -> str:
        length = len(self.seen.html)
        return "tall" if length > TALL else "middle" if length > MIDDLE else "short"

    @property
    def has_remote(self) -> bool:
        return self.framed and has_remote(self.seen.html)

    @property
    def is_cut(self) -> bool:
        most = LONGEST_HTML if self.framed else LONGEST_TEXT
        return not self.whole and len(self.seen.html if self.framed else self.seen.text) > most

    @property
    def words(self) -> str:
        """Of plain text, what was written anew."""
        return self._parted[0]

    @property
    def quoted(self) -> str:
        """Of plain text, what it quotes below."""
        return self._parted[1]

    @property
    def _parted(self) -> tuple[str, str]:
        text = self.seen.text if self.whole else self.seen.text[:LONGEST_TEXT]
        new = above_the_quote(text).strip()
        at = text.find(new) + len(new) if new else 0
        return (new, text[at:].strip("\n")) if new else (text, "")


def frame(message: Message, *, pictures: bool, whole: bool) -> str:
    """The HTML for the frame of a message all of which may be seen."""
    seen = as_seen(message, Level.ALL)
    # What was cut may end inside of a tag: the rest of it goes.
    html = seen.html if whole else seen.html[:LONGEST_HTML]
    if len(html) < len(seen.html):
        html = html[: html.rfind("<")]
    return folded(shown(html, _inline(seen), remote=pictures))


def _inline(seen: Seen) -> dict[str, str]:
    """The pictures that the text shows, by Content-ID, as far as they are known kinds and not too large."""
    found, left = dict[str, str](), INLINE_TOGETHER
    for file in seen.files:
        if file.content_id and file.content_type in INLINE and file.size <= left:
            left -= file.size
            data = b64encode(file.read()).decode()
            found[file.content_id] = f"data:{file.content_type};base64,{data}"
    return found
