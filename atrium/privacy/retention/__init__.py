"""What goes by itself when its time is over: one sort of record, one way in which it goes."""

from atrium.privacy.retention import leads, lists, talk, told

__all__ = ["leads", "lists", "talk", "told"]
