"""By what files are looked for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

FILE_INDEXES = [
    models.Index(
        fields=["organisation", "client", "folder", "name_key", "id"],
        condition=Q(binned_at=None),
        name="file_by_name",
    ),
    models.Index(
        fields=["organisation", "client", "folder", "-changed_at", "-id"],
        condition=Q(binned_at=None),
        name="file_by_change",
    ),
    # Counts the files of a client without reading them.
    models.Index(
        fields=["organisation", "client", "-changed_at", "-id", "binned_at"], name="file_of_client"
    ),
    models.Index(fields=["organisation", "folder"], name="file_by_folder"),
    models.Index(fields=["organisation", "content"], name="file_by_content"),
    models.Index(fields=["organisation", "kind"], name="file_by_kind"),
    models.Index(
        fields=["organisation", "-changed_at", "-id"],
        condition=Q(binned_at=None),
        name="file_newest",
    ),
    models.Index(
        fields=["organisation", "expires_on", "id"],
        condition=Q(binned_at=None, expires_on__isnull=False),
        name="file_expiring",
    ),
    models.Index(
        fields=["organisation", "remind_on"],
        condition=Q(binned_at=None, reminded_at=None, remind_on__isnull=False),
        name="file_to_remind",
    ),
    models.Index(
        fields=["organisation", "binned_at"],
        condition=Q(binned_at__isnull=False),
        name="file_binned",
    ),
    models.Index(
        fields=["organisation", "binned_with"],
        condition=Q(binned_with__isnull=False),
        name="file_binned_with",
    ),
]
