"""What happens to tasks because something else happened."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.calendar.events import TaskReminded
from atrium.calendar.models import Task
from atrium.clients.handing import goes_along
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

REMINDERS = topic(
    Topic(
        code="task-reminders",
        label=gettext_lazy("Reminders of tasks"),
        text=gettext_lazy("The reminder of a task that is yours has come."),
        icon="alarm-clock",
        order=21,
        needs=Can.TASKS_SEE,
        email=True,
    )
)


@tell(TaskReminded, topic=REMINDERS)
def reminded(event: Event) -> Iterable[Member | None]:
    """Who is to do it; who added it, where that is nobody."""
    rows = Task.objects.filter(pk=event.subject_id).select_related("assignee", "created_by")
    return [task.assignee or task.created_by for task in rows]


goes_along(
    slug="tasks",
    label=gettext_lazy("Also hand over the old owner's open tasks with these clients"),
    one=gettext_lazy("open task"),
    many=gettext_lazy("open tasks"),
)(Task.go_along)
