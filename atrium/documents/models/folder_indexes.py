"""By what folders are looked for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

FOLDER_INDEXES = [
    models.Index(fields=["organisation", "client", "parent"], name="folder_by_client"),
    models.Index(fields=["organisation", "parent"], name="folder_by_parent"),
    models.Index(
        fields=["organisation", "keeper"], condition=~Q(keeper=""), name="folder_by_keeper"
    ),
    models.Index(
        fields=["organisation", "binned_with"],
        condition=Q(binned_with__isnull=False),
        name="folder_binned_with",
    ),
]
