"""What the pages of notifications show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atrium.foundation.numbers import fits
from atrium.notifications.models import Channel, Notification, Preference
from atrium.notifications.models.notification import MOST_COUNTED
from atrium.notifications.sight import may_see
from atrium.notifications.topics import TOPICS, Topic
from atrium.organisations.models import Member
from atrium.timeline.models import Event

PAGE = 30
LARGEST = 2**63 - 1
UNREAD, READ = "new", "read"


@dataclass(frozen=True)
class Page:
    """Some notifications, the unread ones first; ``older`` is where the next page begins."""

    unread: list[Notification]
    read: list[Notification]
    older: str

    @classmethod
    def of(cls, member: Member, after: str) -> Page:
        """The page that begins after the place ``after``; at the top where it names none."""
        part, key = _place(after)
        mine = Notification.objects.of(member).for_list()
        unread = [] if part == READ else list(_below(mine.unread(), key)[: PAGE + 1])
        room = PAGE + 1 - len(unread)
        read = list(_below(mine.read(), key if part == READ else None)[:room]) if room > 0 else []
        shown = [*unread, *read]
        if len(shown) <= PAGE:
            return cls(unread, read, "")
        last = shown[PAGE - 1]
        older = f"{READ if last.read_at else UNREAD}-{last.pk}"
        return cls(unread[:PAGE], read[: PAGE - len(unread[:PAGE])], older)


def _place(text: str) -> tuple[str, int | None]:
    part, _, key = text.partition("-")
    if part in {UNREAD, READ} and fits(key, LARGEST):
        return part, int(key)
    return UNREAD, None


def _below(rows: Any, key: int | None) -> Any:
    return rows if key is None else rows.filter(pk__lt=key)


def unread_words(member: Member) -> str:
    """How many are unread, as the bell says it; empty for none."""
    count = Notification.count_unread(member)
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def own_notification(member: Member, key: int) -> Notification | None:
    """The member's notification with this key, if they may still see its client."""
    found: Notification | None = None
    if key <= LARGEST:
        found = Notification.objects.of(member).for_list().filter(pk=key).first()
    return found


def own_event(member: Member, key: int) -> Event | None:
    """The event with this key, if the member may see its client."""
    rows = Event.objects.select_related("client__organisation", "organisation")
    event: Event | None = rows.filter(pk=min(key, LARGEST)).first()
    return event if event and may_see(member, event) else None


def notification_of(member: Member, event: Event) -> Notification | None:
    """What told the member of the event."""
    found: Notification | None = Notification.objects.filter(member=member, event=event).first()
    return found


@dataclass(frozen=True)
class Choice:
    """A topic with how it reaches the member."""

    topic: Topic
    in_app: bool
    email: bool


def choices_of(member: Member) -> list[Choice]:
    """Every topic that the member may hear of, as they have it."""
    chosen = Preference.table(member)
    return [
        Choice(
            topic,
            chosen.get((topic.code, Channel.IN_APP), topic.in_app),
            chosen.get((topic.code, Channel.EMAIL), topic.email),
        )
        for topic in TOPICS.ordered(lambda topic: topic.order)
        if member.can(topic.needs)
    ]


def choice_of(member: Member, code: str) -> Choice | None:
    """One topic as the member has it."""
    return next((c for c in choices_of(member) if c.topic.code == code), None)
