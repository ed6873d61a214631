from dataclasses import dataclass

from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Kind):
    code = "task.added"
    sentence = "{actor} added the task <b>{title}</b>"
    icon = "square"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(Kind):
    code = "task.done"
    sentence = "{actor} finished the task <b>{title}</b>"
    icon = "square-check"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskReopened(Kind):
    code = "task.reopened"
    sentence = "{actor} reopened the task <b>{title}</b>"
    icon = "square"
    strand = Strand.WORK

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Kind):
    code = "task.changed"
    sentence = "{actor} changed the task <b>{title}</b>: {what}"
    icon = "square-pen"
    strand = Strand.WORK

    title: str
    what: str


@dataclass(frozen=True, kw_only=True)
class TaskRemoved(Kind):
    code = "task.removed"
    sentence = "{actor} removed the task <b>{title}</b>"
    icon = "square-x"
    strand = Strand.WORK

    title: str
