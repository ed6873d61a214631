from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import hue_of, initials
from atrium.foundation.ids import public_id
from atrium.organisations import current
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import ROLES, Can, Role

if TYPE_CHECKING:
    from atrium.accounts.models import User


class MemberQuerySet(models.QuerySet["Member"]):
    """Ways to choose members."""

    def active(self) -> MemberQuerySet:
        return self.filter(disabled_at=None)

    def owners(self) -> MemberQuerySet:
        return self.active().filter(role=Role.OWNER)

    def listed(self) -> MemberQuerySet:
        """As the page of members shows them: active ones first, by name."""
        return self.select_related("user").order_by(
            models.F("disabled_at").asc(nulls_first=True), "name", "id"
        )


MemberManager = OwnedManager.from_queryset(MemberQuerySet)


class Member(Owned):
    """A person at work in one organisation: the actor of every verb."""

    public_id = models.UUIDField(default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    disabled_at = models.DateTimeField(null=True, blank=True)
    list_style = models.CharField(max_length=10, blank=True)
    list_columns = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = MemberManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="member_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="member_by_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def can(self, permission: Can) -> bool:
        return self.disabled_at is None and permission in ROLES[Role(self.role)]

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    @classmethod
    def memberships_of(cls, user: User) -> list[Member]:
        """The person's active memberships in every organisation, by the organisation's name."""
        with current.unscoped("a person's own organisations, to choose from"):
            rows = cls.objects.active().filter(user=user).select_related("organisation")
            return list(rows.order_by("organisation__name", "id"))

    def prefers(self, **values: Any) -> None:
        """Keep how this member likes lists; a taste, so it leaves no event."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def may_manage(self, other: Member) -> bool:
        """Whether this member may change the other's role or sign-in; only owners touch owners."""
        needed = Can.OWNERS_MANAGE if other.role == Role.OWNER else Can.MEMBERS_MANAGE
        return self.can(needed)

    def may_give(self) -> list[Role]:
        """The roles this member may give to others."""
        if not self.can(Can.MEMBERS_MANAGE):
            return []
        return [role for role in Role if role != Role.OWNER or self.can(Can.OWNERS_MANAGE)]

    def change_role(self, role: Role, *, by: Member) -> None:
        """Give another role; ends the person's sessions. Refused for the last owner."""
        with acting(by=by, label=f"Made {self.name} {role.label}") as act:
            self._lock(act, by)
            if role not in by.may_give():
                raise Refusal("Only an owner can make someone an owner.", field="role")
            if self.role == role:
                return
            if role != Role.OWNER:
                self._refuse_for_the_last_owner(
                    "Make someone else an owner first, then change this role."
                )
            act.change(self, role=role)
            self._let_it_be_known()

    def disable(self, *, by: Member) -> None:
        """Keep the person out of the organisation; what they did stays. Refused for the last owner."""
        with acting(by=by, label=f"Disabled {self.name}") as act:
            self._lock(act, by)
            if self.pk == by.pk:
                raise Refusal("You cannot disable yourself; ask another owner or admin to do it.")
            self._refuse_for_the_last_owner(
                "Make someone else an owner first, then disable this one."
            )
            if act.change(self, disabled_at=self.disabled_at or timezone.now()):
                self._let_it_be_known()

    def enable(self, *, by: Member) -> None:
        """Let a disabled member in again, in the role they had."""
        with acting(by=by, label=f"Enabled {self.name}") as act:
            self._lock(act, by)
            if act.change(self, disabled_at=None):
                self.organisation.forget_lexicon()

    def edit(self, *, by: Member, name: str, job_title: str) -> None:
        """Change how the member is called here."""
        with acting(by=by, label=f"Changed {self.name}'s name or title") as act:
            act.lock(self)
            if self.pk != by.pk and not by.may_manage(self):
                raise Refusal("Only an owner can change an owner.")
            if act.change(self, name=name.strip(), job_title=job_title.strip()):
                self.organisation.forget_lexicon()

    def change(self, *, by: Member, name: str, job_title: str, role: Role) -> None:
        """What the page of a member changes, as one act."""
        with acting(by=by, label=f"Changed {self.name}"):
            if role != self.role:
                self.change_role(role, by=by)
            self.edit(by=by, name=name, job_title=job_title)

    @classmethod
    def rename_person(cls, user: User, name: str) -> None:
        """Call the person so in every organisation they work in."""
        user.rename(name)
        for member in cls.memberships_of(user):
            with current.entered(member.organisation):
                member.edit(by=member, name=name, job_title=member.job_title)

    def _lock(self, act: Act, by: Member) -> None:
        """One change of members at a time, so that two owners cannot remove each other."""
        organisation = Organisation.objects.select_for_update().get(pk=current.required())
        act.lock(self)
        self.organisation = organisation
        if not by.may_manage(self):
            raise Refusal("Only an owner can change an owner.", field="role")

    def _refuse_for_the_last_owner(self, mend: str) -> None:
        if (
            self.role == Role.OWNER
            and self.is_active
            and not Member.objects.owners().exclude(pk=self.pk).exists()
        ):
            msg = f"{self.name} is the only owner. {mend}"
            raise Refusal(msg, field="role")

    def _let_it_be_known(self) -> None:
        self.user.end_sessions()
        self.organisation.forget_lexicon()
