from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.documents.models.content import Content
from atrium.foundation.files import LONGEST_NAME
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager


class FileVersion(Owned):
    """What a file said from some day on. ``name`` is what it was called where it came from."""

    public_id = models.UUIDField(default=public_id, editable=False)
    file = models.ForeignKey(
        "documents.File",
        models.PROTECT,
        related_name="versions",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    content = models.ForeignKey(
        Content, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        verbose_name = "version of a file"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="file_version_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "file", "number"], name="file_version_number"
            ),
            SameOrganisation("file"),
            SameOrganisation("content"),
            SameOrganisation("added_by"),
        ]
        indexes = [models.Index(fields=["organisation", "content"], name="file_version_by_content")]

    def __str__(self) -> str:
        return gettext("Version {number}").format(number=self.number)
