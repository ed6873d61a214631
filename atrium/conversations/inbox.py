"""What waits for an answer, of all clients: for a member and for the team (V03, V08).

Read from the messages that wait, each as far as the reader may know of it (X10): what they may not
know of makes no line, no count and nothing unread. However much was ever said, only what is open
is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients.activity import Cursor
from atrium.clients.models import Client
from atrium.conversations.conversation import Conversation
from atrium.conversations.mail.parts import parts_of, parts_seen
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import Thread, Unanswered
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

PAGE = 50
# Of one conversation many messages may wait: they share a line.
LOOKED_AT = 200
VIEWS = {
    "mine": gettext_lazy("Mine"),
    "free": gettext_lazy("Nobody's"),
    "team": gettext_lazy("Everybody's"),
    "later": gettext_lazy("Put off"),
}


@dataclass
class Line:
    """A conversation that waits: its newest message, with whom, since when."""

    thread: Thread
    client: Client
    seen: Seen
    at: datetime
    since: datetime
    waiting: int
    unread: bool
    assignee: Member | None
    until: datetime | None

    @property
    def title(self) -> str:
        """What it is about, as far as the reader sees it."""
        if self.seen.channel == "sms":
            return "SMS"
        return self.seen.subject or (
            gettext("(no subject)") if self.seen.sender else gettext("An e-mail")
        )


@dataclass
class Inbox:
    """A page of it, the newest first."""

    view: str
    lines: list[Line] = field(default_factory=list)
    earlier: str = ""

    def following(self, talk: Conversation) -> Line | None:
        """Where one goes on after something was done with a conversation: its line, else the next one."""
        here = [line for line in self.lines if line.thread.pk == talk.thread.pk]
        at = talk.rows[0].at if talk.rows else None
        below = [line for line in self.lines if at is not None and line.at <= at]
        return next(iter([*here, *below, *reversed(self.lines)]), None)

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Inbox:
        """As the address asks for it; what it cannot be read from asks for the member's own."""
        view = query.get("view", "mine")
        view = view if view in VIEWS else "mine"
        rows = shown_in(view, member).order_by("-at", "-id")
        before = Cursor.read(query.get("before", ""))
        if before is not None:
            rows = rows.filter(TupleLessThan(Tuple("at", "id"), tuple(before)))
        found = list(with_all(rows, member)[: LOOKED_AT + 1])
        lines = _lines(member, found[:LOOKED_AT])
        last = lines[PAGE - 1].mark if len(lines) > PAGE else None
        if last is None and len(found) > LOOKED_AT:
            last = Cursor(found[LOOKED_AT - 1].at, found[LOOKED_AT - 1].pk)
        earlier = urlencode({"view": view, "before": str(last)}) if last else ""
        return cls(view, [each.line for each in lines[:PAGE]], earlier)


def shown_in(view: str, member: Member) -> Any:
    """What waits, as a view shows it."""
    rows: Any = Unanswered.objects.open().visible_to(member)
    if view == "later":
        return rows.asleep()
    rows = rows.awake()
    if view == "mine":
        return rows.of(member)
    return rows.filter(thread__assignee=None) if view == "free" else rows


def waiting_threads(member: Member) -> Any:
    """The threads that wait for the member."""
    return Thread.objects.filter(pk__in=shown_in("mine", member).values("thread_id"))


@dataclass
class _Marked:
    """A line, and where in the order its last message stands."""

    line: Line
    mark: Cursor


def with_all(rows: Any, member: Member) -> Any:
    """What waits, each with ``unread`` for the member, its client, its thread and who is to answer."""
    unread = Unanswered.objects.filter(pk=OuterRef("pk")).unread_by(member)
    return rows.annotate(unread=Exists(unread)).select_related("client", "thread__assignee")


def _lines(member: Member, rows: list[Any]) -> list[_Marked]:
    """One for each thread and client, in the order of their newest messages."""
    talks: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        talks.setdefault((row.thread_id, row.client_id), []).append(row)
    newest = {some[0].message_id for some in talks.values()}
    known = parts_seen(member, newest) if newest else []
    messages = {message.pk: message for message in known}
    return [
        _line(member, some, messages) for some in talks.values() if some[0].message_id in messages
    ]


def _line(member: Member, some: list[Any], messages: dict[int, Any]) -> _Marked:
    first, local = some[0], member.organisation.local
    first.client.organisation = member.organisation
    message = messages[first.message_id]
    line = Line(
        thread=first.thread,
        client=first.client,
        seen=as_seen(message, message.seen, parts_of(message)),
        at=local(first.at),
        since=local(some[-1].at),
        waiting=len(some),
        unread=any(row.unread for row in some),
        assignee=first.thread.assignee,
        until=local(first.snoozed_until) if first.snoozed_until else None,
    )
    return _Marked(line, Cursor(some[-1].at, some[-1].pk))


@prepared(shape=("most",))
def _longest_waiting(*, member: Member, most: int) -> Any:
    return with_all(shown_in("team", member).order_by("at", "id"), member)[:most]


def longest_waiting(member: Member, most: int) -> list[Line]:
    """Of everybody's, those who wait longest, each client once."""
    found: dict[int, Any] = {}
    for row in _longest_waiting(member=member, most=most * 4):
        found.setdefault(row.client_id, row)
    return [each.line for each in _lines(member, list(found.values())[:most])]
