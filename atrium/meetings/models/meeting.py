from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed, within
from atrium.foundation.translation import gettext
from atrium.meetings.checking import LONGEST, checked, refuse_times
from atrium.meetings.events import (
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
    MinutesWritten,
)
from atrium.meetings.models.attendee import Asked, Attendee, void_answers
from atrium.meetings.models.meeting_indexes import CONSTRAINTS, INDEXES
from atrium.meetings.models.meeting_queryset import MeetingManager
from atrium.meetings.models.scope import Scope
from atrium.meetings.models.series import Series
from atrium.meetings.repeating import Repeat, instant
from atrium.meetings.words import span
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Meeting(Owned):
    """A planned talk with a client (R14).

    One that repeats is a row for each time, held together by ``series``; ``original_at`` is when it
    was to be by the rule, which names it in calendars (RECURRENCE-ID, RFC 5545, 3.8.4.4).
    ``sequence`` counts its changes as RFC 5546 (2.1.4) asks; ``moved_sequence`` is that of the last
    one which makes earlier answers void. From ``tell_at`` on those who are asked may be told.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="meetings", db_constraint=False, db_index=False
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        related_name="meetings",
        db_constraint=False,
        db_index=False,
    )
    uid = models.CharField(max_length=120)
    original_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=LONGEST["title"])
    agenda = models.TextField(blank=True)
    place = models.CharField(max_length=LONGEST["place"], blank=True)
    link = models.CharField(max_length=LONGEST["link"], blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField(max_length=60)
    organiser = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    minutes = models.TextField(blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST["reason"], blank=True)
    sequence = models.PositiveIntegerField(default=0)
    moved_sequence = models.PositiveIntegerField(default=0)
    tell_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = MeetingManager()

    if TYPE_CHECKING:
        attendees: RelatedManager[Attendee]

    class Meta(Owned.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @property
    def when(self) -> str:
        """Tue 24 Nov 2026, 14:00–15:00, by the clock of its zone."""
        return span(self.starts_at, self.ends_at, self.zone)

    @classmethod
    def plan(  # noqa: PLR0913 - all that a meeting is made of
        cls,
        client: Client,
        *,
        by: Member,
        title: str,
        starts_at: datetime,
        ends_at: datetime,
        zone: str = "",
        repeat: Repeat | None = None,
        ask: Asked | None = None,
        **values: Any,
    ) -> Meeting:
        """A new meeting, or the first of a series of them; ``values``: agenda, place, link.

        ``ask``: whom to ask to each of them, as Attendee.ask() takes them. Refused where it ends before it starts, has no title, or repeats too often.
        """
        told = checked({"title": title, **values})
        zone = zone or by.organisation.timezone
        refuse_times(starts_at, ends_at)
        label = gettext("Planned the meeting {title}").format(title=told["title"])
        with acting(by=by, label=label) as act:
            act.lock(client)
            client.refuse_archived()
            first = cls(
                client=client,
                uid=f"{public_id()}@atrium",
                starts_at=starts_at,
                ends_at=ends_at,
                timezone=zone,
                organiser=by,
                **told,
            )
            rows = [act.insert(first)] if repeat is None else Series.begin(first, repeat, act)
            first = rows[0]
            when = listed([first.when, *([within(repeat.every.label)] if repeat else [])])
            act.record(MeetingPlanned(title=first.title, when=when), client=client, subject=first)
            if ask:
                Attendee.ask(rows, by=by, **ask)
        return first

    @classmethod
    def go_along(cls, act: Acting, old: dict[int, int], to: Member) -> dict[int, int]:
        """Let ``to`` be the organiser of what the old owner of each client planned with it (R19).

        ``old``: the old owners by clients. Answers how many of each client went. Who is asked is
        told that answers go to somebody else now.
        """
        rows = cls.objects.filter(client__in=list(old), cancelled_at=None, ends_at__gt=now())
        mine = [m for m in act.lock_many(rows.order_by("id")) if m.organiser_id == old[m.client_id]]
        for row in mine:
            act.change(row, organiser=to, sequence=row.sequence + 1)
        return dict(Counter(row.client_id for row in mine))

    def meant(self, scope: Scope) -> models.QuerySet[Meeting]:
        """Those that a change of ``scope`` means: never one that is over or called off."""
        rows = type(self).objects.filter(client=self.client_id, cancelled_at=None)
        if scope == Scope.ONE or self.series_id is None:
            return rows.filter(pk=self.pk)
        rows = rows.filter(series=self.series_id).order_by("original_at")
        meant = Q(ends_at__gt=now())
        if scope == Scope.FOLLOWING:
            meant &= Q(original_at__gte=self.original_at)
        return rows.filter(meant | Q(pk=self.pk))

    def move(
        self,
        *,
        by: Member,
        starts_at: datetime,
        ends_at: datetime,
        scope: Scope = Scope.ONE,
        version: int | None = None,
    ) -> list[Meeting]:
        """Give it another time; others of its series keep their day and move by the clock as it does.

        Answers those that moved. Earlier answers of attendees no longer count. ``version`` is the
        one that was seen: refused where somebody changed it since.
        """
        refuse_times(starts_at, ends_at)
        label = gettext("Moved the meeting {meeting}").format(meeting=self)
        with self._changing(by, scope, label) as (act, rows):
            if version not in {None, self.version}:
                msg = gettext(
                    "Somebody changed this meeting meanwhile. Look at it, then move it again."
                )
                raise Refusal(msg)
            before, length = self.when, ends_at - starts_at
            shift = self._wall(starts_at) - self._wall(self.starts_at)
            if not shift and length == self.ends_at - self.starts_at:
                return []
            for row in rows:
                start = instant(self._wall(row.starts_at) + shift, self.zone)
                act.change(
                    row, starts_at=start, ends_at=start + length, reminded_at=None, held_at=None
                )
                act.change(row, sequence=row.sequence + 1, moved_sequence=row.sequence + 1)
            self.refresh_from_db()
            void_answers(act, rows)
            story = MeetingMoved(title=self.title, before=before, when=self._told(rows))
            act.record(story, client=self.client, subject=self)
        return rows

    def edit(self, *, by: Member, scope: Scope = Scope.ONE, **values: Any) -> list[Meeting]:
        """Change title, agenda, place or link; answers those that changed."""
        told = checked(values)
        label = gettext("Changed the meeting {meeting}").format(meeting=self)
        with self._changing(by, scope, label) as (act, rows):
            changed = [row for row in rows if act.change(row, **told)]
            names = [name for name in told if name != "agenda"] + ["agenda"] * ("agenda" in told)
            for row in changed:
                act.change(row, sequence=row.sequence + 1)
            if changed:
                self.refresh_from_db()
                story = MeetingChanged(title=self.title, what=", ".join(names))
                act.record(story, client=self.client, subject=self)
        return changed

    def rearrange(
        self,
        *,
        by: Member,
        starts_at: datetime,
        ends_at: datetime,
        scope: Scope = Scope.ONE,
        **values: Any,
    ) -> None:
        """Move and edit it in one act, as its form does."""
        with acting(by=by, label=gettext("Changed the meeting {meeting}").format(meeting=self)):
            self.move(by=by, starts_at=starts_at, ends_at=ends_at, scope=scope)
            self.edit(by=by, scope=scope, **values)

    def cancel(self, *, by: Member, reason: str = "", scope: Scope = Scope.ONE) -> list[Meeting]:
        """Call it off; it stays with its reason. Answers those that were called off."""
        reason = checked({"reason": reason})["reason"]
        label = gettext("Cancelled the meeting {meeting}").format(meeting=self)
        with self._changing(by, scope, label) as (act, rows):
            told = self._told(rows)
            for row in rows:
                act.change(row, cancelled_at=now(), reason=reason)
                act.change(row, sequence=row.sequence + 1)
            self.refresh_from_db()
            because = f": {reason}" if reason else ""
            story = MeetingCancelled(title=self.title, when=told, because=because)
            act.record(story, client=self.client, subject=self)
        return rows

    def write_minutes(self, *, by: Member, text: str) -> None:
        """Say what was agreed; earlier words stay in the history. Refused before it begins."""
        text = checked({"minutes": text})["minutes"]
        label = gettext("Wrote the minutes of {meeting}").format(meeting=self)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.is_cancelled or self.starts_at > now():
                msg = gettext("There are no minutes of a meeting that has not begun.")
                raise Refusal(msg, field="minutes")
            if act.change(self, minutes=text):
                act.change(self, minuted_at=now() if text else None)
                story = MinutesWritten(title=self.title, excerpt=text[:2000])
                act.record(story, client=self.client, subject=self)

    @contextmanager
    def _changing(
        self, by: Member, scope: Scope, label: str
    ) -> Iterator[tuple[Acting, list[Meeting]]]:
        """An act with the rows that a change means, locked; refused where nothing is to come."""
        with acting(by=by, label=label) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.is_cancelled:
                raise Refusal(gettext("The meeting was cancelled; plan a new one."))
            yield act, act.lock_many(self.meant(scope))

    def _wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def _told(self, rows: Sequence[Meeting]) -> str:
        """When this one is, and how many others are meant."""
        others = len(rows) - 1
        if others < 1:
            return self.when
        return gettext("{when} and {count} more").format(when=self.when, count=others)
