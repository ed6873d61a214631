from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from atrium.meetings.repeating import Repeat, instant, moments
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.meetings.models.meeting import Meeting


_SHARED = ("client", "uid", "title", "agenda", "place", "link", "organiser", "timezone")


class Series(Owned):
    """What the meetings of a repeated one have in common: the rule that calendars are sent.

    ``uid`` names it in every calendar (RFC 5545, 3.8.4.7); the clock that counts is that of ``timezone``.
    """

    uid = models.CharField(max_length=120)
    rule = models.CharField(max_length=120)
    until = models.DateField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    timezone = models.CharField(max_length=60)

    objects: ClassVar = OwnedManager()

    if TYPE_CHECKING:
        meetings: RelatedManager[Meeting]

    class Meta(Owned.Meta):
        verbose_name = "series of meetings"
        verbose_name_plural = "series of meetings"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="series_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "uid"], name="series_by_uid"),
        ]

    def __str__(self) -> str:
        return self.rule

    @classmethod
    def begin(cls, first: Meeting, repeat: Repeat, act: Acting) -> list[Meeting]:
        """A series and its meetings, each like ``first``, by the clock of its zone."""
        zone, length = first.zone, first.ends_at - first.starts_at
        wall = first.starts_at.astimezone(zone).replace(tzinfo=None)
        starts = [instant(each, zone) for each in repeat.starts(wall)]
        series = act.insert(
            cls(
                uid=first.uid,
                rule=repeat.rule(wall),
                until=repeat.until,
                starts_at=first.starts_at,
                minutes=int(length.total_seconds() // 60),
                timezone=first.timezone,
            )
        )
        shared = {name: getattr(first, name) for name in _SHARED}
        rows = [
            type(first)(
                series=series, original_at=start, starts_at=start, ends_at=start + length, **shared
            )
            for start in starts
        ]
        return act.insert_many(rows)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def starts(self, until: date | None = None) -> list[datetime]:
        """The moments at which it begins by its rule, up to and with its last day."""
        wall = self.starts_at.astimezone(self.zone).replace(tzinfo=None)
        return [instant(each, self.zone) for each in moments(self.rule, wall, until or self.until)]
