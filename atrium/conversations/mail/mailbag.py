"""The Mail tab: the threads with a client, as far as the reader sees them, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients.activity import Cursor
from atrium.conversations.mail.parts import parts_of, with_parts
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import Channel, Direction, Filing, Level, Message
from atrium.conversations.models.message_queryset import UNSENT
from atrium.conversations.models.message_words import filings_holding
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.models import Member

PAGE = 20
# A page is full of these where a word stands in one message of ten.
LOOKED_AT = 200


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
            return gettext("SMS with {other}").format(other=self.newest.other)
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
        place: Any = {"member": portrait.member, "client": portrait.client.pk}
        words = query.get("q", "").strip()[:200]
        if words:
            whole, named = _holding(portrait, words, before)
            page = _found(**place, whole=whole, named=named)
        elif before is not None:
            page = list(_before(tuple(before), **place))
        else:
            page = _newest(**place)
        talks: dict[int, Talk] = {}
        for message in page[:PAGE]:
            talks.setdefault(message.thread_id, Talk()).letters.append(letter(portrait, message))
        last = page[:PAGE][-1] if len(page) > PAGE else None
        asked = {"q": words} if words else {}
        going_on = asked | ({"before": str(Cursor(last.filed_at, last.pk))} if last else {})
        earlier = urlencode(going_on) if last else ""
        mine = _waiting(portrait) if before is None and not words else []
        return cls(list(talks.values()), mine, earlier, words)


def _filed(member: Member, client: int) -> Any:
    """What was said with the client, in the order of its filings."""
    # The organisation is named, too: the index of filings begins with it.
    filed = Message.objects.visible_to(member).filter(
        filings__client=client, filings__organisation=current.required()
    )
    rows: Any = with_parts(filed).annotate(
        filed_at=F("filings__at"), filed=F("filings__message_id"), filing=F("filings__id")
    )
    # By the columns of the filing alone, so that its index is walked and nothing sorted.
    return rows.exclude(state__in=UNSENT).order_by("-filed_at", "-filed")


@prepared()
def _newest(*, member: Member, client: int) -> Any:
    return _filed(member, client)[: PAGE + 1]


def _before(place: tuple[Any, ...], *, member: Member, client: int) -> Any:
    beyond = TupleLessThan(Tuple(F("filings__at"), F("filings__message_id")), place)
    return _filed(member, client).filter(beyond)[: PAGE + 1]


@prepared()
def _found(*, member: Member, client: int, whole: list[int], named: list[int]) -> Any:
    read: Any = {"filing__in": whole, "seen": Level.ALL.value}
    by_subject: Any = {"filing__in": named, "seen__gte": Level.SUBJECT.value}
    return _filed(member, client).filter(Q(**read) | Q(**by_subject))[: PAGE + 1]


@prepared()
def _unsent(*, member: Member, client: int) -> Any:
    here = Filing.objects.filter(message=OuterRef("pk"), client=client)
    own = Message.objects.visible_to(member).filter(Exists(here))
    rows = with_parts(own).filter(author=member, state__in=UNSENT)
    return rows.order_by("-at", "-id")[:PAGE]


def _waiting(portrait: Portrait) -> list[Letter]:
    """What the reader wrote and what has not left yet, by the index of who wrote it."""
    rows = _unsent(member=portrait.member, client=portrait.client.pk)
    return [letter(portrait, message) for message in rows]


def _holding(portrait: Portrait, words: str, before: Cursor | None) -> tuple[list[int], list[int]]:
    """One page of what holds the words as far as the reader reads it; the rows are asked as well."""
    found = filings_holding(portrait.member, portrait.client.pk, words)
    if found is None:
        return _filled(set()), _filled(set())
    unsent = Message.objects.filter(state__in=UNSENT)
    rows = Filing.objects.filter(client=portrait.client.pk).exclude(message__in=unsent.values("pk"))
    if before is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("at"), F("message_id")), tuple(before)))
    ordered: Any = rows.order_by("-at", "-message_id").values_list("pk", flat=True)
    # What stands in many is found among the newest, without gathering all that have it.
    newest = list(ordered[:LOOKED_AT])
    whole, by_subject = found.within(newest)
    hits = [key for key in newest if key in whole or key in by_subject][: PAGE + 1]
    if len(hits) <= PAGE and len(newest) == LOOKED_AT:
        hits = list(ordered.filter(pk__in=found.filings())[: PAGE + 1])
        whole, by_subject = found.within(hits)
    return _filled(whole.intersection(hits)), _filled(by_subject.intersection(hits))


def _filled(keys: set[int]) -> list[int]:
    """As many keys in every case, so that the query is composed once: those that nobody has fill it up."""
    return [*sorted(keys), *range(-1, len(keys) - PAGE - 2, -1)]


def letter(portrait: Portrait, message: Message) -> Letter:
    """The message as the reader of the page sees it; with_parts() has fetched it."""
    message.author = portrait.words.members.get(message.author_id or 0)
    seen = as_seen(message, message.seen, parts_of(message))
    mine = seen.level == Level.ALL and not portrait.client.is_archived
    return Letter(seen, portrait.client.organisation.local(message.at), message, mine)
