"""What tasks add to the frame of every page and to the dashboard."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from atrium.calendar.agenda import Agenda, due_tasks
from atrium.calendar.models import Task
from atrium.foundation.navigation import nav_item
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

ON_DASHBOARD = 12


def _due(request: MemberRequest) -> QuerySet[Task]:
    rows: QuerySet[Task] = due_tasks(request.member)
    return rows


nav_item(
    label="Tasks",
    icon="square-check-big",
    url_name="tasks",
    order=30,
    needs=Can.TASKS_SEE,
    count=_due,
)


@dashboard_card(
    slug="tasks", side="main", order=20, needs=Can.TASKS_SEE, template="calendar/dashboard.html"
)
def open_tasks(request: MemberRequest) -> dict[str, Any] | None:
    """Your open tasks of all clients, the most urgent first (C06)."""
    agenda = Agenda.read(request.member, {}, ON_DASHBOARD)
    return {"agenda": agenda} if agenda.groups else None
