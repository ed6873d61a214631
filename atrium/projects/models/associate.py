from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class Associate(Owned):
    """That a member works on a project beside who manages it; Project.staff() says so."""

    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        related_name="associates",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "project", "member"], name="associate_once"
            ),
            SameOrganisation("project"),
            SameOrganisation("member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "member", "project"], name="associate_by_member")
        ]

    def __str__(self) -> str:
        return gettext("{member} works on {project}").format(
            member=self.member, project=self.project
        )
