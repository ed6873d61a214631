"""What a task was made out of, and the way back to it. Apps above say so in their client_page.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.calendar.models import Task
    from atrium.clients.models import Client


@dataclass(frozen=True, kw_only=True)
class TaskSource:
    """A kind of thing: how a task tells of it, and the path where it stands."""

    label: str
    icon: str
    path: Callable[[Client, UUID], str]


SOURCES: Registry[TaskSource] = Registry()


def task_source(model: str, *, label: str, icon: str, path: Callable[[Client, UUID], str]) -> None:
    """Let tasks that were made out of this model ("app.model") lead back to it."""
    SOURCES.add(model, TaskSource(label=label, icon=icon, path=path))


@dataclass(frozen=True)
class From:
    """The way back of one task."""

    label: str
    icon: str
    path: str


def source_of(task: Task) -> From | None:
    """What the task was made out of, where that can be shown."""
    found = SOURCES.get(task.source)
    if found is None or task.source_key is None:
        return None
    return From(found.label, found.icon, found.path(task.client, task.source_key))
