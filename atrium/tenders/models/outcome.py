from django.db import models

from atrium.foundation.translation import gettext_lazy


class Outcome(models.TextChoices):
    """What became of a tender; an open one has none."""

    WON = "won", gettext_lazy("Won")
    LOST = "lost", gettext_lazy("Lost")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    @property
    def tone(self) -> str:
        """The tone of its mark."""
        return {Outcome.WON: "good", Outcome.LOST: "bad"}.get(self, "neutral")

    @property
    def icon(self) -> str:
        return {Outcome.WON: "trophy", Outcome.LOST: "circle-x"}.get(self, "undo-2")
