from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import IntegrityError, models, transaction

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.keeping import acting
from atrium.organisations.models.member import Member
from atrium.organisations.owned import Owned, OwnedManager


class TeamQuerySet(models.QuerySet["Team"]):
    """Ways to choose teams."""

    def with_members(self) -> TeamQuerySet:
        return self.prefetch_related(
            models.Prefetch(
                "memberships", TeamMember.objects.select_related("member").order_by("member__name")
            )
        )


TeamManager = OwnedManager.from_queryset(TeamQuerySet)


class Team(Owned):
    """Members who work together; clients can be opened to a whole team."""

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(Member, through="TeamMember", related_name="teams")

    objects: ClassVar = TeamManager()

    class Meta(Owned.Meta):
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="team_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, name: str, *, by: Member) -> Team:
        """A new team; refused when one is called so."""
        label = gettext("Made the team {name}").format(name=name.strip())
        with acting(by=by, label=label) as act, _called_once(name.strip()):
            return act.insert(cls(name=name.strip()))

    def rename(self, name: str, *, by: Member) -> None:
        """Call the team otherwise; refused when another is called so."""
        with acting(by=by, label=gettext("Renamed the team {name}").format(name=self.name)) as act:
            act.lock(self)
            with _called_once(name.strip()):
                act.change(self, name=name.strip())

    def take_in(self, member: Member, *, by: Member) -> None:
        """Add a member; nothing happens when they are in it."""
        with acting(
            by=by,
            label=gettext("Added {member} to {name}").format(member=member.name, name=self.name),
        ) as act:
            act.lock(self)
            if not member.is_active:
                raise Refusal(
                    gettext("{member} is disabled.").format(member=member.name), field="member"
                )
            if not self.memberships.filter(member=member).exists():
                act.insert(TeamMember(team=self, member=member))

    def let_go(self, member: Member, *, by: Member) -> None:
        """Take a member out; nothing happens when they are not in it."""
        with acting(
            by=by,
            label=gettext("Took {member} out of {name}").format(member=member.name, name=self.name),
        ) as act:
            act.lock(self)
            for row in self.memberships.filter(member=member):
                act.remove(row)

    def disband(self, *, by: Member) -> None:
        """Remove the team; refused while clients or views are opened to it."""
        with acting(by=by, label=gettext("Removed the team {name}").format(name=self.name)) as act:
            act.lock(self)
            if self._is_relied_on():
                msg = gettext(
                    "Clients or saved views are opened to {name}. Take that access back first."
                ).format(name=self.name)
                raise Refusal(msg)
            for row in self.memberships.all():
                act.remove(row)
            act.remove(self)

    def _is_relied_on(self) -> bool:
        """Whether a row of any app stands on this team and must not lose it."""
        fields = self._meta.get_fields(include_hidden=True)
        held = [
            f
            for f in fields
            if isinstance(f, models.ManyToOneRel) and f.on_delete is models.PROTECT
        ]
        return any(
            f.related_model._base_manager.filter(**{f.field.name: self}).exists() for f in held
        )


class TeamMember(Owned):
    """That a member is in a team."""

    team = models.ForeignKey(
        Team, models.CASCADE, related_name="memberships", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="team_memberships", db_constraint=False, db_index=False
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


@contextmanager
def _called_once(name: str) -> Iterator[None]:
    """Refuse a name that another team has."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        msg = gettext("There is a team called {name} already.").format(name=name)
        raise Refusal(msg, field="name") from error
