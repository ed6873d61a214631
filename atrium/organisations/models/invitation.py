from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models.member import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Role

LASTS = timedelta(days=7)


def _expiry() -> datetime:
    return timezone.now() + LASTS


class Invitation(Owned):
    """A mailed offer to join the organisation in a role. Only a hash of its key is kept."""

    public_id = models.UUIDField(default=public_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    key_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            SameOrganisation("invited_by"),
            models.UniqueConstraint(fields=["organisation", "key_hash"], name="invitation_by_key"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
