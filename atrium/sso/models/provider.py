from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Role
from atrium.sso.oidc import Client, discovered

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

MOST = 10


class Joins(models.TextChoices):
    """Who becomes a member by signing in for the first time."""

    NOBODY = "nobody", gettext_lazy("Nobody: members only")
    INVITED = "invited", gettext_lazy("Whoever is invited")
    DOMAIN = "domain", gettext_lazy("Whoever has an address of a proved domain")


class Provider(Owned):
    """Where members of the organisation sign in instead of here: its issuer of OpenID Connect."""

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=500)
    # Its client ID for Atrium; "client" is what the journal calls a client of the organisation.
    registered_as = models.CharField(max_length=200)
    client_secret = SealedField(blank=True)
    # What the issuer's own document said when it was read last.
    endpoints = models.JSONField(default=dict)
    checked_at = models.DateTimeField(default=timezone.now)
    joins = models.CharField(max_length=10, choices=Joins, default=Joins.INVITED)
    default_role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        ordering: ClassVar = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="sso_provider_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="sso_provider_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "name"], name="sso_provider_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.switched_off_at is None

    @property
    def has_secret(self) -> bool:
        return bool(self.client_secret)

    @property
    def line(self) -> Client:
        """What is needed to speak to it. Refused where its secret cannot be read any more."""
        return Client(self.issuer, self.registered_as, unseal(self.client_secret), self.endpoints)

    @property
    def back(self) -> str:
        """The address that has to be registered there."""
        return f"{settings.BASE_URL}{self._path('sso-back')}"

    @property
    def begin(self) -> str:
        """Where signing in there begins."""
        return self._path("sso-begin")

    def _path(self, name: str) -> str:
        return reverse(name, args=[self.organisation.slug, self.public_id])

    @classmethod
    def on(cls) -> models.QuerySet[Provider]:
        """Those that one can sign in at."""
        rows: models.QuerySet[Provider] = cls.objects.filter(switched_off_at=None)
        return rows

    @classmethod
    def add(cls, *, by: Member, client_secret: str = "", **values: Any) -> Provider:
        """A new one; its document is read first. Refused where that does not fit, and for a name that is taken."""
        row = cls(**values, client_secret=seal(client_secret))
        row.endpoints = discovered(row.issuer)
        with acting(
            by=by, label=gettext("Added the identity provider {provider}").format(provider=row.name)
        ) as act:
            act.lock(by.organisation)
            if cls.objects.count() >= MOST:
                msg = gettext("At most {most} identity providers fit.").format(most=MOST)
                raise Refusal(msg)
            row._refuse(by)
            return act.insert(row)

    def edit(self, *, by: Member, client_secret: str = "", **values: Any) -> None:
        """Change it; an empty secret keeps the one there is. Another issuer forgets who linked an account of it.

        Its document is read anew.
        """
        wished = Provider(pk=self.pk, **{**self._values, **values})
        wished.endpoints = discovered(wished.issuer)
        if client_secret:
            values["client_secret"] = seal(client_secret)
        with acting(
            by=by,
            label=gettext("Changed the identity provider {provider}").format(provider=self.name),
        ) as act:
            act.lock(by.organisation)
            act.lock(self)
            wished._refuse(by)
            if wished.issuer != self.issuer:
                self._forget_all(act)
            act.change(self, **values, endpoints=wished.endpoints, checked_at=timezone.now())

    def switch(self, *, on: bool, by: Member) -> None:
        """Let members sign in there, or not any more: sessions of who did end."""
        label = gettext("Switched {provider} on") if on else gettext("Switched {provider} off")
        with acting(by=by, label=label.format(provider=self.name)) as act:
            act.lock(by.organisation)
            act.lock(self)
            if not on:
                self._refuse_without(by.organisation)
                self._end_sessions()
            act.change(self, switched_off_at=None if on else self.switched_off_at or timezone.now())

    def remove(self, *, by: Member) -> None:
        """Take it away with the accounts that are linked to it; sessions of who signed in there end."""
        with acting(
            by=by,
            label=gettext("Removed the identity provider {provider}").format(provider=self.name),
        ) as act:
            act.lock(by.organisation)
            act.lock(self)
            self._refuse_without(by.organisation)
            self._forget_all(act)
            act.remove(self)

    @classmethod
    def ask_of_all(cls, *, wanted: bool, by: Member, came_by_it: bool) -> None:
        """Let nobody in by a password any more, owners with a second factor excepted; or let all again.

        Refused for who would shut themselves out.
        """
        place = by.organisation
        label = (
            gettext("Asked for single sign-on from all members")
            if wanted
            else gettext("Asked no more for single sign-on from all members")
        )
        with acting(by=by, label=label) as act:
            act.lock(place)
            if wanted and not cls.on().exists():
                raise Refusal(gettext("Add an identity provider first."), field="asked_of_all")
            if wanted and not came_by_it and not _comes_in_anyway(by):
                msg = gettext(
                    "Sign in by single sign-on once, or as an owner set up the second step: you would shut yourself out."
                )
                raise Refusal(msg, field="asked_of_all")
            act.change(place, passwords=not wanted)

    def note_refused(self, why: str) -> None:
        """Keep in the log that somebody was not let in, and why."""
        label = gettext("Refused a sign-in by {provider}: {reason}").format(
            provider=self.name, reason=why
        )
        with acting(by=None, label=label) as act:
            act.note("sso.provider", self.pk)

    @property
    def _values(self) -> dict[str, Any]:
        names = ("name", "issuer", "registered_as", "joins", "default_role")
        return {name: getattr(self, name) for name in names}

    def _refuse(self, by: Member) -> None:
        others = Provider.objects.exclude(pk=self.pk)
        if others.filter(name=self.name).exists():
            msg = gettext("There is an identity provider called {name} already.").format(
                name=self.name
            )
            raise Refusal(msg, field="name")
        role = Role(self.default_role)
        if role == Role.OWNER or not by.may_give(role):
            raise Refusal(
                gettext("Choose a role that you may give, and not Owner."), field="default_role"
            )

    def _refuse_without(self, place: Organisation) -> None:
        """Refuse to leave none, while all members need one."""
        if not place.passwords and not Provider.on().exclude(pk=self.pk).exists():
            raise Refusal(gettext("All members sign in there. Let them use passwords again first."))

    def _end_sessions(self) -> None:
        for identity in self.identities.select_related("member__user"):
            identity.member.user.end_sessions()

    def _forget_all(self, act: Act) -> None:
        self._end_sessions()
        for identity in self.identities.all():
            act.remove(identity)


def _comes_in_anyway(member: Member) -> bool:
    return member.role == Role.OWNER and is_mfa_enabled(member.user)
