from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone

from atrium.config.issuers import Issuer
from atrium.conversations.mail.oauth import SignedOut, Tokens, issuers, refreshed
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.mailbox_sending import Sending
from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting

# So long before its end a token is renewed; who renews it has it alone for a moment.
EARLY = timedelta(minutes=5)
ALONE = timedelta(seconds=30)


class SignIn(Owned):
    """That a mailbox signs in at its servers by a token of an issuer, instead of a password (R12).

    ``given_until`` is when the token ends that stands here; a new one is asked for by itself, by
    one worker at a time. ``problem`` says why that is over.
    """

    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, related_name="sign_ins", db_constraint=False, db_index=False
    )
    issuer = models.CharField(max_length=20)
    access = SealedField()
    refresh = SealedField()
    given_until = models.DateTimeField()
    renewing_until = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mailbox"], name="sign_in_of_mailbox"),
            SameOrganisation("mailbox"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} at {self.issuer}"

    @classmethod
    def of(cls, mailbox: Mailbox) -> SignIn | None:
        """That of the mailbox, if it signs in so."""
        row: SignIn | None = cls.objects.filter(mailbox=mailbox).first()
        return row

    @classmethod
    def give(cls, mailbox: Mailbox, tokens: Tokens, issuer: Issuer, *, by: Member) -> SignIn:
        """Let the mailbox sign in by these tokens; at a well-known issuer by its servers, both ways.

        Refused without a token that renews them.
        """
        mailbox.refuse_strangers(by)
        if not tokens.refresh:
            msg = gettext(
                "{issuer} gave no lasting permission. Take Atrium off its list of apps, then sign in again."
            ).format(issuer=issuer.label)
            raise Refusal(msg)
        with acting(
            by=by,
            label=gettext("Let {address} sign in at {issuer}").format(
                address=mailbox.address, issuer=issuer.label
            ),
        ) as act:
            act.remove_many(list(cls.objects.filter(mailbox=mailbox)))
            if issuer.hosts:
                imap, smtp = issuer.hosts
                sending = {"sending": Sending.SMTP, "smtp_host": smtp, "smtp_port": 587}
                sending |= {"smtp_security": "starttls", "smtp_user": mailbox.address}
                fetching = {"imap_on": True, "imap_host": imap, "imap_port": 993}
                fetching |= {"imap_security": "tls", "imap_user": mailbox.address}
                mailbox.edit(by=by, **sending, **fetching)
            row = cls(mailbox=mailbox, issuer=issuer.key)
            row._take(tokens)
            return act.insert(row)

    @classmethod
    def forget(cls, mailbox: Mailbox, *, by: Member) -> None:
        """Let the mailbox sign in by its password again; the tokens are gone for good."""
        mailbox.refuse_strangers(by)
        with acting(
            by=by, label=gettext("Forgot how {address} signs in").format(address=mailbox.address)
        ) as act:
            act.remove_many(list(cls.objects.filter(mailbox=mailbox)))

    @property
    def label(self) -> str:
        """Who lets it in."""
        known = issuers().get(self.issuer)
        return known.label if known else self.issuer

    def token(self) -> str:
        """A token that is good for some minutes, renewed where it is not.

        Raises SignedOut where the member has to sign in again, OSError where the issuer does not answer.
        """
        now = timezone.now()
        if self.given_until > now + EARLY or not self._claimed():
            return unseal(self.access)
        try:
            tokens = self._renewed()
        except SignedOut as error:
            self._write(problem=str(error)[:500], renewing_until=None)
            raise
        self._take(tokens)
        values = {name: getattr(self, name) for name in ("access", "refresh", "given_until")}
        self._write(**values, problem="", renewing_until=None)
        return tokens.access

    def _renewed(self) -> Tokens:
        issuer = issuers().get(self.issuer)
        if issuer is None:
            msg = gettext(
                "Signing in at “{issuer}” is not set up any more; ask who runs this installation."
            ).format(issuer=self.issuer)
            raise SignedOut(msg)
        return refreshed(issuer, unseal(self.refresh))

    def _claimed(self) -> bool:
        """Whether this worker renews it; another one that does has it for half a minute."""
        now = timezone.now()
        free = models.Q(renewing_until=None) | models.Q(renewing_until__lt=now)
        with transaction.atomic():
            taken = type(self).objects.filter(free, pk=self.pk).update(renewing_until=now + ALONE)
        self.refresh_from_db()
        return bool(taken) and self.given_until <= now + EARLY

    def _take(self, tokens: Tokens) -> None:
        self.access = seal(tokens.access)
        self.refresh = seal(tokens.refresh) or self.refresh
        self.given_until = timezone.now() + timedelta(seconds=tokens.seconds)

    def _write(self, **values: object) -> None:
        type(self).objects.filter(pk=self.pk).update(**values)
