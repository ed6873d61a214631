from atrium.calendar.models.repeat import Repeat
from atrium.calendar.models.task import Task
from atrium.calendar.models.task_contact import TaskContact

__all__ = ["Repeat", "Task", "TaskContact"]
