"""By what of their tasks lists of clients are narrowed."""

from __future__ import annotations

from typing import Any

from atrium.calendar.models import Task
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")


def _open(_: Where) -> Any:
    rows: Any = Task.objects.all()
    return rows.open()


def _overdue(where: Where) -> Any:
    return _open(where).filter(due_on__lt=where.organisation.today())


def _due(days: Days, where: Where) -> Answer:
    return Answer(rows=_open(where).filter(within("due_on", days)), several=True)


criterion(
    Counted(
        slug="open_tasks",
        label=gettext_lazy("Open tasks"),
        section=SECTION,
        needs=Can.TASKS_SEE,
        rows=_open,
    )
)
criterion(
    Counted(
        slug="overdue_tasks",
        label=gettext_lazy("Overdue tasks"),
        section=SECTION,
        needs=Can.TASKS_SEE,
        rows=_overdue,
    )
)
criterion(
    OnDays(
        slug="task_due",
        label=gettext_lazy("Due day of an open task"),
        section=SECTION,
        needs=Can.TASKS_SEE,
        between=_due,
    )
)
