"""The orders in which clients are read."""

from django.db import models
from django.db.models import Q

INDEXES = [
    models.Index(fields=["organisation", "state", "name_key", "id"], name="client_by_name"),
    models.Index(fields=["organisation", "state", "active_at", "id"], name="client_by_act"),
    models.Index(fields=["organisation", "state", "number"], name="client_by_number"),
    models.Index(fields=["organisation", "state", "restricted", "owner"], name="client_by_sight"),
    models.Index(fields=["organisation", "state", "kind", "name_key", "id"], name="client_by_kind"),
    models.Index(
        fields=["organisation", "state", "name_key", "id"],
        condition=Q(restricted=True),
        name="client_restricted",
    ),
    models.Index(fields=["organisation", "state", "created_at", "id"], name="client_new"),
    # With who may see it at the end, so that counting need not look at the clients themselves.
    models.Index(
        fields=["organisation", "state", "status", "name_key", "id", "restricted", "owner"],
        name="client_by_status",
    ),
    models.Index(
        fields=["organisation", "state", "status", "active_at", "id"],
        name="client_by_status_act",
    ),
    models.Index(
        fields=["organisation", "state", "owner", "name_key", "id", "restricted"],
        name="client_by_owner",
    ),
    models.Index(fields=["organisation", "state", "completeness", "id"], name="client_by_complete"),
    models.Index(fields=["organisation", "state", "industry", "id"], name="client_by_industry"),
    models.Index(
        fields=["organisation", "external_id"],
        condition=~Q(external_id=""),
        name="client_by_external_id",
    ),
    models.Index(
        fields=["organisation", "survivor"],
        condition=Q(survivor__isnull=False),
        name="client_by_survivor",
    ),
]
