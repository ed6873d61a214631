"""Which way a call went and how it ended (R18)."""

from __future__ import annotations

from django.db import models


class CallDirection(models.TextChoices):
    """Who called whom."""

    OUT = "out", "We called"
    IN = "in", "They called"


class CallOutcome(models.TextChoices):
    """How a call ended."""

    REACHED = "reached", "Reached"
    MESSAGE = "message", "Left a message"
    NO_ANSWER = "no_answer", "No answer"
    BUSY = "busy", "Busy"
    WRONG_NUMBER = "wrong_number", "Wrong number"

    @property
    def tone(self) -> str:
        """How the chip looks: a wrong number is something to mend."""
        return {"reached": "good", "message": "info", "wrong_number": "bad"}.get(self, "")
