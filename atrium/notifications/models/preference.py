from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned

if TYPE_CHECKING:
    from atrium.notifications.topics import Topic


class Channel(models.TextChoices):
    """The ways in which news reaches a member."""

    IN_APP = "in_app", gettext_lazy("In Atrium")
    EMAIL = "email", gettext_lazy("By e-mail")

    def usually(self, topic: Topic) -> bool:
        """How it is for who has not chosen."""
        return topic.in_app if self is Channel.IN_APP else topic.email


class Preference(Owned):
    """That a member switched a topic on or off for one channel. No row: as it usually is."""

    member = models.ForeignKey(
        Member,
        models.CASCADE,
        related_name="notification_preferences",
        db_constraint=False,
        db_index=False,
    )
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel)
    is_on = models.BooleanField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "topic", "channel"], name="preferred_once"
            ),
            SameOrganisation("member"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.topic} {self.channel} {'on' if self.is_on else 'off'}"

    @classmethod
    def choose(cls, member: Member, topic: Topic, channel: Channel, *, on: bool) -> None:
        """Keep what the member chose; a taste, so it leaves no event."""
        cls.objects.update_or_create(
            member=member, topic=topic.code, channel=channel, defaults={"is_on": on}
        )

    @classmethod
    def chosen_by(cls, members: Iterable[Member], channel: Channel) -> dict[tuple[int, str], bool]:
        """What these members chose, by member's key and topic's code."""
        rows = cls.objects.filter(member__in=list(members), channel=channel)
        return {(row.member_id, row.topic): row.is_on for row in rows}

    @classmethod
    def table(cls, member: Member) -> dict[tuple[str, str], bool]:
        """All that the member chose, by topic's code and channel."""
        rows = cls.objects.filter(member=member)
        return {(row.topic, row.channel): row.is_on for row in rows}
