from __future__ import annotations

from django.db import models

from atrium.clients.events import StatusChanged
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting, acting


class Tone(models.TextChoices):
    """The colours that mean something (docs/architecture.md, the look)."""

    NEUTRAL = "neutral", gettext_lazy("Grey")
    INFO = "info", gettext_lazy("Blue")
    GOOD = "good", gettext_lazy("Green")
    WARN = "warn", gettext_lazy("Amber")
    BAD = "bad", gettext_lazy("Red")


class Status(Term):
    """Where the organisation stands with a client; the list is the organisation's own (R02).

    ``is_closed``: the work with its clients rests or has ended.
    """

    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NEUTRAL)
    is_default = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("status")
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
        with acting(
            by=by, label=gettext("Made {label} the default status").format(label=self.label)
        ) as act:
            self._make_default(act)

    def _make_default(self, act: Acting) -> None:
        rows = self._in_order(act)
        if self not in rows:
            raise Refusal(self._gone())
        for other in rows:
            if other != self:
                act.change(other, is_default=False)
        act.lock(self)
        act.change(self, is_default=True)

    def retire(self, *, by: Member, into: Status) -> None:
        """Take the status off the list; its clients move to ``into``, each told on its timeline."""
        if into.pk == self.pk:
            msg = gettext("Choose another status for the clients that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            moved = act.change_many(act.lock_many(self.clients.order_by("id")), status=into)
            story = StatusChanged(before=self.label, after=into.label)
            act.record_many((story, client) for client in moved)
            was_default = self.is_default
            act.remove(self)
            if was_default:
                into._make_default(act)
