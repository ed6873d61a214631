"""One attempt at a run: in its context, outside of any transaction, its end recorded."""

from __future__ import annotations

from contextvars import copy_context
from types import TracebackType
from typing import Any, Self

import structlog
from django.db import DataError, connections
from django.tasks import TaskContext
from django.tasks.signals import task_finished, task_started
from django.utils.json import normalize_json

from atrium.queue.backend import DatabaseBackend, result_of, task_of
from atrium.queue.context import entered
from atrium.queue.models.task_run import TaskRun
from atrium.queue.policy import Policy, policy_of

log = structlog.get_logger("atrium.queue")


class Attempt:
    """Runs a claimed run once and holds whatever it raised, as a worker must outlive every task."""

    def __init__(self, run: TaskRun) -> None:
        self.run = run
        self.policy = Policy()
        self.result: Any = None
        self.error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.error = error
        return True

    def perform(self) -> None:
        """Do it and record how it ended.

        Raises DatabaseError where the end could not be recorded: the lease lapses then and it runs again.
        """
        freshen()
        try:
            with structlog.contextvars.bound_contextvars(
                task=self.run.task, run=str(self.run.public_id), attempt=self.run.attempts
            ):
                self._tell(ours=self._perform())
        finally:
            freshen()

    def _perform(self) -> bool:
        """Answers whether the lease was ours to the end."""
        with self:
            copy_context().run(self._call)
        # Where the body lost its connection, the end is recorded over a new one.
        freshen()
        if self.error is None:
            try:
                return self.run.succeed(self.result)
            except DataError as error:
                self.error = error
        return self.run.fail(self.error, self.policy)

    def _call(self) -> None:
        task = task_of(self.run)
        self.policy = policy_of(task.func)
        result = result_of(self.run, task)
        task_started.send(DatabaseBackend, task_result=result)
        leading: list[TaskContext[Any, Any]] = (
            [TaskContext(task_result=result)] if task.takes_context else []
        )
        with entered(self.run.context):
            self.result = normalize_json(task.call(*leading, *self.run.args, **self.run.kwargs))

    def _tell(self, *, ours: bool) -> None:
        run = self.run
        if not ours:
            log.warning("task ended after its lease was lost")
        elif self.error is not None:
            log.error("task failed", failures=run.failures, status=run.status, exc_info=self.error)
        else:
            log.info("task done", seconds=_seconds(run))
        if ours and run.finished_at and not isinstance(self.error, ImportError):
            task_finished.send(DatabaseBackend, task_result=result_of(run, task_of(run)))


def freshen() -> None:
    """Close this thread's connections that are broken or too old; the next statement opens new ones."""
    for connection in connections.all(initialized_only=True):
        # A test runs tasks inside of its own transaction.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _seconds(run: TaskRun) -> float:
    if run.finished_at is None or run.last_attempted_at is None:
        return 0.0
    return round((run.finished_at - run.last_attempted_at).total_seconds(), 3)
