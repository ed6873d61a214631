"""Who hears about what: declared in an app's reactions.py.

    @tell(PutOnHold, HoldLifted, topic=HOLDS)
    def those_who_look_after_it(event: Event) -> Iterable[Member | None]:
        return [event.client.owner, ...]

Each member is told once, whatever they hear it for; never the actor, never who may not see the
client, never who does not work here any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from atrium.notifications.models import Channel, Delivery, Notification, Preference, Rhythm
from atrium.notifications.notices import Notice
from atrium.notifications.sight import may_see
from atrium.notifications.tasks import mail
from atrium.notifications.topics import Topic
from atrium.organisations.models import Member
from atrium.timeline.kinds import Kind
from atrium.timeline.listeners import listens
from atrium.timeline.models import Event

type Choose = Callable[[Event], Iterable[Member | None]]
type Heard = dict[Member, set[Topic]]


@dataclass(frozen=True)
class Audience:
    """Some of those who hear of an event, and what they hear it for."""

    topic: Topic
    choose: Choose


_AUDIENCES: defaultdict[str, list[Audience]] = defaultdict(list)


def tell(*kinds: type[Kind], topic: Topic) -> Callable[[Choose], Choose]:
    """Let the members that the function names hear of every event of these kinds."""

    def register(choose: Choose) -> Choose:
        for kind in kinds:
            if kind.code not in _AUDIENCES:
                listens(kind)(notify)
            _AUDIENCES[kind.code].append(Audience(topic, choose))
        return choose

    return register


def notify(event: Event) -> None:
    """Tell every audience of the event."""
    heard: Heard = defaultdict(set)
    for audience in _AUDIENCES[event.kind]:
        for member in audience.choose(event):
            if member is not None:
                heard[member].add(audience.topic)
    _tell(event, heard)


def tell_members(event: Event, members: Iterable[Member], *, topic: Topic) -> None:
    """Tell these members, for whom no audience is declared: those a note mentions, a reminder's."""
    _tell(event, {member: {topic} for member in members})


def _tell(event: Event, heard: Heard) -> None:
    concerned = {member: topics for member, topics in heard.items() if _concerns(event, member)}
    with transaction.atomic():
        Notification.tell(event, _wanting(concerned, Channel.IN_APP))
        mailed = _wanting(concerned, Channel.EMAIL)
        asleep = Rhythm.wakes(mailed, timezone.now())
        for key, member in Delivery.owe(event, mailed).items():
            later = mail.using(run_after=asleep[member]) if member in asleep else mail
            later.enqueue(event.organisation.pk, key)


def tell_notice(notice: Notice, members: Iterable[Member], **particulars: Any) -> None:
    """Tell these members of something in the organisation itself, those of them who want to know it."""
    Notification.note(notice, wanting(notice.topic, members, Channel.IN_APP), particulars)


def wanting(topic: Topic, members: Iterable[Member], channel: Channel) -> list[Member]:
    """Those of the members whom the topic reaches by this channel."""
    return _wanting({member: {topic} for member in members}, channel)


def _concerns(event: Event, member: Member) -> bool:
    return member.is_active and member.pk != event.actor_id and may_see(member, event)


def _wanting(heard: Heard, channel: Channel) -> list[Member]:
    """Those who let at least one of their topics reach them by this channel."""
    chosen = Preference.chosen_by(heard, channel)
    return [
        member
        for member, topics in heard.items()
        if any(
            member.can(topic.needs) and chosen.get((member.pk, topic.code), channel.usually(topic))
            for topic in topics
        )
    ]
