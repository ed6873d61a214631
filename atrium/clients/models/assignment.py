from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from atrium.clients.events import AssignmentEnded, AssignmentGiven, LeftTheTeam
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member, Team
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Ways to choose seats."""

    def current(self) -> AssignmentQuerySet:
        """Those that are held now."""
        return self.filter(until=None)

    def past(self) -> AssignmentQuerySet:
        """Those that were held, the latest first."""
        return self.filter(until__isnull=False).order_by("-until", "-id")


AssignmentManager = OwnedManager.from_queryset(AssignmentQuerySet)


class Assignment(Owned):
    """A seat in the relationship team of a client: which member or team, as what, since and until (R16).

    ``until`` is set when it ends; the row stays as the history of who looked after the client.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        related_name="assignments",
        db_constraint=False,
        db_index=False,
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        related_name="assignments",
        db_constraint=False,
        db_index=False,
    )
    role = models.CharField(max_length=60)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AssignmentManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, team__isnull=False) | Q(member__isnull=False, team=None),
                name="assigned_to_one",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="assigned_forwards",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "member"],
                condition=Q(until=None, member__isnull=False),
                name="assigned_member_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "team"],
                condition=Q(until=None, team__isnull=False),
                name="assigned_team_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("member"),
            SameOrganisation("team"),
        ]
        indexes = [
            models.Index(fields=["organisation", "member"], name="assignment_by_member"),
            models.Index(fields=["organisation", "team"], name="assignment_by_team"),
            models.Index(fields=["organisation", "client", "until"], name="assignment_by_client"),
        ]

    def __str__(self) -> str:
        return gettext("{whom} at {client}: {role}").format(
            whom=self.whom, client=self.client, role=self.role
        )

    @property
    def whom(self) -> Member | Team | None:
        return self.member or self.team

    @property
    def began(self) -> date:
        """The day from which it is held."""
        return self.since or self.created_at.date()

    def members(self) -> list[Member]:
        """The member it names, or everyone in its team."""
        if self.team is None:
            return [self.member] if self.member else []
        return list(self.team.members.all())

    @classmethod
    def give(
        cls,
        client: Client,
        *,
        by: Member | None,
        member: Member | Team,
        role: str,
        since: date | None = None,
    ) -> Assignment:
        """Give a member or a whole team a seat; who has one has the new role from today.

        Refused for who does not work here any more, and for a day that is yet to come.
        """
        today = client.organisation.today()
        role = " ".join(role.split())[:60] or gettext("Team")
        _refuse_unfit(member, since, today)
        whom = {"member": member} if isinstance(member, Member) else {"team": member}
        with acting(
            by=by,
            label=gettext("Assigned {member} to {client}").format(member=member, client=client),
        ) as act:
            act.lock(client)
            held = client.assignments.current().filter(**whom).first()
            if held is not None and held.role == role:
                if since is None or not act.change(held, since=since):
                    return held
            elif held is not None and held.began == today:
                act.change(held, role=role)
            else:
                if held is not None:
                    act.change(held, until=today)
                held = act.insert(cls(client=client, **whom, role=role, since=since or today))
            story = AssignmentGiven(member=member.name, role=role)
            act.record(story, client=client, subject=held)
        return held

    def end(self, *, by: Member) -> None:
        """Take the member or team out; the seat stays in the history. Nothing happens when it is ended."""
        with acting(
            by=by,
            label=gettext("Took {whom} out of the team of {client}").format(
                whom=self.whom, client=self.client
            ),
        ) as act:
            act.lock(self.client)
            act.lock(self)
            today = self.client.organisation.today()
            if self.until is None and act.change(self, until=max(today, self.began)):
                story = AssignmentEnded(member=str(self.whom), role=self.role)
                act.record(story, client=self.client)

    @classmethod
    def end_all_of(cls, member: Member) -> int:
        """End every seat that the member holds, told on each client; answers how many."""
        today = member.organisation.today()
        with acting(
            by=None, label=gettext("Took {member} out of every team").format(member=member)
        ) as act:
            rows = cls.objects.current().filter(member=member).select_related("client")
            held = act.lock_many(rows.order_by("id"))
            act.change_each((seat, {"until": max(today, seat.began)}) for seat in held)
            act.record_many(
                (LeftTheTeam(member=member.name, role=seat.role), seat.client) for seat in held
            )
        return len(held)


def _refuse_unfit(whom: Member | Team, since: date | None, today: date) -> None:
    if isinstance(whom, Member) and not whom.is_active:
        msg = gettext("{whom} does not work here any more; choose someone who does.").format(
            whom=whom
        )
        raise Refusal(msg, field="member")
    if since is not None and since > today:
        msg = gettext("That day is yet to come; give today or an earlier day.")
        raise Refusal(msg, field="since")
