"""The story of one client: what of it is asked for, and one stretch of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from atrium.clients.events import MergedInto
from atrium.clients.events_seen import found_beside, told_to
from atrium.clients.fields import hidden_from
from atrium.clients.sorting import is_kind, narrowed
from atrium.clients.telling import beside as carried
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.prepared import prepared
from atrium.timeline.kinds import Strand
from atrium.timeline.models import Act, Event
from atrium.timeline.words import with_words

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member, Organisation
    from atrium.timeline.models.event import EventQuerySet

PAGE = 15
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 2**63 - 1
LONGEST_SEARCH = 200


class Cursor(NamedTuple):
    """A place in the timeline: beside the event with this instant and key."""

    at: datetime
    id: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that ``text`` names, or None where it names none."""
        micros, _, key = text.partition("-")
        if not (fits(micros) and fits(key, LARGEST)):
            return None
        try:
            return cls(EPOCH + timedelta(microseconds=int(micros)), int(key))
        except OverflowError:
            return None

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.id}"


def beside(event: Event) -> Cursor:
    return Cursor(event.at, event.pk)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the story is asked for, as the URL says it. ``on`` is the day to begin at, going back."""

    strand: str = ""
    kind: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    on: str = ""
    q: str = ""
    organisation: Organisation = field(repr=False)

    @classmethod
    def read(cls, query: Mapping[str, str], organisation: Organisation) -> Self:
        names = [f.name for f in fields(cls) if f.name != "organisation"]
        given = {name: query.get(name, "").strip()[:LONGEST_SEARCH] for name in names}
        return cls(
            organisation=organisation, **{n: v.replace("\x00", "") for n, v in given.items()}
        )

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, as the URL's parameters."""
        return {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.name != "organisation" and getattr(self, f.name)
        }

    @property
    def narrows(self) -> bool:
        """Whether something is left out."""
        return bool(self.given.keys() - {"on"})

    @property
    def problem(self) -> str:
        """What of it could not be read, in words."""
        for name in ("since", "until", "on"):
            if getattr(self, name) and self._day(name) is None:
                return gettext("“{value}” is no day. Write it like 2026-11-24.").format(
                    value=getattr(self, name)
                )
        if self.strand and self.strand not in set(Strand):
            return gettext("That sort of entry does not exist; choose one of those above.")
        if self.kind and not is_kind(self.kind):
            return gettext("That kind of entry does not exist; choose one from the list.")
        return ""

    def query(self, **changes: str) -> str:
        """The parameters with ``changes``, ready for a URL."""
        return urlencode({n: v for n, v in (self.given | changes).items() if v})

    def of(self, events: EventQuerySet) -> EventQuerySet:
        """Those of ``events`` that are asked for; what cannot be read narrows nothing."""
        if self.strand in set(Strand):
            events = events.filter(strand=self.strand)
        events = narrowed(events, self.kind)
        if self.person == "atrium":
            events = events.filter(actor=None)
        elif fits(self.person, LARGEST):
            events = events.filter(actor=int(self.person))
        if since := self._day("since"):
            events = events.filter(at__gte=self._midnight(since))
        if (until := self._day("until")) and until < date.max:
            events = events.filter(at__lt=self._midnight(until + timedelta(days=1)))
        return events

    @property
    def start(self) -> Cursor | None:
        """Where a jump to a day begins: at its end."""
        day = self._day("on")
        if day is None or day == date.max:
            return None
        return Cursor(self._midnight(day + timedelta(days=1)), 0)

    def _day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(getattr(self, name))
        except ValueError:
            return None

    def _midnight(self, day: date) -> datetime:
        """The instant when ``day`` begins where the organisation is."""
        if day.year == 1:
            return EPOCH
        return datetime.combine(day, time(), self.organisation.zone).astimezone(UTC)


@dataclass
class Stretch:
    """Some events, newest first, and whether the story goes on in the direction that was asked."""

    events: list[Event]
    more: bool


def stretch(
    client: Client,
    member: Member,
    asked: Asked,
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
) -> Stretch:
    """One page of the story, older than ``before`` or newer than ``after``.

    One statement, and one more for each client that was merged into it.
    """
    unseen = tuple(hidden_from(member))
    # Of those that were merged into it the stories are read together; each by its own index.
    keys = [client.pk, *client.absorbs]
    found: list[Event] = []
    if after is None and not asked.narrows:
        at, key = before or (None, None)
        for one in keys:
            own = one == client.pk
            found += _before(member=member, client=one, at=at, key=key, unseen=unseen, own=own)
        return _cut(_newest_first(found))
    for one in keys:
        rows = asked.of(_told_to(member, one, unseen, own=one == client.pk))
        if asked.q:
            rows = with_words(rows, [one], asked.q, found_beside(member, one, asked.q))
        if after is not None:
            found += rows.after(*after).order_by("at", "id")[: PAGE + 1]
        else:
            rows = rows.before(*before) if before is not None else rows
            found += rows.newest_first()[: PAGE + 1]
    if after is None:
        return _cut(_newest_first(found))
    oldest = _newest_first(found)[::-1]
    return Stretch(oldest[:PAGE][::-1], len(oldest) > PAGE)


def _newest_first(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.at, event.pk), reverse=True)


def _cut(found: list[Event]) -> Stretch:
    return Stretch(found[:PAGE], len(found) > PAGE)


def _told_to(
    member: Member, client: int, unseen: tuple[int, ...], *, own: bool = True
) -> EventQuerySet:
    """What the member may read of it; of one that went up in another not that it did, told there."""
    undone = Act.objects.filter(undoes=OuterRef("act"))
    told = Event.objects.filter(client=client)
    rows = told_to(member, told if own else told.exclude(kind=MergedInto.code), unseen)
    return rows.annotate(undone=Exists(undone), **carried()).defer("text")


@prepared(shape=("unseen", "own"))
def _before(
    *,
    member: Member,
    client: int,
    at: datetime | None,
    key: int | None,
    unseen: tuple[int, ...],
    own: bool,
) -> EventQuerySet:
    rows = _told_to(member, client, unseen, own=own).newest_first()
    if at is not None and key is not None:
        rows = rows.before(at, key)
    return rows[: PAGE + 1]
