from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from atrium.foundation.formats.names import hue_of, initials
from atrium.foundation.ids import public_id
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import ROLES, Can, Role


class MemberQuerySet(models.QuerySet["Member"]):
    """Ways to choose members."""

    def active(self) -> MemberQuerySet:
        return self.filter(disabled_at=None)


MemberManager = OwnedManager.from_queryset(MemberQuerySet)


class Member(Owned):
    """A person at work in one organisation: the actor of every verb."""

    public_id = models.UUIDField(default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    disabled_at = models.DateTimeField(null=True, blank=True)
    list_style = models.CharField(max_length=10, blank=True)
    list_columns = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = MemberManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="member_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="member_by_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def can(self, permission: Can) -> bool:
        return self.disabled_at is None and permission in ROLES[Role(self.role)]

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    def prefers(self, **values: Any) -> None:
        """Keep how this member likes lists; a taste, so it leaves no event."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
