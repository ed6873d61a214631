from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class Thread(Owned):
    """Messages that answer one another, however they came. Whose they are is said by their filings.

    ``assignee`` is to answer what waits in it, now and when the client writes again.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    subject = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    assignee = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="thread_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="thread_by_public_id"
            ),
            SameOrganisation("assignee"),
        ]

    def __str__(self) -> str:
        return self.subject
