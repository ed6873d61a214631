"""What of a task changed, as its timeline tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from atrium.calendar.models.repeat import Repeat
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext

SAID: dict[str, Callable[[Any], str]] = {
    "title": lambda _: gettext("the title"),
    "due_on": lambda task: (
        gettext("due {due_on}").format(due_on=f"{spoken(task.due_on):%-d %b %Y}")
        if task.due_on
        else gettext("no day")
    ),
    "assignee": lambda task: (
        gettext("for {assignee}").format(assignee=task.assignee)
        if task.assignee
        else gettext("for nobody")
    ),
    "is_follow_up": lambda task: (
        gettext("a follow-up") if task.is_follow_up else gettext("no follow-up")
    ),
    "repeats": lambda task: within(Repeat(task.repeats).label),
}
