"""What tasks add to the frame of every page and to the dashboard."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from atrium.calendar.agenda import Agenda, due_tasks, first_follow_ups, follow_ups
from atrium.calendar.facts import day_words
from atrium.calendar.models import Task
from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.notifications.digest import Line, Section, digest_section
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

ON_DASHBOARD = 12
IN_DIGEST = 15


def _due(request: MemberRequest) -> QuerySet[Task]:
    rows: QuerySet[Task] = due_tasks(request.member)
    return rows


nav_item(
    label=gettext_lazy("Tasks"),
    icon="square-check-big",
    url_name="tasks",
    order=30,
    group=WORK,
    needs=Can.TASKS_SEE,
    count=_due,
)


@dashboard_card(
    slug="tasks", side="main", order=20, needs=Can.TASKS_SEE, template="calendar/dashboard.html"
)
def open_tasks(request: MemberRequest) -> dict[str, Any] | None:
    """Your open tasks of all clients but follow-ups, the most urgent first (C06)."""
    agenda = Agenda.first(request.member, ON_DASHBOARD)
    return {"agenda": agenda} if agenda.groups else None


@dashboard_card(
    slug="follow-ups",
    side="main",
    order=22,
    needs=Can.TASKS_SEE,
    template="calendar/follow_ups.html",
)
def open_follow_ups(request: MemberRequest) -> dict[str, Any] | None:
    """With whom you are to talk again: what has come and the next seven days (J18)."""
    lines = first_follow_ups(request.member, ON_DASHBOARD)
    return {"lines": lines} if lines else None


@digest_section(order=10, needs=Can.TASKS_SEE)
def due_today(member: Member) -> Section | None:
    """Your tasks that are due today or were before, the oldest first."""
    rows = due_tasks(member).select_related("client").by_urgency()
    return _section(gettext("Due by today"), rows, member)


@digest_section(order=20, needs=Can.TASKS_SEE)
def follow_ups_to_come(member: Member) -> Section | None:
    """Your follow-ups of the next days."""
    rows = follow_ups(member).filter(due_on__gt=member.organisation.today())
    return _section(gettext("Follow up in the next days"), rows, member)


def _section(title: str, rows: Any, member: Member) -> Section | None:
    found, today = list(rows[: IN_DIGEST + 1]), member.organisation.today()
    lines = []
    for task in found[:IN_DIGEST]:
        task.client.organisation = member.organisation
        beside = f"{task.client}, {day_words(task.due_on, today)}"
        lines.append(Line(task.title, beside, f"{task.client.get_absolute_url()}tasks/"))
    more = rows.count() - IN_DIGEST if len(found) > IN_DIGEST else 0
    return Section(title, lines, more) if lines else None
