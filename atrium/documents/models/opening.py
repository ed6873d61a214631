from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from atrium.documents.models.file import File


class Opening(Owned):
    """When a member last opened a file: their recent files (C14). No part of the journal."""

    file = models.ForeignKey(
        "documents.File",
        models.PROTECT,
        related_name="openings",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    opened_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "file", "member"], name="opening_of_file"
            ),
            SameOrganisation("file"),
            SameOrganisation("member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "member", "-opened_at"], name="opening_by_member")
        ]

    @classmethod
    def note(cls, file: File, *, by: Member) -> None:
        """Remember that the member opened the file."""
        cls.objects.update_or_create(file=file, member=by, defaults={"opened_at": timezone.now()})
