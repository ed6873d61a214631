"""All unfinished tasks of all clients, by urgency, page by page (C06)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from atrium.calendar.facts import Line
from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.calendar.models.task_queryset import TaskQuerySet
    from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

PAGE = 50
LARGEST = 2**63 - 1
NO_DAY = "none"
SOON = 7


@dataclass
class Agenda:
    """One page of it. ``more`` is the query string that goes on, empty at the end."""

    who: str
    groups: list[tuple[str, list[Line]]]
    people: list[Member] = field(repr=False)
    more: str = ""

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Self:
        """The tasks that the URL asks for: of ``who`` (me, all, nobody, a member), after a place."""
        members = lexicon.of(member.organisation).members
        who = query.get("who", "me")
        rows = cls._of(Task.objects.unfinished(member).told().select_related("client"), who, member)
        found = list(_after(rows, query.get("after", "")).by_urgency()[: PAGE + 1])
        more = urlencode({"who": who, "after": _mark(found[PAGE - 1])}) if found[PAGE:] else ""
        return cls(who, _groups(found[:PAGE], member), list(members.values()), more)

    @classmethod
    def first(cls, member: Member, size: int) -> Self:
        """The member's own most urgent tasks, beside ``follow_ups``, which name theirs by themselves."""
        rows = _first(member=member, size=size)
        members = lexicon.of(member.organisation).members
        return cls("me", _groups(rows, member), list(members.values()))

    @staticmethod
    def _of(rows: TaskQuerySet, who: str, member: Member) -> TaskQuerySet:
        if who == "all":
            return rows
        if who == "nobody":
            return rows.filter(assignee=None)
        if fits(who, LARGEST):
            return rows.filter(assignee=int(who))
        return rows.filter(assignee=member)


@prepared(shape=("size",))
def _first(*, member: Member, size: int) -> TaskQuerySet:
    rows = Task.objects.unfinished(member).filter(assignee=member).told()
    found: TaskQuerySet = rows.no_follow_ups_until(_soon(member)).select_related("client")
    return found.by_urgency()[:size]


@prepared(shape=("size",))
def _first_follow_ups(*, member: Member, size: int) -> TaskQuerySet:
    return follow_ups(member)[:size]


def first_follow_ups(member: Member, size: int) -> list[Line]:
    """As many of ``follow_ups`` as a card shows."""
    return lines_of(_first_follow_ups(member=member, size=size), member)


def due_tasks(member: Member) -> TaskQuerySet:
    """The member's own tasks that are due today or were before."""
    rows: TaskQuerySet = Task.objects.unfinished(member).filter(assignee=member)
    return rows.filter(due_on__lte=member.organisation.today())


def follow_ups(member: Member) -> TaskQuerySet:
    """The member's open follow-ups that have come, and those of the next days (J18)."""
    rows: TaskQuerySet = Task.objects.unfinished(member).follow_ups().filter(assignee=member)
    return rows.filter(due_on__lte=_soon(member)).told().select_related("client").by_urgency()


def lines_of(tasks: Iterable[Task], member: Member) -> list[Line]:
    """Tasks of several clients as lines."""
    members = lexicon.of(member.organisation).members
    found = []
    for task in tasks:
        task.assignee = members.get(task.assignee_id or 0)
        task.client.organisation = member.organisation
        found.append(Line.of(task, member))
    return found


def _soon(member: Member) -> date:
    return member.organisation.today() + timedelta(days=SOON)


def _groups(tasks: Iterable[Task], member: Member) -> list[tuple[str, list[Line]]]:
    lines, today = lines_of(tasks, member), member.organisation.today()
    groups = groupby(lines, key=lambda line: _group(line.task.due_on, today))
    return [(name, list(some)) for name, some in groups]


def _group(day: date | None, today: date) -> str:
    if day is None:
        return gettext("No day")
    if day == today:
        return gettext("Today")
    return gettext("Overdue") if day < today else gettext("Later")


def _mark(task: Task) -> str:
    return f"{task.due_on or NO_DAY}.{task.pk}"


def _after(rows: TaskQuerySet, mark: str) -> TaskQuerySet:
    day, _, key = mark.partition(".")
    if not fits(key, LARGEST):
        return rows
    if day == NO_DAY:
        return rows.filter(due_on=None, id__gt=int(key))
    try:
        place = (date.fromisoformat(day), int(key))
    except ValueError:
        return rows
    later = TupleGreaterThan(Tuple(F("due_on"), F("id")), place)
    return rows.filter(Q(due_on=None) | later)
