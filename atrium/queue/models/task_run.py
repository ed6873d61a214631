from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.tasks import TaskResultStatus as Status
from django.utils import timezone

from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.queue.policy import Policy

# A run that takes its worker down with it would otherwise be started for ever.
LOSSES_BEFORE_GIVING_UP = 20
LONGEST_TRACEBACK = 20_000
LIVE = (Status.READY, Status.RUNNING)


class LeaseLapsed(Exception):
    """Told of a run whose worker was lost; never raised."""


class TaskRunQuerySet(models.QuerySet["TaskRun"]):
    def waiting(self) -> TaskRunQuerySet:
        return self.filter(status=Status.READY)

    def due(self, now: datetime) -> TaskRunQuerySet:
        return self.waiting().filter(run_after__lte=now)

    def lapsed(self, now: datetime) -> TaskRunQuerySet:
        """Those whose worker has not been heard of for a whole lease."""
        return self.filter(status=Status.RUNNING, lease_until__lte=now)

    def failed(self) -> TaskRunQuerySet:
        return self.filter(status=Status.FAILED)

    def in_queues(self, names: Collection[str]) -> TaskRunQuerySet:
        """Those in these queues; no names at all are all queues."""
        return self.filter(queue_name__in=names) if names else self


class TaskRun(models.Model):
    """One call of a task: waiting, running under a lease, or finished."""

    public_id = models.UUIDField(default=public_id, unique=True, editable=False)
    task = models.CharField(max_length=250)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    backend = models.CharField(max_length=50, default="default")
    queue_name = models.CharField(max_length=50, default="default")
    priority = models.SmallIntegerField(default=0)
    dedupe_key = models.CharField(max_length=250, null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.READY)
    run_after = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=Policy.attempts)
    losses = models.PositiveIntegerField(default=0)
    worker_id = models.CharField(max_length=100, default="")
    lease_until = models.DateTimeField(null=True)
    again = models.BooleanField(default=False)
    errors = models.JSONField(default=list)
    result = models.JSONField(null=True)

    objects: ClassVar[models.Manager[TaskRun]] = TaskRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "dedupe_key", condition=Q(status__in=LIVE), name="one_live_run_per_key"
            ),
        ]
        indexes = [
            models.Index(
                F("priority").desc(),
                "run_after",
                "id",
                condition=Q(status=Status.READY),
                name="queue_waiting_in_order",
            ),
            models.Index(
                "run_after", condition=Q(status=Status.READY), name="queue_waiting_by_time"
            ),
            models.Index(
                "lease_until", condition=Q(status=Status.RUNNING), name="queue_running_by_lease"
            ),
            models.Index(
                "status",
                "finished_at",
                condition=Q(finished_at__isnull=False),
                name="queue_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.status})"

    @property
    def failures(self) -> int:
        """How often it raised; losses of the worker do not count."""
        return self.attempts - self.losses

    @property
    def worker_ids(self) -> list[str]:
        """The workers that have started it, one for each attempt."""
        now = [self.worker_id] if len(self.errors) < self.attempts else []
        return [error["worker"] for error in self.errors] + now

    def enqueue(self) -> TaskRun:
        """Write the run, or answer the live one with the same key, in the caller's transaction.

        A run that is under way may have read what the caller has just changed, so it is run once more
        when it ends; one that is still waiting waits for the caller's transaction.
        """
        if self.dedupe_key is None:
            self.save(force_insert=True)
            return self
        with transaction.atomic():
            while True:
                TaskRun.objects.bulk_create([self], ignore_conflicts=True)
                same = TaskRun.objects.filter(dedupe_key=self.dedupe_key, status__in=LIVE)
                # None: it ended between the two statements, and the key is free again.
                if live := same.select_for_update().first():
                    break
            if live.status == Status.RUNNING and live.public_id != self.public_id:
                same.filter(pk=live.pk).update(again=True)
        return live

    @classmethod
    def claim(
        cls, *, worker_id: str, lease: timedelta, limit: int, queues: Collection[str] = ()
    ) -> list[TaskRun]:
        """Take up to ``limit`` due runs, the most urgent first, for as long as the lease."""
        now = timezone.now()
        with transaction.atomic():
            due = cls.objects.all().due(now).in_queues(queues)
            # PostgreSQL skips what others are taking; SQLite has one writer, and this is it.
            runs = list(
                due.select_for_update(skip_locked=True).order_by("-priority", "run_after", "id")[
                    :limit
                ]
            )
            changes = {
                "status": Status.RUNNING,
                "worker_id": worker_id,
                "lease_until": now + lease,
                "last_attempted_at": now,
                "again": False,
            }
            ids = [run.pk for run in runs]
            cls.objects.filter(pk__in=ids).update(
                attempts=F("attempts") + 1,
                started_at=Coalesce("started_at", now, output_field=models.DateTimeField()),
                **changes,
            )
        for run in runs:
            for name, value in changes.items():
                setattr(run, name, value)
            run.attempts += 1
            run.started_at = run.started_at or now
        return runs

    @classmethod
    def extend(cls, ids: Collection[int], *, worker_id: str, lease: timedelta) -> int:
        """Hold these for another lease; answers how many are still this worker's."""
        with transaction.atomic():
            # A transaction that holds one row must not cost the others their lease.
            held = list(
                cls.objects.select_for_update(skip_locked=True)
                .filter(pk__in=ids, worker_id=worker_id, status=Status.RUNNING)
                .values_list("pk", flat=True)
            )
            return cls.objects.filter(pk__in=held).update(lease_until=timezone.now() + lease)

    @classmethod
    def reclaim(cls, *, sparing: Collection[int] = ()) -> list[TaskRun]:
        """Put runs whose lease has lapsed back in line; ``sparing`` are those the caller itself runs."""
        with transaction.atomic():
            lapsed = cls.objects.all().lapsed(timezone.now()).exclude(pk__in=sparing)
            runs = list(lapsed.select_for_update(skip_locked=True)[:100])
            for run in runs:
                run.lose()
        return runs

    def lose(self) -> None:
        """Wait for another worker, as the one that had it is gone; the caller holds the row."""
        self.losses += 1
        self._remember(
            f"{__name__}.{LeaseLapsed.__qualname__}",
            gettext("The worker was lost while it ran this task."),
        )
        if self.losses >= LOSSES_BEFORE_GIVING_UP:
            self._end(Status.FAILED)
        else:
            self._wait(timezone.now())

    def succeed(self, result: Any) -> bool:
        """Finish with this JSON result; False where the lease was lost and another worker has it now."""
        with transaction.atomic():
            if not self._still_ours():
                return False
            self.result = result
            self._end(Status.SUCCESSFUL)
        return True

    def fail(self, error: BaseException, policy: Policy) -> bool:
        """Keep the error, and wait for another attempt or give up; False where the lease was lost."""
        with transaction.atomic():
            if not self._still_ours():
                return False
            kind = type(error)
            self._remember(
                f"{kind.__module__}.{kind.__qualname__}", "".join(format_exception(error))
            )
            if isinstance(error, policy.give_up_on) or self.failures >= self.max_attempts:
                self._end(Status.FAILED)
            else:
                self._wait(timezone.now() + policy.wait(self.failures))
        return True

    def _still_ours(self) -> bool:
        """Lock the row where this very attempt still holds it, and see whether it must run again."""
        row = TaskRun.objects.select_for_update().filter(
            pk=self.pk, status=Status.RUNNING, worker_id=self.worker_id, attempts=self.attempts
        )
        again = row.values_list("again", flat=True).first()
        self.again = bool(again)
        return again is not None

    def _remember(self, kind: str, trace: str) -> None:
        # PostgreSQL's jsonb has no NUL.
        trace = trace[-LONGEST_TRACEBACK:].replace("\x00", "\N{REPLACEMENT CHARACTER}")
        self.errors = [*self.errors, {"worker": self.worker_id, "kind": kind, "trace": trace}]

    def _wait(self, until: datetime) -> None:
        self.status = Status.READY
        self.run_after = until
        self.lease_until = None
        self.save(update_fields=["status", "run_after", "lease_until", "losses", "errors"])

    def _end(self, status: Status) -> None:
        self.status = status
        self.finished_at = timezone.now()
        self.lease_until = None
        self.save(
            update_fields=["status", "finished_at", "lease_until", "losses", "errors", "result"]
        )
        if self.again:
            self._copy().save(force_insert=True)

    def _copy(self) -> TaskRun:
        """The same call, waiting afresh."""
        now = timezone.now()
        same = ("task", "args", "kwargs", "context", "backend", "queue_name", "priority")
        more = ("dedupe_key", "max_attempts")
        kept = {name: getattr(self, name) for name in (*same, *more)}
        return TaskRun(**kept, run_after=now, enqueued_at=now)
