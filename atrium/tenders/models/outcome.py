from django.db import models


class Outcome(models.TextChoices):
    """What became of a tender; an open one has none."""

    WON = "won", "Won"
    LOST = "lost", "Lost"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def tone(self) -> str:
        """The tone of its mark."""
        return {Outcome.WON: "good", Outcome.LOST: "bad"}.get(self, "neutral")

    @property
    def icon(self) -> str:
        return {Outcome.WON: "trophy", Outcome.LOST: "circle-x"}.get(self, "undo-2")
