from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from atrium.conversations.call_checks import read_number
from atrium.conversations.models.level import Level
from atrium.conversations.sms.outbox import Outbox
from atrium.conversations.sms.providers import Provider, ProviderKind
from atrium.conversations.sms.twilio import HOME, Twilio
from atrium.conversations.sms.words import words_in
from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member, Organisation, Team
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting


def new_key() -> str:
    """What names a number to its provider: nobody guesses it, and the signature is asked for besides."""
    return secrets.token_urlsafe(24)


class SmsNumberQuerySet(models.QuerySet["SmsNumber"]):
    """Ways to choose numbers."""

    def live(self) -> SmsNumberQuerySet:
        return self.filter(retired_at=None)

    def usable_by(self, member: Member) -> SmsNumberQuerySet:
        """Those the member may send from: of their teams, and of no team; the default one first."""
        if not member.can(Can.MAIL_SEND):
            return self.none()
        named = SmsNumberTeam.objects.filter(number=OuterRef("pk"))
        mine = named.filter(team__memberships__member=member)
        found = self.live().filter(Q(Exists(mine)) | ~Q(Exists(named)))
        return found.order_by("-is_default", "name", "id")

    def named_to(self, member: Member) -> SmsNumberQuerySet:
        """Those that are kept by a team the member is in."""
        named = SmsNumberTeam.objects.filter(number=OuterRef("pk"))
        return self.filter(Exists(named.filter(team__memberships__member=member)))


SmsNumberManager = OwnedManager.from_queryset(SmsNumberQuerySet)


class SmsNumber(Owned):
    """A telephone number, or a messaging service, that SMS leave from and come to (R17).

    ``token`` lies sealed and is never given out again. ``key`` names the number in the addresses
    that its provider calls. ``level`` is how much of its SMS is seen by those who neither wrote
    them nor are in a team that keeps the number (X10). ``stop_words`` and ``start_words`` are heard
    besides the English ones.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=120)
    provider = models.CharField(max_length=10, choices=ProviderKind)
    home = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=100, blank=True)
    token = SealedField(blank=True)
    number = models.CharField(max_length=20, blank=True)
    service = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=60, default=new_key, editable=False)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.ALL)
    is_default = models.BooleanField(default=False)
    stop_words = models.CharField(max_length=300, blank=True)
    start_words = models.CharField(max_length=300, blank=True)
    teams = models.ManyToManyField(Team, through="SmsNumberTeam", related_name="+")
    retired_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = SmsNumberManager()

    class Meta(Owned.Meta):
        verbose_name = "SMS number"
        ordering = ("-is_default", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="sms_number_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="sms_number_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="sms_number_by_key"),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=Q(retired_at=None) & ~Q(number=""),
                name="sms_number_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_default=True, retired_at=None),
                name="sms_number_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def set_up(cls, *, by: Member, **values: Any) -> SmsNumber:
        """A new number; the first one is the default. Refused with the field to mend."""
        _refuse_strangers(by)
        teams: Iterable[Team] = values.pop("teams", ())
        found = cls()
        with acting(by=by, label=gettext("Set up a number for SMS")) as act:
            sealed = found.take(values)
            is_first = not cls.objects.live().exists()
            found.is_default = False
            act.insert(found)
            found._keep_token(sealed)
            act.insert_many([SmsNumberTeam(number=found, team=team) for team in teams])
            if is_first or values.get("is_default"):
                found.be_default(act)
        return found

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change the named fields. A token that is given is sealed; one left empty stays."""
        _refuse_strangers(by)
        teams: Iterable[Team] | None = values.pop("teams", None)
        is_default = values.pop("is_default", False)
        with acting(
            by=by, label=gettext("Changed the SMS number {name}").format(name=self.name)
        ) as act:
            act.lock(self)
            wanted = type(self)(**{f.attname: getattr(self, f.attname) for f in self._meta.fields})
            sealed = wanted.take(values)
            names = [name for name in values if name != "token"]
            act.change(self, **{name: getattr(wanted, name) for name in names})
            self._keep_token(sealed)
            if is_default and not self.is_default:
                self.be_default(act)
            if teams is not None:
                self._share(act, list(teams))

    def retire(self, *, by: Member) -> None:
        """Take it out of use and forget its token; its SMS stay as they are."""
        _refuse_strangers(by)
        with acting(
            by=by, label=gettext("Took the SMS number {name} out of use").format(name=self.name)
        ) as act:
            act.lock(self)
            act.change(self, retired_at=timezone.now(), is_default=False)
            type(self).objects.filter(pk=self.pk).update(token="")
            heir = type(self).objects.live().first()
            if heir is not None and not type(self).objects.live().filter(is_default=True).exists():
                heir.be_default(act)

    def line(self) -> Provider:
        """By whom its SMS leave; refused where its token cannot be read any more."""
        if self.provider == ProviderKind.OUTBOX:
            return Outbox(self.number or self.name)
        return Twilio(self.home, self.account, unseal(self.token), self.number, self.service)

    def hook(self, organisation: Organisation, what: str) -> str:
        """The public address at which the provider tells of its SMS: ``incoming`` or ``status``."""
        path = reverse(f"sms-{what}", args=[organisation.slug, self.key])
        return f"{settings.BASE_URL}{path}"

    def take(self, values: dict[str, Any]) -> str:
        """Set the values as they are kept, the token but for; it comes back sealed."""
        for name in values.keys() - {"token"}:
            setattr(self, name, values[name])
        self.name = " ".join(self.name.split())
        self.number = read_number(self.number, "")
        self.stop_words, self.start_words = (
            ", ".join(words_in(text)) for text in (self.stop_words, self.start_words)
        )
        if not self.name:
            raise Refusal(gettext("Give it a name."), field="name")
        if self.provider == ProviderKind.TWILIO:
            self._check_account(has_token=bool(values.get("token") or self.token))
        same = type(self).objects.live().exclude(pk=self.pk)
        if self.number and same.filter(number=self.number).exists():
            raise Refusal(gettext("This number is set up already."), field="number")
        return seal(values.get("token") or "")

    def _check_account(self, *, has_token: bool) -> None:
        self.home = (self.home or HOME).strip().rstrip("/")
        try:
            outbound.check_url(self.home)
        except Refusal as error:
            raise Refusal(str(error), field="home") from error
        if not self.account:
            raise Refusal(gettext("Give the account, like AC0123."), field="account")
        if not has_token:
            raise Refusal(gettext("Give the token of the account."), field="token")
        if not (self.number or self.service):
            raise Refusal(gettext("Give the number, or the messaging service."), field="number")

    def _keep_token(self, sealed: str) -> None:
        if sealed:
            type(self).objects.filter(pk=self.pk).update(token=sealed)
            self.token = sealed

    def be_default(self, act: Acting) -> None:
        """Make it the one that SMS leave from unless another is chosen."""
        for other in type(self).objects.filter(is_default=True).exclude(pk=self.pk):
            act.change(other, is_default=False)
        act.change(self, is_default=True)

    def _share(self, act: Acting, teams: list[Team]) -> None:
        standing = {row.team_id: row for row in SmsNumberTeam.objects.filter(number=self)}
        wanted = {team.pk: team for team in teams}
        act.remove_many([row for key, row in standing.items() if key not in wanted])
        act.insert_many(
            [SmsNumberTeam(number=self, team=t) for key, t in wanted.items() if key not in standing]
        )


class SmsNumberTeam(Owned):
    """That a number is kept by a team; one without any is used by everyone who writes to clients."""

    number = models.ForeignKey(
        SmsNumber, models.PROTECT, related_name="shares", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number", "team"], name="sms_number_shared_once"
            ),
            SameOrganisation("number"),
            SameOrganisation("team"),
        ]

    def __str__(self) -> str:
        return f"{self.number} with {self.team}"


def _refuse_strangers(by: Member) -> None:
    if not by.can(Can.MAILBOXES_MANAGE):
        raise Refusal(gettext("Only who sets up mailboxes sets up numbers for SMS."))
