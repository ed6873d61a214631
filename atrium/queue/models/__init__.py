from atrium.queue.models.schedule import Schedule
from atrium.queue.models.task_run import TaskRun

__all__ = ["Schedule", "TaskRun"]
