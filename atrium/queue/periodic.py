"""Tasks that run by the clock, each tick once however many workers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.tasks import Task
from django.utils import timezone

from atrium.foundation.registry import Registry
from atrium.queue.models.schedule import Schedule

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Periodic:
    """A task and its rhythm: every so long, counted from the epoch, or daily at a time of the server's zone."""

    name: str
    task: Task[[], Any]
    every: timedelta
    at: time | None = None

    def last_tick(self, now: datetime) -> datetime:
        """The latest tick that is not in the future; what was missed before it is not made up."""
        if self.at is None:
            return now - (now - EPOCH) % self.every
        local = timezone.localtime(now, timezone.get_default_timezone())
        today = local.replace(
            hour=self.at.hour, minute=self.at.minute, second=self.at.second, microsecond=0, fold=0
        )
        return (today if today <= local else today - DAY).astimezone(UTC)

    def enqueue(self, tick: datetime) -> bool:
        """Enqueue this tick unless somebody has; True where this call did it."""
        with transaction.atomic():
            taken = Schedule.take(self.name, tick)
            if taken:
                self.task.enqueue()
        return taken


PERIODICS: Registry[Periodic] = Registry()


def periodic[R](
    *, every: timedelta | None = None, at: time | None = None, name: str
) -> Callable[[Task[[], R]], Task[[], R]]:
    """Run a task without arguments by the clock; written above ``@task``, in a module called ``tasks``.

    Give either ``every`` (at least a second) or ``at`` (daily). Raises ValueError for neither or both, or
    where the name is taken.
    """
    if (every is None) == (at is None) or (every is not None and every < timedelta(seconds=1)):
        msg = f"The periodic task {name!r} needs either every= (a second or more) or at=."
        raise ValueError(msg)

    def register(task: Task[[], R]) -> Task[[], R]:
        PERIODICS.add(name, Periodic(name, task, every or DAY, at))
        return task

    return register


def enqueue_due(seen: dict[str, datetime], now: datetime | None = None) -> int:
    """Enqueue every periodic task that has a tick to run; answers how many.

    ``seen`` holds the ticks that the caller has looked at before, so that an idle worker asks nothing.
    """
    now = now or timezone.now()
    enqueued = 0
    for one in PERIODICS:
        tick = one.last_tick(now)
        if seen.get(one.name) != tick:
            enqueued += one.enqueue(tick)
            seen[one.name] = tick
    return enqueued
