from __future__ import annotations

from typing import Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


class TeamRole(Term):
    """What a member or a team is to a client: account manager, bookkeeper, or the organisation's own (R16).

    A seat keeps the word itself, so that the past says what it said then.
    """

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("team role")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="team_role_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="team_role_label_once"
            ),
        ]

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename the role; who has it now has it by the new name."""
        before = self.label
        with acting(
            by=by, label=gettext("Changed the team role {before}").format(before=before)
        ) as act:
            super().edit(by=by, **values)
            act.change_many(act.lock_many(seats_as(before)), role=self.label)

    def retire(self, *, by: Member, into: TeamRole | None = None) -> None:
        """Take the role off the list; who has it keeps the word, or has ``into`` instead."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another role for those who have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            if into is not None:
                act.change_many(act.lock_many(seats_as(self.label)), role=into.label)
            act.remove(self)


def seats_as(role: str) -> models.QuerySet[Any]:
    """The seats that are held now in this role, in one order so that nobody waits for each other."""
    from atrium.clients.models.assignment import Assignment  # noqa: PLC0415 - it reads the roles

    rows: models.QuerySet[Any] = Assignment.objects.current().filter(role=role).order_by("id")
    return rows
