"""What the tasks of a client and of a member answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from atrium.calendar.models import Task
from atrium.calendar.sources import From, source_of
from atrium.clients.facts import count_of
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.gathering import any_of
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait

MOST_SHOWN = 8


@dataclass(frozen=True)
class Line:
    """A task as it is listed: when it is due, in words, and whether that is past."""

    task: Task
    due: str
    is_late: bool
    may_write: bool
    source: From | None = None

    @classmethod
    def of(cls, task: Task, member: Member) -> Line:
        place = member.organisation
        today, may_write = place.today(), member.can(Can.TASKS_WRITE)
        source = source_of(task)
        if task.done_at:
            done = place.local(task.done_at)
            words = f"{done:%H:%M}" if done.date() == today else f"{spoken(done):%-d %b}"
            return cls(
                task,
                gettext("Done {words}").format(words=words),
                is_late=False,
                may_write=may_write,
                source=source,
            )
        late = task.due_on is not None and task.due_on < today
        due = day_words(task.due_on, today) if task.due_on else ""
        return cls(task, due, is_late=late, may_write=may_write, source=source)


def day_words(day: date, today: date) -> str:
    """Today, Tomorrow, Yesterday, Tue 24 Nov; the year where it is another one."""
    near = {-1: gettext("Yesterday"), 0: gettext("Today"), 1: gettext("Tomorrow")}.get(
        (day - today).days
    )
    return near or (
        f"{spoken(day):%a %-d %b}" if day.year == today.year else f"{spoken(day):%-d %b %Y}"
    )


@prepared()
def _todays(*, client: int, day: date, midnight: datetime) -> QuerySet[Task]:
    rows: Any = Task.objects.filter(client=client)
    due = rows.open().filter(due_on__lte=day).order_by("due_on", "id")
    undated = rows.open().filter(due_on=None).order_by("id")
    done = rows.filter(done_at__gte=midnight).order_by("-done_at")
    # Each finds its first few by an index; one condition for all would read all tasks of the client.
    few: Any = any_of(*(some[: MOST_SHOWN + 1] for some in (due, undated, done)))
    found: QuerySet[Task] = few.told().by_urgency()
    return found


@dataclass(frozen=True)
class Todays:
    """What the page of a client lists (C06): all that is due by now or has no day, then today's done ones."""

    lines: list[Line]
    open_count: int
    goes_on: bool

    @classmethod
    def read(cls, portrait: Portrait) -> Todays:
        place, client = portrait.member.organisation, portrait.client
        today = place.today()
        midnight = datetime.combine(today, time(), place.zone)
        tasks = _todays(client=client.pk, day=today, midnight=midnight)
        tasks.sort(key=lambda task: task.is_done)
        shown = tasks[:MOST_SHOWN]
        return cls(
            lines=listed(portrait, shown),
            open_count=sum(not task.is_done for task in shown),
            goes_on=sum(not task.is_done for task in tasks) > MOST_SHOWN,
        )


def listed(portrait: Portrait, tasks: list[Task]) -> list[Line]:
    """The tasks of one client as lines."""
    for task in tasks:
        task.client = portrait.client
        task.assignee = portrait.words.members.get(task.assignee_id or 0)
    return [Line.of(task, portrait.member) for task in tasks]


def quick_days(today: date) -> list[tuple[str, str, date]]:
    """The days that are one press away: key, words, day."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        ("today", gettext("Today"), today),
        ("tomorrow", gettext("Tomorrow"), today + timedelta(days=1)),
        ("week", gettext("Next week"), monday),
    ]


def _open_tasks(organisation: Organisation) -> dict[str, Combinable]:
    rows: Any = Task.objects.filter(client=OuterRef("pk")).open()
    dated = rows.filter(due_on__isnull=False).order_by("due_on", "id")
    return {
        "open_tasks": count_of(rows),
        "overdue_tasks": count_of(rows.filter(due_on__lt=organisation.today())),
        "next_task": Subquery(dated.values("due_on")[:1]),
        "next_task_title": Subquery(dated.values("title")[:1]),
        "next_task_key": Subquery(dated.values("public_id")[:1]),
    }


def _show_open_tasks(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}tasks/"
    value, late = str(client.open_tasks), client.overdue_tasks
    if late:
        return Figure(
            value=value, reason=gettext("{late} overdue").format(late=late), tone="bad", url=url
        )
    if client.next_task:
        words = day_words(client.next_task, organisation.today())
        return Figure(value=value, reason=gettext("Next {words}").format(words=words), url=url)
    return Figure(
        value=value,
        reason=gettext("None is due") if client.open_tasks else gettext("All done"),
        url=url,
    )


fact(
    Fact(
        slug="open_tasks",
        label=gettext_lazy("Open tasks"),
        order=20,
        needs=Can.TASKS_SEE,
        parts=_open_tasks,
        shown=_show_open_tasks,
        total=Total(
            label=gettext_lazy("Open tasks"),
            part=lambda _: count_of(Task.objects.filter(client=OuterRef("pk")).open()),
        ),
    )
)
