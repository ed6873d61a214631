from __future__ import annotations

from typing import Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models.participation import Participation
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


class JobRole(Term):
    """What a client can be to a job beside the parts that every job knows: landlord, insurer (J01).

    A part keeps the word itself, so that it reads on when the role leaves the list.
    """

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("job role")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="job_role_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="job_role_label_once"
            ),
        ]

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename the role; the parts that have it are called so at once."""
        before = self.label
        with acting(
            by=by, label=gettext("Changed the job role {before}").format(before=before)
        ) as act:
            super().edit(by=by, **values)
            act.change_many(act.lock_many(parts_as(before)), own=self.label)

    def retire(self, *, by: Member, into: JobRole | None = None) -> None:
        """Take the role off the list; the parts that have it keep the word, or get ``into``."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another role for the clients that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            if into is not None:
                act.change_many(act.lock_many(parts_as(self.label)), own=into.label)
            act.remove(self)


def parts_as(role: str) -> models.QuerySet[Any]:
    """The parts in jobs that are called so, in one order so that nobody waits for each other."""
    rows: models.QuerySet[Any] = Participation.objects.filter(own=role).order_by("id")
    return rows
