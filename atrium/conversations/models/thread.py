from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.foundation.ids import public_id
from atrium.organisations.owned import Owned


class Thread(Owned):
    """Messages that answer one another, however they came. Whose they are is said by their filings."""

    public_id = models.UUIDField(default=public_id, editable=False)
    subject = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="thread_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="thread_by_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
