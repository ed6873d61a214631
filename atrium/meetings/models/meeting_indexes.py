"""What holds of meetings, and by which indexes they are found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from atrium.organisations.constraints import SameOrganisation

CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "public_id"], name="meeting_by_public_id"),
    models.UniqueConstraint(fields=["organisation", "id"], name="meeting_by_organisation"),
    models.UniqueConstraint(
        fields=["organisation", "uid"],
        condition=Q(original_at=None),
        name="meeting_by_uid",
    ),
    models.UniqueConstraint(
        fields=["organisation", "uid", "original_at"], name="meeting_of_series_once"
    ),
    models.CheckConstraint(
        condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
    ),
    SameOrganisation("client"),
    SameOrganisation("series"),
    SameOrganisation("organiser"),
]
INDEXES = [
    models.Index(fields=["organisation", "client", "starts_at", "id"], name="meeting_by_client"),
    models.Index(fields=["organisation", "starts_at", "id"], name="meeting_by_time"),
    models.Index(
        fields=["organisation", "series", "original_at"],
        condition=Q(series__isnull=False),
        name="meeting_by_series",
    ),
]
