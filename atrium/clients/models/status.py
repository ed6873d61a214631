from __future__ import annotations

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


class Tone(models.TextChoices):
    """The colours that mean something (docs/architecture.md, the look)."""

    NEUTRAL = "neutral", "Grey"
    INFO = "info", "Blue"
    GOOD = "good", "Green"
    WARN = "warn", "Amber"
    BAD = "bad", "Red"


class Status(Term):
    """Where the organisation stands with a client; the list is the organisation's own (R02)."""

    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NEUTRAL)
    is_default = models.BooleanField(default=False)

    class Meta(Term.Meta):
        verbose_name = "status"
        verbose_name_plural = "statuses"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="status_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="status_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "label_key"], name="status_label_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_default=True),
                name="one_default_status",
            ),
        ]

    def make_default(self, *, by: Member) -> None:
        """New clients get this status."""
        with acting(by=by, label=f"Made {self.label} the default status") as act:
            for other in Status.objects.select_for_update().filter(is_default=True):
                act.change(other, is_default=False)
            act.lock(self)
            act.change(self, is_default=True)
        by.organisation.forget_lexicon()

    def retire(self, *, by: Member, into: Status) -> None:
        """Take the status off the list; its clients move to ``into``, each told on its timeline."""
        if into.pk == self.pk:
            msg = "Choose another status for the clients that have this one."
            raise Refusal(msg)
        with acting(by=by, label=f"Removed the status {self.label}") as act:
            for client in self.clients.select_for_update(of=("self",)).iterator():
                client.move_to(into, by=by)
            if self.is_default:
                into.make_default(by=by)
                self.is_default = False
            act.remove(self)
        by.organisation.forget_lexicon()
