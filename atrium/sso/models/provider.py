from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.mfa.utils import is_mfa_enabled
from django.db import models, transaction
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.secrets import SealedField, seal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Can, Role
from atrium.sso.asking import TurnedAway
from atrium.sso.document import Document, Kind, document_of
from atrium.sso.models.spoken import Spoken
from atrium.sso.provider_mail import mail_owners
from atrium.sso.telling import Trouble, tell_owners

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

MOST = 10
_KEPT = "kind name issuer metadata_url vouches registered_as joins default_role".split()


class Joins(models.TextChoices):
    """Who becomes a member by signing in for the first time."""

    NOBODY = "nobody", gettext_lazy("Nobody: members only")
    INVITED = "invited", gettext_lazy("Whoever is invited")
    DOMAIN = "domain", gettext_lazy("Whoever has an address of a proved domain")


class Provider(Spoken, Owned):
    """Where members of the organisation sign in instead of here, by OpenID Connect or SAML.

    One of SAML may be added before its metadata is known, since many tell theirs only to whom they
    know: nobody signs in there until it is.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OIDC)
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=500)
    metadata_url = models.CharField(max_length=500, blank=True)
    # SAML has no word for whether an address is verified, so the organisation says it.
    vouches = models.BooleanField(default=False)
    # Its client ID for Atrium; "client" is what the journal calls a client of the organisation.
    registered_as = models.CharField(max_length=200, blank=True)
    client_secret = SealedField(blank=True)
    # What its own document said when it was read last, and why it could not be read since.
    endpoints = models.JSONField(default=dict)
    checked_at = models.DateTimeField(default=timezone.now)
    check_failed = models.CharField(max_length=500, blank=True)
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

    @classmethod
    def on(cls) -> models.QuerySet[Provider]:
        """Those that one can sign in at."""
        rows: models.QuerySet[Provider] = cls.objects.filter(switched_off_at=None)
        return rows

    @classmethod
    def readable(cls) -> models.QuerySet[Provider]:
        """Those in use whose document has an address."""
        return cls.on().exclude(kind=Kind.SAML, metadata_url="")

    def read(self, metadata: str = "") -> Document:
        """What its own document says now. It is asked for it, so never inside a transaction."""
        return document_of(self, metadata)

    @classmethod
    def of(cls, *, client_secret: str = "", **values: Any) -> Provider:
        """One that is not kept yet, its secret sealed."""
        return cls(**values, client_secret=seal(client_secret))

    @classmethod
    def add(
        cls, *, by: Member, document: Document | None = None, metadata: str = "", **values: Any
    ) -> Provider:
        """A new one; its document is read first. Refused where that does not fit, and for a name that is taken."""
        row = cls.of(**values)
        document = document or row.read(metadata)
        row.issuer, row.endpoints = document.issuer, document.endpoints
        row.switched_off_at = None if row.endpoints else timezone.now()
        with acting(
            by=by, label=gettext("Added the identity provider {provider}").format(provider=row.name)
        ) as act:
            act.lock(by.organisation)
            if cls.objects.count() >= MOST:
                msg = gettext("At most {most} identity providers fit.").format(most=MOST)
                raise Refusal(msg)
            row.refuse_wrong(by)
            return act.insert(row)

    def changed(self, **values: Any) -> Provider:
        """It as it would be, to read its document by."""
        held = {name: getattr(self, name) for name in (*_KEPT, "endpoints")}
        values.pop("client_secret", None)
        return Provider(**held | values, pk=self.pk)

    def edit(
        self, *, by: Member, document: Document | None = None, metadata: str = "", **values: Any
    ) -> None:
        """Change it; an empty secret keeps the one there is. Another issuer forgets who linked an account of it.

        Its document is read anew.
        """
        wished, secret = self.changed(**values), values.pop("client_secret", "")
        document = document or wished.read(metadata)
        values |= {"issuer": document.issuer, "endpoints": document.endpoints}
        if secret:
            values["client_secret"] = seal(secret)
        with acting(
            by=by,
            label=gettext("Changed the identity provider {provider}").format(provider=self.name),
        ) as act:
            act.lock(by.organisation)
            act.lock(self)
            wished.refuse_wrong(by)
            if document.issuer != self.issuer:
                self._forget_all(act)
            elif not self._signs_by_the_same(wished, document):
                self._refuse_to_become_owner(by)
            if document.endpoints and not self.endpoints:
                values["switched_off_at"] = None
            act.change(self, **values, checked_at=timezone.now(), check_failed="")

    def refresh(self) -> None:
        """Read its document anew by the clock, since keys and addresses change.

        Why it could not be read is kept to be shown, and what was known stays.
        """
        before = (self.issuer, self.metadata_url, self.endpoints)
        try:
            found = self._read_anew()
        except Refusal as refusal:
            self._failed(str(refusal)[:500])
            return
        rows = type(self).objects.filter(pk=self.pk, issuer=self.issuer)
        if found.endpoints == self.endpoints:
            rows.update(checked_at=timezone.now(), check_failed="")
            return
        label = gettext("Read the identity provider {provider} anew: its keys or addresses changed")
        with acting(by=None, label=label.format(provider=self.name)) as act:
            act.lock(self)
            if (self.issuer, self.metadata_url, self.endpoints) == before:
                held = {"checked_at": timezone.now(), "check_failed": ""}
                act.change(self, endpoints=found.endpoints, **held)

    @transaction.atomic
    def _failed(self, why: str) -> None:
        """Keep why; owners are told when it begins to fail, and not each day."""
        rows = type(self).objects.filter(pk=self.pk)
        if rows.filter(check_failed="").update(check_failed=why):
            tell_owners(Trouble.PROVIDER_SILENT, self.name)
            transaction.on_commit(lambda: mail_owners.enqueue(self.organisation.pk, self.pk))
        else:
            rows.update(check_failed=why)

    def _read_anew(self) -> Document:
        found = self.read()
        if found.issuer != self.issuer:
            msg = gettext("Its metadata is that of {issuer} now. Save it anew if that is meant.")
            raise Refusal(msg.format(issuer=found.issuer))
        return found

    def switch(self, *, on: bool, by: Member) -> None:
        """Let members sign in there, or not any more: sessions of who did end."""
        label = gettext("Switched {provider} on") if on else gettext("Switched {provider} off")
        with acting(by=by, label=label.format(provider=self.name)) as act:
            act.lock(by.organisation)
            act.lock(self)
            if on and not self.endpoints:
                raise Refusal(gettext("Give its metadata first."))
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
            self.arrivals.all().delete()
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

    def note_refused(self, refusal: Refusal) -> None:
        """Keep in the log that somebody was not let in, and why: in words of ours, not of whoever came."""
        why = refusal.kept if isinstance(refusal, TurnedAway) else refusal.explanation.text
        label = gettext("Refused a sign-in by {provider}: {reason}")
        with acting(by=None, label=label.format(provider=self.name, reason=why)) as act:
            act.note("sso.provider", self.pk)

    def refuse_wrong(self, by: Member) -> None:
        """Refuse a name that is taken, and what the member may not give."""
        others = Provider.objects.exclude(pk=self.pk)
        if others.filter(name=self.name).exists():
            msg = gettext("There is an identity provider called {name} already.")
            raise Refusal(msg.format(name=self.name), field="name")
        if self.kind == Kind.OIDC and not self.registered_as:
            raise Refusal(gettext("Write the client ID."), field="registered_as")
        role = Role(self.default_role)
        if role == Role.OWNER or not by.may_give(role):
            msg = gettext("Choose a role that you may give, and not Owner.")
            raise Refusal(msg, field="default_role")

    def _signs_by_the_same(self, wished: Provider, document: Document) -> bool:
        """Whether its issuer alone says by what it signs, as before: that of OpenID Connect always does."""
        if not self.is_saml:
            return True
        return wished.metadata_url == self.metadata_url and (
            bool(self.metadata_url) or document.endpoints == self.endpoints
        )

    def _refuse_to_become_owner(self, by: Member) -> None:
        """Refuse whoever could, by keys of their own, sign in as an owner who linked an account there."""
        linked = self.identities.filter(by_hand=True, member__role=Role.OWNER)
        owner = linked.select_related("member").first()
        if owner is not None and not by.can(Can.OWNERS_MANAGE):
            msg = gettext(
                "{owner} is an owner and signs in there. Let an owner change its metadata."
            )
            raise Refusal(msg.format(owner=owner.member), field="metadata_url")

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
