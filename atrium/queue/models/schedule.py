from __future__ import annotations

from datetime import datetime

from django.db import models


class Schedule(models.Model):
    """How far one periodic task has come: its last tick that was enqueued."""

    name = models.CharField(max_length=200, unique=True)
    last_tick = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} up to {self.last_tick:%Y-%m-%d %H:%M}"

    @classmethod
    def take(cls, name: str, tick: datetime) -> bool:
        """Take this tick: True for exactly one of all who ask, in whose transaction it is enqueued.

        A name never seen before starts here without running, so that an installation at noon does not
        do last night's work.
        """
        if cls.objects.filter(name=name, last_tick__lt=tick).update(last_tick=tick):
            return True
        Schedule.objects.bulk_create([Schedule(name=name, last_tick=tick)], ignore_conflicts=True)
        return False
