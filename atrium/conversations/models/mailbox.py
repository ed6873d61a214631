from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.conversations.mail.lines import Security, checked_host
from atrium.conversations.models.level import Level
from atrium.conversations.models.mailbox_provider import ByProvider
from atrium.conversations.models.mailbox_sending import Sending, refuse_borrowed, refuse_chain
from atrium.conversations.models.mailbox_team import MailboxTeam
from atrium.conversations.richtext import safe
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, email
from atrium.foundation.ids import public_id
from atrium.foundation.secrets import SealedField, seal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member, Team
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting

SECRETS = ("smtp_secret", "imap_secret", "provider_key", "provider_signing")


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Ways to choose mailboxes."""

    def live(self) -> MailboxQuerySet:
        return self.filter(retired_at=None)

    def kept_by(self, member: Member) -> MailboxQuerySet:
        """One's own, those shared with a team one is in, and those shared with everyone."""
        return self.filter(_kept(member))

    def for_writing(self, member: Member) -> list[Mailbox]:
        """Those in use that the member may send from, their own first."""
        rows = self.live().kept_by(member).select_related("through")
        return sorted(rows, key=lambda box: (box.member_id is None, box.address_key))

    def shown_to(self, member: Member) -> MailboxQuerySet:
        """Those they keep, and all shared ones for who sets these up."""
        sets_up = Q(member=None) if member.can(Can.MAILBOXES_MANAGE) else Q()
        return self.filter(_kept(member) | sets_up if sets_up else _kept(member))


def _kept(member: Member) -> Q:
    named = MailboxTeam.objects.filter(mailbox=OuterRef("pk"))
    mine = named.filter(team__memberships__member=member)
    shared: Q = Q(member=None) & (Q(Exists(mine)) | ~Q(Exists(named)))
    return Q(member=member) | shared


MailboxManager = OwnedManager.from_queryset(MailboxQuerySet)


class Mailbox(ByProvider, Owned):
    """An address that mail leaves from and comes to: of one member, or shared.

    ``level`` is how much of its mail is seen by those who do not keep it (X10). Secrets lie sealed
    and are never given out again. The ``imap_`` fields say where its mail is fetched.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254, editable=False)
    name = models.CharField(max_length=120)
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        related_name="mailboxes",
        db_constraint=False,
        db_index=False,
    )
    teams = models.ManyToManyField(Team, through="MailboxTeam", related_name="mailboxes")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOBODY)
    signature = models.TextField(blank=True)
    sending = models.CharField(max_length=10, choices=Sending, default=Sending.SERVER)
    through = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    smtp_host = models.CharField(max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=254, blank=True)
    smtp_secret = SealedField(blank=True)
    imap_on = models.BooleanField(default=False)
    imap_host = models.CharField(max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    imap_user = models.CharField(max_length=254, blank=True)
    imap_secret = SealedField(blank=True)
    imap_oauth = models.BooleanField(default=False)
    imap_folders: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    imap_since = models.DateField(null=True, blank=True)
    # How far each folder was read: {"INBOX": {"uidvalidity": 1, "uid": 27}}.
    imap_read: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, editable=False)
    # Until when one worker alone fetches its mail.
    fetching_until = models.DateTimeField(null=True, editable=False)
    # Until when one worker alone hears of new mail at once.
    listening_until = models.DateTimeField(null=True, editable=False)
    ran_at = models.DateTimeField(null=True, editable=False)
    ran_well_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = MailboxManager()

    class Meta(Owned.Meta):
        verbose_name_plural = "mailboxes"
        ordering = ("-member_id", "address_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="mailbox_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="mailbox_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "address_key"],
                condition=Q(retired_at=None),
                name="mailbox_by_address",
            ),
            models.UniqueConstraint(
                fields=["organisation", "hook_key"],
                condition=~Q(hook_key=""),
                name="mailbox_by_hook_key",
            ),
            SameOrganisation("member"),
            SameOrganisation("through"),
        ]
        indexes = [models.Index(fields=["organisation", "member"], name="mailbox_by_member")]

    def __str__(self) -> str:
        return self.address

    @classmethod
    def open(
        cls, *, by: Member, address: str, member: Member | None = None, **values: Any
    ) -> Mailbox:
        """A new mailbox: ``by``'s own where ``member`` is they, else a shared one.

        A shared one shows its mail to everyone who sees the client until it is told otherwise,
        one's own to nobody. Refused when the address is no address or has a mailbox already.
        """
        found = cls(member=member, level=Level.NOBODY if member else Level.ALL)
        found.refuse_strangers(by)
        teams: Iterable[Team] = values.pop("teams", ())
        label = gettext("Set up the mailbox {address}").format(address=address.strip())
        with acting(by=by, label=label) as act:
            secrets = found.take({"address": address, "name": found._called(by), **values})
            refuse_borrowed(found, by)
            act.insert(found)
            found._keep_secrets(secrets)
            act.insert_many([MailboxTeam(mailbox=found, team=team) for team in teams])
        return found

    @classmethod
    def of(cls, member: Member) -> Mailbox:
        """The one the member writes from; a new one of their own where there is none."""
        boxes = cls.objects.for_writing(member)
        return boxes[0] if boxes else cls.open(by=member, address=member.user.email, member=member)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change the named fields. A secret that is given is sealed; one left out or empty stays."""
        self.refuse_strangers(by)
        teams: Iterable[Team] | None = values.pop("teams", None)
        label = gettext("Changed the mailbox {address}").format(address=self.address)
        with acting(by=by, label=label) as act:
            act.lock(self)
            wanted = type(self)(**{f.attname: getattr(self, f.attname) for f in self._meta.fields})
            secrets = wanted.take(values, self)
            refuse_borrowed(wanted, by)
            names = [name for name in values if name not in SECRETS]
            if "address" in values:
                names.append("address_key")
            act.change(self, **{name: getattr(wanted, name) for name in names})
            self._keep_secrets(secrets)
            if teams is not None:
                self._share(act, list(teams))

    def retire(self, *, by: Member) -> None:
        """Take the mailbox out of use and forget its secrets; its mail stays as visible as it was."""
        self.refuse_strangers(by)
        label = gettext("Took the mailbox {address} out of use").format(address=self.address)
        with acting(by=by, label=label) as act:
            act.lock(self)
            act.change(self, retired_at=timezone.now(), imap_on=False)
            self._keep_secrets(dict.fromkeys((*SECRETS, "hook_key"), ""))
            act.remove_many(list(self.sign_ins.all()))

    def fetch_soon(self, *, by: Member, again: bool = False) -> None:
        """Fetch its mail as soon as a worker is free; ``again`` from the first day on."""
        from atrium.conversations.mail.fetch_tasks import fetch_one  # noqa: PLC0415 - which loads mailboxes

        self.refuse_strangers(by)
        if not self.imap_on:
            raise Refusal(gettext("Say first from which server its mail is fetched."))
        if again:
            type(self).objects.filter(pk=self.pk).update(imap_read={})
        fetch_one.enqueue(self.organisation.pk, self.pk)

    def kept_by(self, member: Member) -> bool:
        """Whether the member sees all of its mail and may send from it."""
        return bool(type(self).objects.kept_by(member).filter(pk=self.pk).exists())

    @property
    def carrier(self) -> Self | Mailbox:
        """The mailbox whose server its mail leaves by."""
        return self.through if self.sending == Sending.THROUGH and self.through else self

    @property
    def answered_at(self) -> Mailbox:
        """Where answers to it are read by Atrium: itself, else a shared mailbox; itself if there is none."""
        if self.imap_on:
            return self
        fetched = type(self).objects.live().filter(member=None, imap_on=True)
        return fetched.order_by("id").first() or self

    def may_be_changed_by(self, member: Member) -> bool:
        """Its own member, and of a shared one who sets up mailboxes."""
        if self.member_id is None:
            return member.can(Can.MAILBOXES_MANAGE)
        return self.member_id == member.pk and member.can(Can.MAIL_SEND)

    def refuse_strangers(self, by: Member) -> None:
        """Refused for who may not change it."""
        if not self.may_be_changed_by(by):
            msg = gettext(
                "Only its own member may change this mailbox, and of a shared one an admin."
            )
            raise Refusal(msg)

    def refuse_sender(self, by: Member) -> None:
        """Refused for who may not send from it, and where it is out of use."""
        if not by.can(Can.MAIL_SEND) or self.retired_at or not self.kept_by(by):
            raise Refusal(gettext("You cannot send from this address."), field="mailbox")

    def _called(self, by: Member) -> str:
        return by.name if self.member_id else by.organisation.name

    def take(self, values: dict[str, Any], kept: Mailbox | None = None) -> dict[str, str]:
        """Set the values as they are kept; the secrets come back sealed, to be kept apart."""
        secrets = {name: seal(values[name]) for name in SECRETS if values.get(name)}
        for name in values.keys() - set(SECRETS):
            setattr(self, name, values[name])
        self.name = " ".join(self.name.split())
        self.signature = safe(self.signature)
        try:
            self.address = email.mend(self.address).address
        except FormatError as error:
            raise Refusal(str(error), field="address") from error
        self.address_key = self.address.casefold()
        same = type(self).objects.live().filter(address_key=self.address_key)
        if same.exclude(pk=self.pk).exists():
            raise Refusal(gettext("There is a mailbox with this address already."), field="address")
        if self.sending == Sending.SMTP:
            self.smtp_host = checked_host(self.smtp_host, self.smtp_port, "smtp_host")
        by_provider = self.sending == Sending.PROVIDER
        secrets |= self.checked_provider(secrets, kept) if by_provider else self.without_provider()
        if self.imap_on:
            self.imap_host = checked_host(self.imap_host, self.imap_port, "imap_host")
        refuse_chain(self)
        return secrets

    def _keep_secrets(self, sealed: dict[str, str]) -> None:
        if sealed:
            type(self).objects.filter(pk=self.pk).update(**sealed)
            for name, value in sealed.items():
                setattr(self, name, value)

    def _share(self, act: Acting, teams: list[Team]) -> None:
        standing = {row.team_id: row for row in MailboxTeam.objects.filter(mailbox=self)}
        wanted = {team.pk: team for team in teams}
        act.remove_many([row for key, row in standing.items() if key not in wanted])
        act.insert_many(
            [MailboxTeam(mailbox=self, team=t) for key, t in wanted.items() if key not in standing]
        )
