from __future__ import annotations

from datetime import time, timedelta

from django.tasks import TaskResultStatus, task
from django.utils import timezone

from atrium.queue.models.task_run import TaskRun
from atrium.queue.periodic import periodic

KEPT = {
    TaskResultStatus.SUCCESSFUL: timedelta(days=2),
    TaskResultStatus.FAILED: timedelta(days=30),
}
AT_A_TIME = 5_000


@periodic(at=time(3, 40), name="queue.prune")
@task(priority=-50)
def prune() -> int:
    """Delete runs that finished long ago; answers how many."""
    return sum(_prune(status, kept) for status, kept in KEPT.items())


def _prune(status: TaskResultStatus, kept: timedelta) -> int:
    old = TaskRun.objects.filter(status=status, finished_at__lt=timezone.now() - kept)
    deleted = 0
    while ids := list(old.order_by("finished_at").values_list("pk", flat=True)[:AT_A_TIME]):
        deleted += TaskRun.objects.filter(pk__in=ids).delete()[0]
    return deleted
