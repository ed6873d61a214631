"""The Mail tab: the threads with a client, as far as the reader sees them, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients.activity import Cursor
from atrium.conversations.mail.parts import parts_of, with_parts
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import Channel, Direction, Filing, Level, Message
from atrium.conversations.models.message_queryset import UNSENT
from atrium.conversations.models.message_words import filings_holding

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait

PAGE = 20


@dataclass
class Letter:
    """A message with its time where the organisation is, and what the reader may do with it."""

    seen: Seen
    at: datetime
    message: Message
    mine: bool

    @property
    def other(self) -> str:
        """Who it is with on the other side, as far as the reader sees it."""
        seen = self.seen
        theirs = seen.sender if seen.direction == Direction.IN else next(iter(seen.receivers), None)
        return str(theirs or "somebody")

    @property
    def template(self) -> str:
        """What draws it."""
        way = "sms" if self.message.channel == Channel.SMS else "mail"
        return f"conversations/{way}/message.html"

    def typed_to(self) -> str:
        """Whom a draft is to go to, as far as it was typed."""
        return str(self.message.typed.get("to", ""))


@dataclass
class Talk:
    """Messages that answer one another, the newest first, as far as they are on this page."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """What they are about; of SMS with whom."""
        if self.newest.message.channel == Channel.SMS:
            return f"SMS with {self.newest.other}"
        return next((each.seen.subject for each in self.letters if each.seen.subject), "")

    @property
    def newest(self) -> Letter:
        return self.letters[0]


@dataclass
class Mailbag:
    """A page of it; ``waiting`` is what the reader wrote and what has not left yet; ``words`` are looked for."""

    talks: list[Talk]
    waiting: list[Letter]
    earlier: str
    words: str = ""

    @classmethod
    def of(cls, portrait: Portrait, query: Mapping[str, str]) -> Mailbag:
        """The page that the address names; two statements however much there is."""
        before = Cursor.read(query.get("before", ""))
        # The organisation is named, too: the index of filings begins with it.
        filed = Message.objects.visible_to(portrait.member).filter(
            filings__client=portrait.client, filings__organisation=portrait.client.organisation_id
        )
        rows: Any = with_parts(filed).annotate(
            filed_at=F("filings__at"), filed=F("filings__message_id"), filing=F("filings__id")
        )
        # By the columns of the filing alone, so that its index is walked and nothing sorted.
        rows = rows.order_by("-filed_at", "-filed")
        found, words = rows.exclude(state__in=UNSENT), query.get("q", "").strip()[:200]
        if words:
            found = found.filter(_holding(portrait, words, before))
        elif before is not None:
            found = found.filter(
                TupleLessThan(Tuple(F("filings__at"), F("filings__message_id")), tuple(before))
            )
        page = list(found[: PAGE + 1])
        talks: dict[int, Talk] = {}
        for message in page[:PAGE]:
            talks.setdefault(message.thread_id, Talk()).letters.append(letter(portrait, message))
        last = page[:PAGE][-1] if len(page) > PAGE else None
        asked = {"q": words} if words else {}
        going_on = asked | ({"before": str(Cursor(last.filed_at, last.pk))} if last else {})
        earlier = urlencode(going_on) if last else ""
        mine = _waiting(portrait) if before is None and not words else []
        return cls(list(talks.values()), mine, earlier, words)


def _waiting(portrait: Portrait) -> list[Letter]:
    """What the reader wrote and what has not left yet, by the index of who wrote it."""
    own = Message.objects.visible_to(portrait.member).of_client(portrait.client)
    rows = with_parts(own).filter(author=portrait.member, state__in=UNSENT)
    return [letter(portrait, message) for message in rows.order_by("-at", "-id")[:PAGE]]


def _holding(portrait: Portrait, words: str, before: Cursor | None) -> Q:
    """One page of what holds the words as far as the reader reads it; the rows are asked as well."""
    whole, by_subject = filings_holding(portrait.member, portrait.client.pk, words)
    rows = Filing.objects.filter(pk__in={*whole, *by_subject}).exclude(message__state__in=UNSENT)
    if before is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("at"), F("message_id")), tuple(before)))
    newest = set(rows.order_by("-at", "-message_id").values_list("pk", flat=True)[: PAGE + 1])
    read: Any = {"filing__in": newest & set(whole), "seen": Level.ALL.value}
    named: Any = {"filing__in": newest & set(by_subject), "seen__gte": Level.SUBJECT.value}
    return Q(**read) | Q(**named)


def letter(portrait: Portrait, message: Message) -> Letter:
    """The message as the reader of the page sees it; with_parts() has fetched it."""
    message.author = portrait.words.members.get(message.author_id or 0)
    seen = as_seen(message, message.seen, parts_of(message))
    mine = seen.level == Level.ALL and not portrait.client.is_archived
    return Letter(seen, portrait.client.organisation.local(message.at), message, mine)
