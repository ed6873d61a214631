"""What holds of jobs, and by which indexes they are found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from atrium.organisations.constraints import SameOrganisation

CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "id"], name="job_by_organisation"),
    models.UniqueConstraint(fields=["organisation", "number"], name="job_number_once"),
    models.UniqueConstraint(fields=["organisation", "public_id"], name="job_by_public_id"),
    models.CheckConstraint(
        condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
        name="job_ends_after_it_starts",
    ),
    models.CheckConstraint(
        condition=Q(amount=None, fee=None) | ~Q(currency=""), name="job_amount_has_currency"
    ),
    SameOrganisation("stage"),
    SameOrganisation("client"),
    SameOrganisation("billing"),
    SameOrganisation("manager"),
    SameOrganisation("location"),
    SameOrganisation("finished_by"),
    SameOrganisation("created_by"),
]
INDEXES = [
    models.Index(
        fields=["organisation", "external_id"],
        condition=~Q(external_id=""),
        name="job_by_external_id",
    ),
    models.Index(fields=["organisation", "stage", "number"], name="job_by_stage"),
    models.Index(fields=["organisation", "client"], name="job_by_client"),
    models.Index(
        fields=["organisation", "billing"],
        condition=Q(billing__isnull=False),
        name="job_by_payer",
    ),
    models.Index(
        fields=["organisation", "due_on", "id"],
        condition=Q(phase="open", binned_at=None),
        name="job_open_by_day",
    ),
    models.Index(
        fields=["organisation", "manager", "due_on"],
        condition=Q(phase="open", binned_at=None),
        name="job_open_by_manager",
    ),
    models.Index(
        fields=["organisation", "priority", "id"],
        condition=Q(phase="open", binned_at=None),
        name="job_open_by_priority",
    ),
    models.Index(
        fields=["organisation", "location"],
        condition=Q(location__isnull=False),
        name="job_by_location",
    ),
    models.Index(
        fields=["organisation", "binned_at"],
        condition=Q(binned_at__isnull=False),
        name="job_in_the_bin",
    ),
]
