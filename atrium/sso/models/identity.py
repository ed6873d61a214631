from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.accounts.models import User
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models import Invitation, Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Role
from atrium.sso.asking import LONGEST_SUBJECT, Told, TurnedAway, masked
from atrium.sso.models.domain import Domain
from atrium.sso.models.provider import Joins, Provider

ELSEWHERE = gettext_lazy(
    "You work in other organisations too, for whom this provider does not speak. Sign in with your password and link it under Single sign-on in your profile."
)
OWNER = gettext_lazy(
    "An owner links an account by hand: sign in with your password and link it under Single sign-on in your profile."
)
OUT = gettext_lazy("You are no member any more. Ask an owner or admin to enable you.")


class Identity(Owned):
    """An account at a provider that signs a member in.

    ``by_hand`` says that the person linked it themselves, signed in by a password or a passkey. One
    that was linked by its address signs nobody in who belongs to another organisation as well, or
    runs the installation, and no owner: a provider says who works here, and no more.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="identities", db_constraint=False, db_index=False
    )
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="identities", db_constraint=False, db_index=False
    )
    address = models.EmailField(max_length=254, blank=True)
    by_hand = models.BooleanField(default=False)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            SameOrganisation("provider"),
            SameOrganisation("member"),
            models.UniqueConstraint(
                fields=["organisation", "provider", "subject"], name="sso_identity_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "provider", "member"], name="sso_identity_of_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.provider}"

    @classmethod
    def arrived(cls, provider: Provider, told: Told) -> Identity:
        """Who has come: known, or here for the first time. Refused in words for whom the provider does not speak."""
        found = cls._known(provider, told) or cls._first(provider, told)
        if not found.member.is_active or not found.member.user.is_active:
            raise Refusal(str(OUT))
        if not found.by_hand:
            _refuse_unlinked(found.member)
        return found

    @classmethod
    def _known(cls, provider: Provider, told: Told) -> Identity | None:
        rows = cls.objects.select_related("member__user", "provider")
        found: Identity | None = rows.filter(provider=provider, subject=told.subject).first()
        return found

    @classmethod
    def _first(cls, provider: Provider, told: Told) -> Identity:
        """Link whose address it vouches for, where the organisation proved the domain; or let them join."""
        with acting(
            by=None,
            label=gettext("{address} signed in by {provider} first").format(
                address=told.address, provider=provider
            ),
        ) as act:
            act.lock(provider.organisation)
            known = cls._known(provider, told)
            if known is not None:
                return known
            if not told.address or not Domain.proved(told.address):
                msg = gettext(
                    "{provider} vouches for no e-mail address of a domain that {organisation} has proved. If you are a member, sign in another way and link it under Single sign-on in your profile."
                ).format(provider=provider, organisation=provider.organisation)
                raise Refusal(msg)
            user = User.objects.filter(email=told.address).first()
            member = Member.objects.filter(user=user).first() if user else None
            if user is not None and member is None:
                _refuse_for(user)
            member = member or _joined(provider, told, user, act)
            if not member.is_active:
                raise Refusal(str(OUT))
            _refuse_unlinked(member)
            if cls.objects.filter(provider=provider, member=member).exists():
                msg = gettext(
                    "Another account at {provider} is linked to {address}. Unlink it under Single sign-on in your profile first."
                ).format(provider=provider, address=told.address)
                raise Refusal(msg)
            row = cls(provider=provider, member=member, subject=told.subject, address=told.address)
            return act.insert(row)

    @classmethod
    def link(cls, provider: Provider, told: Told, *, to: Member) -> None:
        """The person, signed in by their own means, links it to themselves. Refused where it is another's."""
        with acting(
            by=to, label=gettext("Linked an account at {provider}").format(provider=provider)
        ) as act:
            act.lock(provider.organisation)
            known = cls._known(provider, told)
            if known is not None and known.member_id != to.pk:
                raise Refusal(gettext("That account is linked to another member."))
            if known is not None:
                act.change(known, by_hand=True)
                return
            if cls.objects.filter(provider=provider, member=to).exists():
                msg = gettext(
                    "Another account at {provider} is linked already. Unlink it first."
                ).format(provider=provider)
                raise Refusal(msg)
            row = cls(provider=provider, member=to, subject=told.subject, address=told.address)
            row.by_hand = True
            act.insert(row)

    def unlink(self, *, by: Member) -> None:
        """Sign the person in by it no more."""
        with acting(
            by=by, label=gettext("Unlinked an account at {provider}").format(provider=self.provider)
        ) as act:
            act.lock(self)
            act.remove(self)


def belongs_elsewhere(user: User) -> bool:
    """Whether the person belongs to another organisation than the one entered, or runs the installation."""
    here = current.required()
    with current.unscoped("whether a person belongs to another organisation as well"):
        rows = Member.objects.filter(user=user).exclude(organisation_id=here)
        return user.is_operator or rows.exists()


def _refuse_unlinked(member: Member) -> None:
    """Refuse whom the provider speaks for only when they themselves said so.

    Owners too: admins set up providers, and must not become owners by one.
    """
    _refuse_for(member.user)
    if member.role == Role.OWNER:
        raise Refusal(str(OWNER))


def _refuse_for(user: User) -> None:
    if not user.is_active:
        raise Refusal(str(OUT))
    if belongs_elsewhere(user):
        raise Refusal(str(ELSEWHERE))


def _joined(provider: Provider, told: Told, user: User | None, act: Act) -> Member:
    """A new member: as they are invited, or as the provider lets join. Refused for everybody else."""
    invited = Invitation.objects.open().filter(email=told.address).first()
    if invited is not None and invited.is_expired:
        invited = None
    if provider.joins == Joins.NOBODY or (invited is None and provider.joins == Joins.INVITED):
        msg = gettext(
            "You are no member of {organisation} yet. Ask an owner or admin to invite {address}."
        ).format(organisation=provider.organisation, address=told.address)
        kept = gettext("{address} is no member and not invited.")
        raise TurnedAway(msg, kept=kept.format(address=masked(told.address)))
    user = user or User.objects.create_user(told.address, name=told.name)
    if invited is not None:
        member: Member = invited.accept(user)
        return member
    called = user.name or told.name or told.address.partition("@")[0]
    held = {"role": Role(provider.default_role), "own_role": None, "allowed": ""}
    joined = act.insert(Member(user=user, name=called, **held))
    provider.organisation.forget_lexicon()
    return joined
