"""The Mail tab: the threads with a client, as far as the reader sees them, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients.activity import Cursor
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import Level, Message
from atrium.conversations.models.message_queryset import UNSENT

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait

PAGE = 40


@dataclass
class Letter:
    """A message with its time where the organisation is, and what the reader may do with it."""

    seen: Seen
    at: datetime
    message: Message
    mine: bool

    @property
    def typed_to(self) -> str:
        """Whom a draft is to go to, as far as it was typed."""
        return str(self.message.typed.get("to", ""))


@dataclass
class Talk:
    """Messages that answer one another, the newest first, as far as they are on this page."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return next((each.seen.subject for each in self.letters if each.seen.subject), "")

    @property
    def newest(self) -> Letter:
        return self.letters[0]


@dataclass
class Mailbag:
    """A page of it; ``waiting`` is what the reader wrote and what has not left yet."""

    talks: list[Talk]
    waiting: list[Letter]
    earlier: str

    @classmethod
    def of(cls, portrait: Portrait, query: Mapping[str, str]) -> Mailbag:
        """The page that the address names; four statements however much there is."""
        before = Cursor.read(query.get("before", ""))
        filed = Message.objects.visible_to(portrait.member).filter(filings__client=portrait.client)
        rows: Any = (
            with_parts(filed).annotate(filed_at=F("filings__at")).order_by("-filed_at", "-id")
        )
        found = rows.exclude(state__in=UNSENT)
        if before is not None:
            found = found.filter(TupleLessThan(Tuple(F("filings__at"), F("id")), tuple(before)))
        page = list(found[: PAGE + 1])
        talks: dict[int, Talk] = {}
        for message in page[:PAGE]:
            talks.setdefault(message.thread_id, Talk()).letters.append(letter(portrait, message))
        waiting = rows.filter(state__in=UNSENT, author=portrait.member)[:PAGE]
        last = page[:PAGE][-1] if len(page) > PAGE else None
        earlier = f"before={Cursor(last.filed_at, last.pk)}" if last else ""
        mine = [letter(portrait, message) for message in waiting] if before is None else []
        return cls(list(talks.values()), mine, earlier)


def with_parts(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with whom they are from and to, and their files."""
    return rows.select_related("mailbox").prefetch_related("parties", "attachments")


def letter(portrait: Portrait, message: Message) -> Letter:
    """The message as the reader of the page sees it."""
    message.author = portrait.words.members.get(message.author_id or 0)
    seen = as_seen(message, message.seen)
    mine = seen.level == Level.ALL and not portrait.client.is_archived
    return Letter(seen, portrait.client.organisation.local(message.at), message, mine)
