from django.db import models


class Priority(models.IntegerChoices):
    """How much a job presses; the larger the sooner."""

    LOW = 0, "Low"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"
    URGENT = 3, "Urgent"

    @property
    def tone(self) -> str:
        """The tone of its mark; empty where it needs none."""
        return {Priority.HIGH: "warn", Priority.URGENT: "bad"}.get(self, "")

    @property
    def word(self) -> str:
        """As programs write it."""
        return self.name.lower()
