from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Kind):
    code = "task.added"
    called = gettext_lazy("Task added")
    sentence = gettext_lazy("{actor} added the task <b>{title}</b>")
    icon = "square"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(Kind):
    code = "task.done"
    called = gettext_lazy("Task done")
    sentence = gettext_lazy("{actor} finished the task <b>{title}</b>")
    icon = "square-check"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskReopened(Kind):
    code = "task.reopened"
    called = gettext_lazy("Task reopened")
    sentence = gettext_lazy("{actor} reopened the task <b>{title}</b>")
    icon = "square"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Kind):
    code = "task.changed"
    called = gettext_lazy("Task changed")
    sentence = gettext_lazy("{actor} changed the task <b>{title}</b>: {what}")
    icon = "square-pen"
    strand = Strand.WORK

    title: str
    what: str


@dataclass(frozen=True, kw_only=True)
class TaskRemoved(Kind):
    code = "task.removed"
    called = gettext_lazy("Task removed")
    sentence = gettext_lazy("{actor} removed the task <b>{title}</b>")
    icon = "square-x"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskReminded(Kind):
    """A task's reminder has come; who is to do it is told."""

    code = "task.reminded"
    called = gettext_lazy("Reminder of a task")
    sentence = gettext_lazy("Reminder: <b>{title}</b>")
    icon = "alarm-clock"
    strand = Strand.WORK

    title: str
