from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.events import FlagCleared, Flagged
from atrium.clients.models.client import Client
from atrium.clients.models.hold import checked_reason
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting


class Flag(Owned):
    """A reason to be careful with a client, seen in lists (C03)."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="flags", db_constraint=False, db_index=False
    )
    reason = models.CharField(max_length=500)
    raised_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    cleared_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        ordering = ("-raised_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(cleared_at=None),
                name="one_flag_at_a_time",
            ),
            SameOrganisation("client"),
            SameOrganisation("raised_by"),
            SameOrganisation("cleared_by"),
        ]
        indexes = [models.Index(fields=["organisation", "client"], name="flag_by_client")]

    def __str__(self) -> str:
        return f"{self.client}: {self.reason}"

    @classmethod
    def raise_on(cls, client: Client, *, by: Member, reason: str) -> Flag:
        """Flag the client; a flag that is up gets the new reason."""
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Flagged {client}").format(client=client)) as act:
            act.lock(client)
            flag = client.flags.filter(cleared_at=None).first()
            if flag is None:
                flag = act.insert(cls(client=client, raised_by=by, reason=reason))
            elif not act.change(flag, reason=reason, raised_by=by, raised_at=timezone.now()):
                return flag
            act.record(Flagged(reason=reason), client=client)
        return flag

    def clear(self, *, by: Member) -> None:
        """Take the flag down; it stays as history."""
        with acting(
            by=by, label=gettext("Cleared the flag of {client}").format(client=self.client)
        ) as act:
            act.lock(self)
            if self.cleared_at:
                msg = gettext("The flag was cleared already.")
                raise Refusal(msg)
            act.change(self, cleared_at=timezone.now(), cleared_by=by)
            act.record(FlagCleared(reason=self.reason), client=self.client)
