from __future__ import annotations

from django.db import models

from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models.member import Member
from atrium.organisations.owned import Owned


class Team(Owned):
    """Members who work together; clients can be opened to a whole team."""

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(Member, through="TeamMember", related_name="teams")

    class Meta(Owned.Meta):
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="team_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(Owned):
    """That a member is in a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", db_constraint=False)
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="team_memberships", db_constraint=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "team", "member"], name="in_a_team_once"
            ),
            SameOrganisation("team"),
            SameOrganisation("member"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.team}"
