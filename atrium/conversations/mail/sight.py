"""How much of a message somebody sees, wherever it is told (X10): the one place that takes words out.

The level itself is said by MessageQuerySet.visible_to(). Events carry nothing but that a message
left or came; cards, API and search read the rows, by way of this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.text import Truncator

from atrium.conversations.comment_replies import above_the_quote
from atrium.conversations.models import (
    Attachment,
    Filing,
    Level,
    Message,
    Party,
    PartyKind,
    State,
    Unanswered,
)
from atrium.conversations.models.message_words import filings_holding
from atrium.foundation.translation import gettext

# Of a word that stands in very many, the newest.
MOST_FOUND = 1000

if TYPE_CHECKING:
    from atrium.conversations.mail.parts import Parts
    from atrium.organisations.models import Member
    from atrium.timeline.models import Change, Event


EXCERPT = 500


def known_to(member: Member) -> Q:
    """Of events about messages, those the member may know of."""
    rows = Message.objects.visible_to(member).filter(pk=OuterRef("subject_id"))
    return Q(Exists(rows)) & _still_here()


def open_to_others() -> Q:
    """Of events about messages, those that others than its author and mailboxes may know of."""
    rows = Message.objects.seen_by_others().filter(pk=OuterRef("subject_id"))
    return Q(Exists(rows)) & _still_here()


def _still_here() -> Q:
    """It still stands with the client on whose timeline it was told."""
    here = Filing.objects.filter(message=OuterRef("subject_id"), client=OuterRef("client_id"))
    return Q(Exists(here))


def may_know(member: Member, event: Event) -> bool:
    """Whether the member may know of the message that the event is about."""
    if event.subject_id is None:
        return False
    rows = Message.objects.visible_to(member).filter(pk=event.subject_id)
    return bool(rows.filter(filings__client=event.client_id).exists())


def hidden_in(member: Member, changes: QuerySet[Change]) -> bool:
    """Whether the changes, each of a row about a message, are about one the member does not see all of."""
    rows = [row for pair in changes.values_list("before", "after") for row in pair if row]
    keys = {row["message"] for row in rows if "message" in row}
    waiting = changes.filter(model="conversations.unanswered").values("object_id")
    keys |= set(Unanswered.objects.filter(pk__in=waiting).values_list("message", flat=True))
    seen = Message.objects.visible_to(member).at_level(Level.ALL).filter(pk__in=keys)
    return len(keys) > seen.count()


def told_of(member: Member, client: int, words: str) -> Q:
    """The events about those messages of a client in which the member may read the words (X07)."""
    if not words.strip():
        return Q()
    found = filings_holding(member, client, words)
    if found is None:
        return Q()
    rows = Filing.objects.filter(client=client, pk__in=found.filings()).order_by("-pk")
    keys = list(rows.values_list("message_id", flat=True)[:MOST_FOUND])
    return Q(kind__startswith="message.", subject_id__in=keys)


def holding(member: Member, client: int | None, words: str) -> Q:
    """Of messages that visible_to() chose, those in which the member reads the words, or how they begin.

    What is filed to no client is in no index, and is read.
    """
    filings = filings_holding(member, client, words)
    if filings is None:
        return Q(pk=None)
    read: Any = {"pk__in": _messages(filings.whole()), "seen": Level.ALL.value}
    named: Any = {"pk__in": _messages(filings.by_subject()), "seen__gte": Level.SUBJECT.value}
    found = Q(**read) | Q(**named)
    if client is None:
        filed = Filing.objects.filter(message=OuterRef("pk"))
        loose = Message.objects.visible_to(member).filter(~Exists(filed)).holding(words)
        found |= Q(pk__in=loose.values("pk"))
    return found


def _messages(filings: RawSQL) -> Any:
    return Filing.objects.filter(pk__in=filings).values("message_id")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as far as somebody sees it: what they do not see is not in here."""

    key: str
    level: Level
    channel: str
    direction: str
    state: State
    at: datetime
    subject: str = ""
    sender: Party | None = None
    receivers: list[Party] = field(default_factory=list)
    html: str = ""
    text: str = ""
    problem: str = ""
    foreign: bool = False
    automatic: bool = False
    files: list[Attachment] = field(default_factory=list)

    @property
    def excerpt(self) -> str:
        """The first of what it says itself, on one card."""
        return Truncator(above_the_quote(self.text[:20_000]).strip() or self.text).chars(EXCERPT)

    @property
    def goes_on(self) -> bool:
        """Whether there is more than the excerpt: a longer text, quotes, or a look of its own."""
        return self.foreign and (bool(self.html) or len(self.text.strip()) > len(self.excerpt))

    @property
    def others(self) -> int:
        return max(len(self.receivers) - 1, 0)

    @property
    def refused(self) -> list[Party]:
        """Those whose mail server did not want it, where it went to others."""
        return [party for party in self.receivers if party.refusal]


def as_seen(message: Message, level: Level | int, parts: Parts | None = None) -> Seen:
    """The message at a level, with its parts, where they came with it."""
    level = Level(level)
    seen = {
        "key": str(message.public_id),
        "level": level,
        "channel": message.channel,
        "direction": message.direction,
        "state": State(message.state),
        "at": message.at,
        "foreign": message.author_id is None,
    }
    if level >= Level.SUBJECT:
        parties = parts.parties if parts else list(message.parties.all())
        shown = {PartyKind.TO, PartyKind.CC} | ({PartyKind.BCC} if level == Level.ALL else set())
        seen |= {
            "subject": message.subject,
            "sender": next((p for p in parties if p.kind == PartyKind.FROM), None),
            "receivers": [party for party in parties if party.kind in shown],
            "problem": gettext("It claims to be from us, but does not lie among what we sent.")
            if message.claims_ours
            else "",
        }
    if level == Level.ALL:
        seen |= {
            "html": message.html,
            "text": message.text,
            "problem": message.problem,
            "files": parts.files if parts else list(message.attachments.all()),
            "automatic": message.automatic,
        }
    return Seen(**seen)  # type: ignore[arg-type]
