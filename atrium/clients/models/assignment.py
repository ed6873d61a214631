from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.clients.events import AssignmentEnded, AssignmentGiven
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting


class Assignment(Owned):
    """That a member is in the relationship team of a client, and as what (R16)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False
    )
    role = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client", "member"], name="assigned_once"
            ),
            SameOrganisation("client"),
            SameOrganisation("member"),
        ]
        indexes = [models.Index(fields=["organisation", "member"], name="assignment_by_member")]

    def __str__(self) -> str:
        return f"{self.member} at {self.client}: {self.role}"

    @classmethod
    def give(cls, client: Client, *, by: Member | None, member: Member, role: str) -> Assignment:
        """Put the member into the team; one who is in it gets the new role."""
        role = " ".join(role.split())[:60] or "Team"
        if not member.is_active:
            msg = f"{member} does not work here any more; choose someone who does."
            raise Refusal(msg, field="member")
        with acting(by=by, label=f"Assigned {member} to {client}") as act:
            act.lock(client)
            given = client.assignments.filter(member=member).first()
            if given is None:
                given = act.insert(cls(client=client, member=member, role=role))
            elif not act.change(given, role=role):
                return given
            story = AssignmentGiven(member=member.name, role=role)
            act.record(story, client=client, subject=given)
        return given

    def end(self, *, by: Member) -> None:
        """Take the member out of the team."""
        with acting(by=by, label=f"Took {self.member} out of the team of {self.client}") as act:
            act.lock(self.client)
            act.remove(self)
            story = AssignmentEnded(member=self.member.name, role=self.role)
            act.record(story, client=self.client)
