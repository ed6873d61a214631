"""What holds of projects, and by which indexes they are found."""

from __future__ import annotations

from django.db import models

from atrium.organisations.constraints import SameOrganisation
from atrium.projects.models.project_queryset import OPEN

CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "public_id"], name="project_by_public_id"),
    models.UniqueConstraint(fields=["organisation", "id"], name="project_by_organisation"),
    models.UniqueConstraint(fields=["organisation", "number"], name="project_by_number"),
    SameOrganisation("client"),
    SameOrganisation("column"),
    SameOrganisation("manager"),
    SameOrganisation("delivered_by"),
    SameOrganisation("created_by"),
]
INDEXES = [
    models.Index(fields=["organisation", "client", "id"], name="project_by_client"),
    models.Index(
        fields=["organisation", "client", "due_on", "id"], condition=OPEN, name="project_next"
    ),
    models.Index(
        fields=["organisation", "column", "rank", "id"], condition=OPEN, name="project_on_board"
    ),
    models.Index(fields=["organisation", "column", "rank", "id"], name="project_by_rank"),
    models.Index(fields=["organisation", "due_on", "id"], condition=OPEN, name="project_by_day"),
    models.Index(fields=["organisation", "manager", "id"], name="project_by_manager"),
    models.Index(
        fields=["organisation", "binned_at"],
        condition=models.Q(binned_at__isnull=False, purged_at=None),
        name="project_in_bin",
    ),
    models.Index(
        fields=["organisation", "external_id"],
        condition=~models.Q(external_id=""),
        name="project_by_external_id",
    ),
]
