from __future__ import annotations

from django.db import models

from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Team
from atrium.organisations.owned import Owned


class MailboxTeam(Owned):
    """That a shared mailbox is kept by a team; one without any is kept by everyone."""

    mailbox = models.ForeignKey(
        "conversations.Mailbox",
        models.PROTECT,
        related_name="shares",
        db_constraint=False,
        db_index=False,
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mailbox", "team"], name="mailbox_shared_once"
            ),
            SameOrganisation("mailbox"),
            SameOrganisation("team"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} with {self.team}"
