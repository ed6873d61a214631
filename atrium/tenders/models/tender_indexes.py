"""What holds of tenders, and by which indexes they are found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atrium.organisations.constraints import SameOrganisation

OPEN = Q(outcome="", binned_at=None)
CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "id"], name="tender_by_organisation"),
    models.UniqueConstraint(fields=["organisation", "number"], name="tender_number_once"),
    models.UniqueConstraint(fields=["organisation", "public_id"], name="tender_by_public_id"),
    models.CheckConstraint(
        condition=Q(amount=None) | ~Q(currency=""), name="tender_amount_has_currency"
    ),
    models.CheckConstraint(
        condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
        name="tender_decided_when",
    ),
    models.CheckConstraint(condition=Q(job=None) | Q(project=None), name="tender_became_one_thing"),
    SameOrganisation("client"),
    SameOrganisation("stage"),
    SameOrganisation("owner"),
    SameOrganisation("reason"),
    SameOrganisation("job"),
    SameOrganisation("project"),
    SameOrganisation("decided_by"),
    SameOrganisation("created_by"),
]
INDEXES = [
    models.Index(fields=["organisation", "client", "outcome", "due_at"], name="tender_by_client"),
    models.Index(fields=["organisation", "stage", "number"], name="tender_by_stage"),
    models.Index(
        fields=["organisation", "due_at", "id"], condition=OPEN, name="tender_open_by_time"
    ),
    models.Index(
        fields=["organisation", "owner", "due_at"], condition=OPEN, name="tender_open_by_owner"
    ),
    models.Index(
        fields=["organisation", "remind_at"],
        condition=OPEN & Q(remind_at__isnull=False, reminded_at=None),
        name="tender_to_remind",
    ),
    models.Index(
        fields=["organisation", "decided_at", "outcome"],
        condition=Q(decided_at__isnull=False, binned_at=None),
        name="tender_by_decision",
    ),
    models.Index(
        fields=["organisation", "job"], condition=Q(job__isnull=False), name="tender_by_job"
    ),
    models.Index(
        fields=["organisation", "project"],
        condition=Q(project__isnull=False),
        name="tender_by_project",
    ),
    models.Index(
        fields=["organisation", "reason"],
        condition=Q(reason__isnull=False),
        name="tender_by_reason",
    ),
    models.Index(
        fields=["organisation", "binned_at"],
        condition=Q(binned_at__isnull=False, purged_at=None),
        name="tender_in_the_bin",
    ),
]
