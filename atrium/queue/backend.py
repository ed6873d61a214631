from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import TaskError
from django.tasks.exceptions import TaskResultDoesNotExist
from django.tasks.signals import task_enqueued
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from atrium.queue.context import captured
from atrium.queue.models.task_run import TaskRun
from atrium.queue.policy import policy_of


class DatabaseBackend(BaseTaskBackend):
    """The ``django.tasks`` backend whose rows are written in the transaction of the change they follow.

    Any queue name goes unless ``QUEUES`` in the settings names the allowed ones.
    """

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {"QUEUES": [], **params})

    def enqueue(
        self, task: Task[Any, Any], args: list[Any], kwargs: dict[str, Any]
    ) -> TaskResult[Any, Any]:
        """Write a run of this task. Raises TypeError for arguments that are not JSON, InvalidTask."""
        self.validate_task(task)
        policy = policy_of(task.func)
        now = timezone.now()
        run = TaskRun(
            task=task.module_path,
            args=normalize_json(list(args)),
            kwargs=normalize_json(kwargs),
            context=normalize_json(captured()),
            backend=self.alias,
            queue_name=task.queue_name,
            priority=task.priority,
            dedupe_key=policy.key(*args, **kwargs) if policy.key else None,
            max_attempts=policy.attempts,
            run_after=task.run_after or now,
            enqueued_at=now,
        ).enqueue()
        result = result_of(run, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any, Any]:
        """The run with this id as it stands now. Raises TaskResultDoesNotExist."""
        try:
            run = TaskRun.objects.get(public_id=result_id)
        except (TaskRun.DoesNotExist, ValidationError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return result_of(run, task_of(run))


def task_of(run: TaskRun) -> Task[Any, Any]:
    """The task this is a run of. Raises ImportError where the code no longer has it."""
    task = import_string(run.task)
    if not isinstance(task, Task):
        raise ImportError(f"{run.task} is not a task.")  # noqa: TRY004  (as where it is not there at all)
    return task.using(priority=run.priority, queue_name=run.queue_name, run_after=run.run_after)


def result_of(run: TaskRun, task: Task[Any, Any]) -> TaskResult[Any, Any]:
    """The run in the words of ``django.tasks``."""
    result: TaskResult[Any, Any] = TaskResult(
        task=task,
        id=str(UUID(str(run.public_id))),
        status=TaskResultStatus(run.status),
        enqueued_at=run.enqueued_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        last_attempted_at=run.last_attempted_at,
        args=run.args,
        kwargs=run.kwargs,
        backend=run.backend,
        errors=[
            TaskError(exception_class_path=error["kind"], traceback=error["trace"])
            for error in run.errors
        ],
        worker_ids=run.worker_ids,
    )
    # The result is frozen, and Django has no other door for the value.
    object.__setattr__(result, "_return_value", run.result)
    return result
