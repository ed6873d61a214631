from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.events import AccessChanged
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member, Team
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting


class Access(models.TextChoices):
    """Who may see a client, beside owners and admins, who always may."""

    EVERYONE = "everyone", gettext_lazy("Everyone who sees clients")
    TEAM = "team", gettext_lazy("Its owner and team only")
    NAMED = "named", gettext_lazy("Its owner, its team, and those named")


class Grant(Owned):
    """That a member or a team may see a client whose access is restricted (R19)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="grants", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        related_name="grants",
        db_constraint=False,
        db_index=False,
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="grants", db_constraint=False, db_index=False
    )
    given_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, team__isnull=False) | Q(member__isnull=False, team=None),
                name="grant_to_one",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "member"],
                condition=Q(member__isnull=False),
                name="granted_member_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "team"],
                condition=Q(team__isnull=False),
                name="granted_team_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("member"),
            SameOrganisation("team"),
            SameOrganisation("given_by"),
        ]

    def __str__(self) -> str:
        return f"{self.client} to {self.whom}"

    @property
    def whom(self) -> Member | Team | None:
        return self.member or self.team

    def members(self) -> list[Member]:
        """The member it names, or everyone in its team."""
        if self.team is None:
            return [self.member] if self.member else []
        return list(self.team.members.all())

    @classmethod
    def give(cls, client: Client, *, by: Member, to: Member | Team) -> Grant:
        """Let ``to`` see the client even when access is restricted."""
        whom = {"member": to} if isinstance(to, Member) else {"team": to}
        with acting(
            by=by, label=gettext("Let {to} see {client}").format(to=to, client=client)
        ) as act:
            act.lock(client)
            if client.grants.filter(**whom).exists():
                msg = gettext("{to} may see {client} already.").format(to=to, client=client)
                raise Refusal(msg)
            grant = act.insert(cls(client=client, **whom, given_by=by))
            story = AccessChanged(what=gettext("{to} was let in").format(to=to))
            act.record(story, client=client, subject=grant)
        return grant

    def take_back(self, *, by: Member) -> None:
        """Stop letting them see the client by this grant."""
        with acting(
            by=by,
            label=gettext("Took the access of {whom} to {client} back").format(
                whom=self.whom, client=self.client
            ),
        ) as act:
            act.lock(self.client)
            act.remove(self)
            act.record(
                AccessChanged(what=gettext("{whom} was taken out").format(whom=self.whom)),
                client=self.client,
            )

    @classmethod
    def open_to(
        cls, client: Client, access: Access, *, by: Member, to: Member | Team | None = None
    ) -> None:
        """Say who may see the client; for its team only, what was granted is taken back.

        Refused where nobody is named for those named.
        """
        with acting(
            by=by, label=gettext("Changed who may see {client}").format(client=client)
        ) as act:
            act.lock(client)
            grants = client.grants.select_related("member", "team", "client")
            if access == Access.NAMED and to is None and not grants.exists():
                msg = gettext("Choose whom to let in beside its owner and team.")
                raise Refusal(msg, field="to")
            client.restrict(by=by, to_team=access != Access.EVERYONE)
            if access == Access.TEAM:
                for grant in grants:
                    grant.take_back(by=by)
            if access == Access.NAMED and to is not None:
                cls.give(client, by=by, to=to)

    @classmethod
    def access_to(cls, client: Client) -> Access:
        """Who may see the client now."""
        if not client.restricted:
            return Access.EVERYONE
        return Access.NAMED if client.grants.exists() else Access.TEAM
