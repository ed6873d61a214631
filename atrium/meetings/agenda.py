"""The calendar: the meetings of a member, of a team, of a client or of all, by day, with what is due (R14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.meetings.calendar_views import VIEWS
from atrium.meetings.dated import Asked, Dated, dated
from atrium.meetings.facts import Line
from atrium.meetings.models import Attendee, Meeting
from atrium.organisations.models import Team
from atrium.organisations.models.team import TeamMember
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 1000
LIST_DAYS = 30
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What is shown: a view and its first day and the day after its last."""

    view: str
    on: date
    start: date
    end: date

    @classmethod
    def read(cls, view: str, text: str, today: date) -> Self:
        """As the URL asks, else the week of today."""
        try:
            on = date.fromisoformat(text)
        except ValueError:
            on = today
        on = min(max(on, EARLIEST), LATEST)
        view = view if view in VIEWS else "week"
        start = on
        if view == "month":
            start = on.replace(day=1)
        if view == "week":
            start = on - timedelta(days=on.weekday())
        days = {"week": 7, "day": 1, "list": LIST_DAYS}
        end = _next_month(start) if view == "month" else start + timedelta(days=days[view])
        return cls(view=view, on=on, start=start, end=end)

    @property
    def before(self) -> date:
        return (self.start - timedelta(days=1)) if self.view == "month" else self._shifted(-1)

    @property
    def after(self) -> date:
        return self.end if self.view == "month" else self._shifted(1)

    def _shifted(self, by: int) -> date:
        return self.on + by * (self.end - self.start)

    @property
    def words(self) -> str:
        """November 2026; 23–29 Nov 2026; Tue 24 Nov 2026."""
        last = self.end - timedelta(days=1)
        if self.view == "month":
            return f"{spoken(self.start):%B %Y}"
        if self.view == "day":
            return f"{spoken(self.start):%a %-d %b %Y}"
        same = (self.start.year, self.start.month) == (last.year, last.month)
        begin = f"{self.start:%-d}" if same else f"{spoken(self.start):%-d %b}"
        return f"{begin}–{spoken(last):%-d %b %Y}"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Day:
    """What is on one day: meetings by their time, tasks that are due, and what else has this day."""

    day: date
    lines: list[Line]
    tasks: list[Task]
    dated: list[Dated]
    is_today: bool


@dataclass
class _Things:
    lines: list[Line] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)


@dataclass
class Calendar:
    """The calendar as a URL asks for it."""

    member: Member
    span: Span
    who: str
    tasks_on: bool
    choices: list[tuple[str, str]]
    meetings: list[Meeting]
    tasks: list[Task]
    today: date
    dated: list[Dated]
    cut: bool = False

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Self:
        """``view``, ``on`` (a day), ``who`` (me, all, team-1, member-1, client-1) and ``tasks`` (0: none)."""
        today = member.organisation.today()
        span = Span.read(query.get("view", ""), query.get("on", ""), today)
        who, tasks_on = query.get("who", "me"), _tasks_on(query)
        choices = _choices(member)
        if number := _key(who, "client"):
            client = Client.objects.visible_to(member).filter(number=number).first()
            choices += [(who, str(client))] if client else []
        who = who if who in dict(choices) else "me"
        zone = member.organisation.zone
        # A month is drawn with the days of the weeks that it begins and ends in.
        margin = timedelta(days=7 if span.view == "month" else 0)
        first = datetime.combine(span.start - margin, datetime.min.time(), zone)
        last = datetime.combine(span.end + margin, datetime.min.time(), zone)
        asked = Prefetch("attendees", Attendee.objects.order_by("id"))
        rows = _of(Meeting.objects.visible_to(member), who, member).within(first, last).standing()
        rows = rows.select_related("client", "series").prefetch_related(asked).soonest_first()
        meetings = list(rows[: MOST + 1])
        for row in [*meetings]:
            row.client.organisation = member.organisation
        tasks = list(_tasks(member, who, span, margin)) if tasks_on else []
        for task in tasks:
            task.client.organisation = member.organisation
        others = dated(_asked(member, who, span, margin)) if tasks_on else []
        shown, cut = meetings[:MOST], len(meetings) > MOST
        return cls(member, span, who, tasks_on, choices, shown, tasks, today, others, cut)

    @property
    def days(self) -> list[Day]:
        """The days of the span on which something is."""
        zone = self.member.organisation.zone
        found: defaultdict[date, _Things] = defaultdict(_Things)
        for meeting in self.meetings:
            line = Line.of(meeting, self.member)
            for day in _days_of(meeting, zone):
                found[day].lines.append(line)
        for task in self.tasks:
            assert task.due_on is not None, "chosen by their day"
            found[task.due_on].tasks.append(task)
        for one in self.dated:
            found[one.day].dated.append(one)
        inside = sorted(day for day in found if self.span.start <= day < self.span.end)
        return [Day(day, **vars(found[day]), is_today=day == self.today) for day in inside]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The same for the drawn calendar."""
        slug, may = self.member.organisation.slug, self.member.can(Can.MEETINGS_WRITE)
        drawn = [_drawn(meeting, slug, may=may) for meeting in self.meetings]
        return [*drawn, *map(_drawn_task, self.tasks), *(one.drawn for one in self.dated)]

    def query(self, **changed: str) -> str:
        """The query string of this calendar with these things otherwise."""
        told = {"view": self.span.view, "on": f"{self.span.on}", "who": self.who}
        return urlencode(told | ({} if self.tasks_on else {"tasks": "0"}) | changed)

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        return [
            (label, self.query(view=view), view == self.span.view) for view, label in VIEWS.items()
        ]

    @property
    def before(self) -> str:
        return self.query(on=f"{self.span.before}")

    @property
    def after(self) -> str:
        return self.query(on=f"{self.span.after}")

    @property
    def now(self) -> str:
        return self.query(on=f"{self.today}")

    @property
    def here(self) -> str:
        return self.query()


def may_meet(member: Member, number: int) -> bool:
    """Whether a meeting can be planned with the client of this number, as far as the member sees."""
    return bool(Client.objects.visible_to(member).live().filter(number=number).exists())


def _tasks_on(query: Mapping[str, str]) -> bool:
    """Off where the URL says so, or the form was sent (``tools``) without its tick."""
    return query.get("tasks") != "0" and not ("tools" in query and "due" not in query)


def _choices(member: Member) -> list[tuple[str, str]]:
    others = [m for m in lexicon.of(member.organisation).active_members if m.pk != member.pk]
    words, rows = gettext("Team {team}"), Team.objects.order_by("name", "id")
    teams = [(f"team-{team.pk}", words.format(team=team)) for team in rows]
    people = [(f"member-{one.pk}", one.name) for one in others]
    return [("me", gettext("Mine")), ("all", gettext("Everyone's")), *teams, *people]


def _key(who: str, kind: str) -> int | None:
    before, _, key = who.partition("-")
    good = before == kind and fits(key)
    return int(key) if good else None


def _of(rows: Any, who: str, member: Member) -> Any:
    if who == "all":
        return rows
    if number := _key(who, "client"):
        return rows.filter(client__number=number)
    if team := _key(who, "team"):
        return rows.with_members(TeamMember.objects.filter(team=team).values("member"))
    return rows.with_members([_key(who, "member") or member.pk])


def _tasks(member: Member, who: str, span: Span, margin: timedelta) -> QuerySet[Task]:
    rows = Task.objects.unfinished(member)
    rows = rows.filter(due_on__gte=span.start - margin, due_on__lt=span.end + margin)
    if number := _key(who, "client"):
        rows = rows.filter(client__number=number)
    elif team := _key(who, "team"):
        rows = rows.filter(assignee__in=TeamMember.objects.filter(team=team).values("member"))
    elif who != "all":
        rows = rows.filter(assignee=_key(who, "member") or member.pk)
    found: QuerySet[Task] = rows.select_related("client").order_by("due_on", "id")[:MOST]
    return found


def _asked(member: Member, who: str, span: Span, margin: timedelta) -> Asked:
    team = _key(who, "team")
    members: Any = [_key(who, "member") or member.pk]
    if team:
        members = TeamMember.objects.filter(team=team).values("member")
    client = _key(who, "client")
    return Asked(
        member=member,
        start=span.start - margin,
        end=span.end + margin,
        members=None if who == "all" or client else members,
        client=client,
    )


def _days_of(meeting: Meeting, zone: ZoneInfo) -> Iterator[date]:
    day = meeting.starts_at.astimezone(zone).date()
    last = (meeting.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _drawn(meeting: Meeting, slug: str, *, may: bool) -> dict[str, Any]:
    number, key = meeting.client.number, meeting.public_id
    told = {
        "id": str(key),
        "title": f"{meeting.title}, {meeting.client}",
        "start": meeting.starts_at.isoformat(),
        "end": meeting.ends_at.isoformat(),
        "url": address("meeting", slug, number, key),
        "editable": may and not meeting.is_over and not meeting.client.is_archived,
    }
    move = address("meeting-move", slug, number, key)
    return told | {"extendedProps": {"move": move, "version": meeting.version}}


def _drawn_task(task: Task) -> dict[str, Any]:
    return {
        "id": f"task-{task.public_id}",
        "title": f"{task.title}, {task.client}",
        "start": f"{task.due_on}",
        "allDay": True,
        "url": f"{task.client.get_absolute_url()}tasks/",
        "editable": False,
        "className": "is-task",
    }
