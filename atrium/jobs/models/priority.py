from django.db import models

from atrium.foundation.translation import gettext_lazy


class Priority(models.IntegerChoices):
    """How much a job presses; the larger the sooner."""

    LOW = 0, gettext_lazy("Low")
    NORMAL = 1, gettext_lazy("Normal")
    HIGH = 2, gettext_lazy("High")
    URGENT = 3, gettext_lazy("Urgent")

    @property
    def tone(self) -> str:
        """The tone of its mark; empty where it needs none."""
        return {Priority.HIGH: "warn", Priority.URGENT: "bad"}.get(self, "")

    @property
    def word(self) -> str:
        """As programs write it."""
        return self.name.lower()
