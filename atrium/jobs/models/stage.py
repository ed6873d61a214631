from __future__ import annotations

from typing import Any

from django.db import models

from atrium.clients.models.status import Tone
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


class Phase(models.TextChoices):
    """What a stage means, whatever it is called."""

    OPEN = "open", gettext_lazy("Open: there is work to do")
    DONE = "done", gettext_lazy("Done: the work is complete")
    CANCELLED = "cancelled", gettext_lazy("Cancelled: it will not be done")

    @property
    def told(self) -> str:
        """In one word."""
        return _TOLD[self]


_TOLD = {
    Phase.OPEN: gettext_lazy("Open"),
    Phase.DONE: gettext_lazy("Done"),
    Phase.CANCELLED: gettext_lazy("Cancelled"),
}


class Stage(Term):
    """How far a job is; the list is the organisation's own (R05). New jobs get the first open one."""

    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NEUTRAL)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.OPEN)

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("stage")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="stage_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="stage_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "label_key"], name="stage_label_once"),
        ]

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def phase_as(self) -> Phase:
        return Phase(self.phase)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename or recolour; what it means changes only while no job is in it."""
        phase = values.get("phase", self.phase)
        with acting(
            by=by, label=gettext("Changed the stage {label}").format(label=self.label)
        ) as act:
            self._lock_or_refuse(act)
            if phase != self.phase:
                if self.jobs.exists():
                    msg = gettext(
                        "Jobs are in this stage, so it keeps what it means. Add another stage."
                    )
                    raise Refusal(msg, field="phase")
                self._refuse_last()
            super().edit(by=by, **values)

    def retire(self, *, by: Member, into: Stage) -> None:
        """Take the stage off the list; its jobs go to ``into``, which means the same."""
        if into.pk == self.pk or into.phase != self.phase:
            msg = gettext(
                "Choose another stage that means the same for the jobs that are in this one."
            )
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            act.change_many(act.lock_many(self.jobs.order_by("id")), stage=into)
            act.remove(self)

    def _refuse_last(self) -> None:
        """An open stage and one for what is done are always there."""
        others = Stage.objects.filter(phase=self.phase).exclude(pk=self.pk)
        if self.phase != Phase.CANCELLED and not others.exists():
            msg = gettext("This is the only stage of its meaning. Add another one first.")
            raise Refusal(msg, field="phase")
