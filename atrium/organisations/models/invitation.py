from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from atrium.accounts.models import User
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.invitation_mail import mail_invitation
from atrium.organisations.keeping import acting
from atrium.organisations.models.member import Member
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import AnyRole, Role

LASTS = timedelta(days=7)


def _expiry() -> datetime:
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Ways to choose invitations."""

    def open(self) -> InvitationQuerySet:
        """Neither accepted nor revoked; an expired one can still be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def listed(self) -> InvitationQuerySet:
        return self.open().select_related("invited_by", "own_role").order_by("-created_at", "-id")


InvitationManager = OwnedManager.from_queryset(InvitationQuerySet)


class Invitation(Owned):
    """A mailed offer to join the organisation in a role. Only a hash of its key is kept."""

    public_id = models.UUIDField(default=public_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    own_role = models.ForeignKey(
        "organisations.OwnRole",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        db_constraint=False,
        db_index=False,
    )
    key_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationManager()

    class Meta(Owned.Meta):
        constraints = [
            SameOrganisation("invited_by"),
            SameOrganisation("own_role"),
            models.UniqueConstraint(fields=["organisation", "key_hash"], name="invitation_by_key"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.given.label}"

    @property
    def given(self) -> AnyRole:
        """The role that the person gets: one of the five, or one of the organisation's own."""
        own: AnyRole | None = self.own_role
        return Role(self.role) if own is None else own

    @property
    def is_open(self) -> bool:
        """Neither accepted nor revoked."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def has_account(self) -> bool:
        """Whether the invited person can sign in already."""
        return User.objects.filter(email=self.email).exists()

    @property
    def key(self) -> str:
        """The secret part of the mailed link; worked out, so that no row and no queued task holds it."""
        return self._key_until(self.expires_at)

    def _key_until(self, expires_at: datetime) -> str:
        words = f"{self.public_id} {expires_at.timestamp()}"
        return salted_hmac("atrium.invitation", words, algorithm="sha256").hexdigest()

    @classmethod
    def invite(cls, email: str, *, role: AnyRole, by: Member, name: str = "") -> Invitation:
        """Mail an invitation; refused for who is a member or invited already, and for roles one may not give."""
        email = email.strip().casefold()
        with acting(
            by=by, label=gettext("Invited {email} as {role}").format(email=email, role=role.label)
        ) as act:
            Organisation.objects.select_for_update().get(pk=current.required())
            role = role.anew()
            cls._refuse(email, role, by)
            row = cls(email=email, name=name.strip(), role=role.base, invited_by=by)
            row.own_role = role.own
            row.key_hash = hashed(row.key)
            act.insert(row)
            mail_invitation.enqueue(current.required(), row.pk)
        return row

    @classmethod
    def _refuse(cls, email: str, role: AnyRole, by: Member) -> None:
        by.refuse_to_give(role, gettext("Only an owner can invite an owner."))
        member = Member.objects.filter(user__email=email).first()
        if member and member.is_active:
            raise Refusal(
                gettext("{member} ({email}) is a member already.").format(
                    member=member.name, email=email
                ),
                field="emails",
            )
        if member:
            raise Refusal(
                gettext("{member} ({email}) is a disabled member; enable them instead.").format(
                    member=member.name, email=email
                ),
                field="emails",
            )
        if cls.objects.open().filter(email=email).exists():
            raise Refusal(
                gettext("{email} is invited already; send that invitation again.").format(
                    email=email
                ),
                field="emails",
            )

    def send_again(self, *, by: Member) -> None:
        """Mail a new link that lasts seven days; the one sent before stops working."""
        with acting(
            by=by, label=gettext("Sent the invitation of {email} again").format(email=self.email)
        ) as act:
            act.lock(self)
            self._refuse_unless_open(by)
            expires_at = _expiry()
            act.change(self, expires_at=expires_at, key_hash=hashed(self._key_until(expires_at)))
            mail_invitation.enqueue(current.required(), self.pk)

    def revoke(self, *, by: Member) -> None:
        """Make the link useless."""
        with acting(
            by=by, label=gettext("Revoked the invitation of {email}").format(email=self.email)
        ) as act:
            act.lock(self)
            self._refuse_unless_open(by)
            act.change(self, revoked_at=timezone.now())

    def _refuse_unless_open(self, by: Member) -> None:
        by.refuse_to_give(
            self.given, gettext("Only an owner can change the invitation of an owner.")
        )
        if not self.is_open:
            raise Refusal(gettext("This invitation was accepted or revoked already."))

    @classmethod
    def with_key(cls, key: str) -> Invitation | None:
        """The invitation that this key opens, in the organisation that is entered; None when it opens none."""
        found = (
            cls.objects.open()
            .select_related("organisation", "invited_by")
            .filter(key_hash=hashed(key))
            .first()
        )
        return found if found and not found.is_expired else None

    def accept(self, user: User) -> Member:
        """The person joins; refused for another account, and when the link was used or revoked meanwhile."""
        with acting(
            by=None, label=gettext("{email} accepted the invitation").format(email=self.email)
        ) as act:
            Organisation.objects.select_for_update().get(pk=current.required())
            act.lock(self)
            if self.accepted_at or self.revoked_at or self.is_expired:
                raise Refusal(gettext("This invitation does not work any more. Ask for a new one."))
            if user.email != self.email:
                raise Refusal(
                    gettext(
                        "This invitation is for {email}, and you are signed in as {user_email}."
                    ).format(email=self.email, user_email=user.email)
                )
            if Member.objects.filter(user=user).exists():
                raise Refusal(gettext("You are a member of this organisation already."))
            act.change(self, accepted_at=timezone.now())
            called = user.name or self.name or self.email.split("@")[0]
            role = self.given.anew()
            held = {"role": role.base, "own_role": role.own, "allowed": role.allowed}
            member = act.insert(Member(user=user, name=called, **held))
            self.organisation.forget_lexicon()
        return member

    def accept_as_new(self, *, name: str, password: str) -> Member:
        """The person joins with an account made for them; refused when one was made meanwhile."""
        with acting(
            by=None, label=gettext("{email} accepted the invitation").format(email=self.email)
        ):
            if User.objects.filter(email=self.email).exists():
                raise Refusal(
                    gettext(
                        "You have an account already. Sign in, then open the link of the invitation again."
                    )
                )
            return self.accept(User.objects.create_user(self.email, password, name=name.strip()))


def hashed(key: str) -> str:
    """What is kept of a key: enough to recognise it, too little to make it."""
    return hashlib.sha256(key.encode()).hexdigest()
