from atrium.calendar.models.task import Task

__all__ = ["Task"]
