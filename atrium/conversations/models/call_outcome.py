"""Which way a call went and how it ended (R18)."""

from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy


class CallDirection(models.TextChoices):
    """Who called whom."""

    OUT = "out", gettext_lazy("We called")
    IN = "in", gettext_lazy("They called")


class CallOutcome(models.TextChoices):
    """How a call ended."""

    REACHED = "reached", gettext_lazy("Reached")
    MESSAGE = "message", gettext_lazy("Left a message")
    NO_ANSWER = "no_answer", gettext_lazy("No answer")
    BUSY = "busy", gettext_lazy("Busy")
    WRONG_NUMBER = "wrong_number", gettext_lazy("Wrong number")

    @property
    def tone(self) -> str:
        """How the chip looks: a wrong number is something to mend."""
        return {"reached": "good", "message": "info", "wrong_number": "bad"}.get(self, "")
