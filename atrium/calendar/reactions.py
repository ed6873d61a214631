"""What happens to tasks because something else happened."""

from __future__ import annotations

from atrium.calendar.models import Task
from atrium.clients.handing import goes_along

goes_along(
    slug="tasks",
    label="Also hand over the old owner's open tasks with these clients",
    one="open task",
    many="open tasks",
)(Task.go_along)
