from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import hue_of, initials
from atrium.foundation.ids import public_id
from atrium.foundation.speaking import nearest
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import ROLES, AnyRole, Can, Role, covers, permissions_of

if TYPE_CHECKING:
    from atrium.accounts.models import User


class MemberQuerySet(models.QuerySet["Member"]):
    """Ways to choose members."""

    def active(self) -> MemberQuerySet:
        return self.filter(disabled_at=None)

    def owners(self) -> MemberQuerySet:
        return self.active().filter(role=Role.OWNER)

    def who_can(self, permission: Can) -> MemberQuerySet:
        """Those at work who may do this, by one of the five roles or one of the organisation's own."""
        five = [role for role, permissions in ROLES.items() if permission in permissions]
        by_own = models.Q(allowed__contains=f" {permission} ")
        return self.active().filter(models.Q(allowed="", role__in=five) | by_own)

    def listed(self) -> MemberQuerySet:
        """As the page of members shows them: active ones first, by name."""
        return self.select_related("user", "own_role").order_by(
            models.F("disabled_at").asc(nulls_first=True), "name", "id"
        )


MemberManager = OwnedManager.from_queryset(MemberQuerySet)


class Member(Owned):
    """A person at work in one organisation: the actor of every verb.

    Who has a role of the organisation's own counts as its base in ``role``, and what it may is
    written in ``allowed``, so that can() asks no other row.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    own_role = models.ForeignKey(
        "organisations.OwnRole",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        db_constraint=False,
        db_index=False,
    )
    # The database's own default too, for a process of the version before that still runs.
    allowed = models.TextField(blank=True, default="", db_default="")
    disabled_at = models.DateTimeField(null=True, blank=True)
    list_style = models.CharField(max_length=10, blank=True)
    list_columns = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    # The last act that was done with this object in hand: in a request, what its answer offers to undo.
    # Another tab of the same person, or a save that changed nothing, has no part in it.
    latest_act: Any = None

    objects: ClassVar = MemberManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="member_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="member_by_public_id"
            ),
            SameOrganisation("own_role"),
        ]

    def __str__(self) -> str:
        return self.name

    def can(self, permission: Can) -> bool:
        return self.disabled_at is None and permission in permissions_of(self.role, self.allowed)

    @property
    def language(self) -> str:
        """The language in which to write to the member."""
        return nearest(self.user.language, self.organisation.language)

    @property
    def given(self) -> AnyRole:
        """The role that the member has: one of the five, or one of the organisation's own."""
        own: AnyRole | None = self.own_role
        return Role(self.role) if own is None else own

    @property
    def standing(self) -> str:
        """What tells this role from every other and from itself after a change; at most 20 signs."""
        words = f"{self.role}{self.allowed}".encode()
        return hashlib.sha256(words).hexdigest()[:20] if self.allowed else self.role

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
            rows = cls.objects.active().filter(user=user).select_related("organisation", "own_role")
            return list(rows.order_by("organisation__name", "id"))

    def prefers(self, **values: Any) -> None:
        """Keep how this member likes lists; a taste, so it leaves no event."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def may_manage(self, other: Member) -> bool:
        """Whether this member may change the other's role or sign-in: never of who may more."""
        return self.may_give(other.given)

    def may_give(self, role: AnyRole) -> bool:
        """Whether this member may give the role to others: never one that may more than they do."""
        return self.can(Can.MEMBERS_MANAGE) and covers(self.role, self.allowed, role)

    def refuse_to_give(self, role: AnyRole, no: str) -> None:
        """Refuse at the field ``role`` what may_give() denies; ``no`` says it of owners."""
        if self.may_give(role):
            return
        msg = no
        if role.base != Role.OWNER:
            msg = gettext("{role} may do things that you may not; ask an owner or admin.").format(
                role=role.label
            )
        raise Refusal(msg, field="role")

    def change_role(self, role: AnyRole, *, by: Member) -> None:
        """Give another role; ends the person's sessions. Refused for the last owner."""
        with acting(
            by=by, label=gettext("Made {name} {role}").format(name=self.name, role=role.label)
        ) as act:
            self._lock(act, by)
            role = role.anew()
            by.refuse_to_give(role, gettext("Only an owner can make someone an owner."))
            if role.base != Role.OWNER:
                self._refuse_for_the_last_owner(
                    gettext("Make someone else an owner first, then change this role.")
                )
            if act.change(self, role=role.base, own_role=role.own, allowed=role.allowed):
                self._let_it_be_known()

    def disable(self, *, by: Member) -> None:
        """Keep the person out of the organisation; what they did stays. Refused for the last owner."""
        with acting(by=by, label=gettext("Disabled {name}").format(name=self.name)) as act:
            self._lock(act, by)
            if self.pk == by.pk:
                raise Refusal(
                    gettext("You cannot disable yourself; ask another owner or admin to do it.")
                )
            self._refuse_for_the_last_owner(
                gettext("Make someone else an owner first, then disable this one.")
            )
            if act.change(self, disabled_at=self.disabled_at or timezone.now()):
                self._let_it_be_known()

    def enable(self, *, by: Member) -> None:
        """Let a disabled member in again, in the role they had."""
        with acting(by=by, label=gettext("Enabled {name}").format(name=self.name)) as act:
            self._lock(act, by)
            if act.change(self, disabled_at=None):
                self.organisation.forget_lexicon()

    def edit(self, *, by: Member, name: str, job_title: str) -> None:
        """Change how the member is called here."""
        with acting(
            by=by, label=gettext("Changed {name}'s name or title").format(name=self.name)
        ) as act:
            act.lock(self)
            if self.pk != by.pk:
                by.refuse_to_give(self.given, gettext("Only an owner can change an owner."))
            if act.change(self, name=name.strip(), job_title=job_title.strip()):
                self.organisation.forget_lexicon()

    def change(self, *, by: Member, name: str, job_title: str, role: AnyRole) -> None:
        """What the page of a member changes, as one act."""
        with acting(by=by, label=gettext("Changed {name}").format(name=self.name)):
            if role != self.given:
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
        by.refuse_to_give(self.given, gettext("Only an owner can change an owner."))

    def _refuse_for_the_last_owner(self, mend: str) -> None:
        if (
            self.role == Role.OWNER
            and self.is_active
            and not Member.objects.owners().exclude(pk=self.pk).exists()
        ):
            msg = gettext("{name} is the only owner. {mend}").format(name=self.name, mend=mend)
            raise Refusal(msg, field="role")

    def _let_it_be_known(self) -> None:
        self.user.end_sessions()
        self.organisation.forget_lexicon()
