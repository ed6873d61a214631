from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned


class Outcome(models.TextChoices):
    """How an attempt to send ended."""

    OPEN = "open", gettext_lazy("Under way")
    TAKEN = "taken", gettext_lazy("Taken by the mail server")
    LATER = "later", gettext_lazy("To be tried again")
    REFUSED = "refused", gettext_lazy("Refused for good")
    UNSURE = "unsure", gettext_lazy("Nobody knows whether it was taken")


class Attempt(Owned):
    """One attempt to hand a message to a mail server, with what the server said."""

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="attempts",
        db_constraint=False,
        db_index=False,
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [SameOrganisation("message")]
        indexes = [models.Index(fields=["organisation", "message"], name="attempt_by_message")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.answer}"

    def end(self, outcome: Outcome, answer: str) -> None:
        """Keep how it ended."""
        self.outcome, self.answer, self.ended_at = outcome, answer[:500], timezone.now()
        type(self).objects.filter(pk=self.pk).update(
            outcome=self.outcome, answer=self.answer, ended_at=self.ended_at
        )
