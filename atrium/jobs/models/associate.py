from __future__ import annotations

from typing import ClassVar

from django.db import models

from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager


class Associate(Owned):
    """That a member works on a job beside its manager."""

    job = models.ForeignKey(
        "jobs.Job",
        models.PROTECT,
        related_name="associates",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "job", "member"], name="job_associate_once"
            ),
            SameOrganisation("job"),
            SameOrganisation("member"),
        ]
        indexes = [models.Index(fields=["organisation", "member"], name="job_associate_by_member")]

    def __str__(self) -> str:
        return gettext("{member} on {job}").format(member=self.member, job=self.job)
