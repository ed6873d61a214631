"""How the queue stands, for the metrics page and the doctor."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, Min
from django.tasks import TaskResultStatus
from django.utils import timezone

from atrium.queue.models.schedule import Schedule
from atrium.queue.models.task_run import TaskRun


@dataclass(frozen=True)
class QueueState:
    """Counts of runs; ``lapsed`` are those running ones that lost their worker.

    ``oldest_due_seconds`` is how long the run that has waited longest could already have been running: more than a
    minute means that no worker runs, or that there are too few. ``idle_seconds`` is how long ago a worker last looked
    at the clock, which each does every minute; 0 where none ever did.
    """

    due: int
    deferred: int
    running: int
    lapsed: int
    failed: int
    oldest_due_seconds: float
    idle_seconds: float


def queue_state() -> QueueState:
    """Count the queue as it is now."""
    now = timezone.now()
    runs = TaskRun.objects.all()
    due = runs.due(now)
    oldest = due.aggregate(oldest=Min("run_after"))["oldest"]
    ticked = Schedule.objects.aggregate(latest=Max("last_tick"))["latest"]
    return QueueState(
        due=due.count(),
        deferred=runs.waiting().filter(run_after__gt=now).count(),
        running=runs.filter(status=TaskResultStatus.RUNNING).count(),
        lapsed=runs.lapsed(now).count(),
        failed=runs.failed().filter(finished_at__isnull=False).count(),
        oldest_due_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        idle_seconds=(now - ticked).total_seconds() if ticked else 0.0,
    )
