from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from atrium.clients.models import Client, Contact
from atrium.documents.events import ShareGiven, ShareOpened, ShareRevoked
from atrium.documents.sharing import SHAREABLES, Shareable, subject_of
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting

LONGEST = timedelta(days=366)
LEAST_CODE, LONGEST_CODE = 4, 60
MOST_TRIES = 10
TRIES_FORGOTTEN = timedelta(minutes=15)


class ShareQuerySet(models.QuerySet["Share"]):
    """Ways to choose links."""

    def visible_to(self, member: Member) -> ShareQuerySet:
        if not member.can(Can.DOCUMENTS_SEE):
            return self.none()
        seen: Any = Client.objects.visible_to(member)
        return self.filter(Exists(seen.filter(pk=OuterRef("client_id"))))

    def standing(self) -> ShareQuerySet:
        """Those that open something by now."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of(self, thing: models.Model) -> ShareQuerySet:
        return self.filter(subject_model=thing._meta.label_lower, subject_id=thing.pk)


ShareManager = OwnedManager.from_queryset(ShareQuerySet)


class Share(Owned):
    """A link that opens one thing for who has it, until a day, and nothing else (R15, X09).

    ``subject_model`` and ``subject_id`` name the thing, of any model in sharing.SHAREABLES. Of the
    secret in the link and of the code only hashes are kept; ``link`` is told when it is given.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="shares", db_constraint=False, db_index=False
    )
    subject_model = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=200)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    token_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    given_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    reads = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    objects: ClassVar = ShareManager()

    class Meta(Owned.Meta):
        verbose_name = "link"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="share_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "token_hash"], name="share_by_token"),
            models.UniqueConstraint(fields=["organisation", "id"], name="share_by_organisation"),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("given_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "subject_model", "subject_id"], name="share_by_subject"
            ),
            models.Index(fields=["organisation", "client", "-given_at"], name="share_by_client"),
        ]

    secret = ""

    def __str__(self) -> str:
        return gettext("link to {label}").format(label=self.label)

    @classmethod
    def give(
        cls,
        thing: Any,
        *,
        by: Member | None,
        until: datetime,
        code: str = "",
        to: Contact | None = None,
    ) -> Share:
        """A link to the thing; its ``link`` is told here and never again.

        ``to`` is whom it is for. Refused for an instant past or more than a year away, for a code
        of fewer than 4 or more than 60 signs, and where the thing itself refuses.
        """
        model = thing._meta.label_lower
        now = timezone.now()
        if not now < until <= now + LONGEST:
            msg = gettext("Choose a day within the next year.")
            raise Refusal(msg, field="until")
        if code and not LEAST_CODE <= len(code) <= LONGEST_CODE:
            msg = gettext("A code has {least_code} to {longest_code} characters.").format(
                least_code=LEAST_CODE, longest_code=LONGEST_CODE
            )
            raise Refusal(msg, field="code")
        secret = secrets.token_urlsafe(24)
        share = cls(
            client=thing.client,
            subject_model=model,
            subject_id=thing.pk,
            label=str(thing)[:200],
            contact=to,
            token_hash=_hash(secret),
            expires_at=until,
            given_by=by,
        )
        share.code_hash = share._code_hash(code) if code else ""
        with acting(by=by, label=gettext("Shared {thing}").format(thing=thing)) as act:
            act.lock(thing.client)
            thing.client.refuse_archived()
            SHAREABLES[model].refuse(act.lock(thing))
            act.insert(share)
            day = spelled(thing.client.organisation.local(until), "%-d %b %Y")
            story = ShareGiven(
                name=share.label, whom=gettext(" to {to}").format(to=to) if to else "", until=day
            )
            act.record(story, client=thing.client, subject=share)
        share.secret = f"{share.organisation_id}.{secret}"
        return share

    def revoke(self, *, by: Member | None) -> None:
        """Let the link open nothing any more."""
        with acting(by=by, label=gettext("Took back the {share}").format(share=self)) as act:
            act.lock(self)
            if self.revoked_at is None:
                act.change(self, revoked_at=timezone.now())
                act.record(ShareRevoked(name=self.label), client=self.client, subject=self)

    @classmethod
    def opened_by(cls, secret: str) -> Share | None:
        """The link with this secret, inside its organisation, while it opens something."""
        rows = cls.objects.standing().filter(token_hash=_hash(secret))
        share: Share | None = rows.select_related("client__organisation", "contact").first()
        return share

    def takes(self, code: str) -> bool:
        """Whether this is its code; refused after ten wrong ones for a quarter of an hour."""
        if not self.code_hash:
            return True
        now = timezone.now()
        if self.tried_at is not None and self.tried_at < now - TRIES_FORGOTTEN:
            type(self).objects.filter(pk=self.pk, tried_at=self.tried_at).update(tries=0)
        # Counted before it is compared, so that many at once are no more than ten.
        rows = type(self).objects.filter(pk=self.pk, tries__lt=MOST_TRIES)
        if not rows.update(tries=F("tries") + 1, tried_at=now):
            msg = gettext("Too many wrong codes. Try again in a quarter of an hour.")
            raise Refusal(msg, field="code")
        if not constant_time_compare(self.code_hash, self._code_hash(code)):
            return False
        type(self).objects.filter(pk=self.pk).update(tries=0)
        return True

    def read(self) -> None:
        """Count that it was opened; the first time is told."""
        now = timezone.now()
        first = type(self).objects.filter(pk=self.pk, reads=0).update(reads=1, read_at=now)
        if not first:
            type(self).objects.filter(pk=self.pk).update(reads=F("reads") + 1, read_at=now)
            return
        with acting(by=None, label=gettext("The {share} was opened").format(share=self)) as act:
            story = ShareOpened(
                name=self.label,
                whom=gettext(" for {contact}").format(contact=self.contact) if self.contact else "",
            )
            act.record(story, client=self.client, subject=self)

    @property
    def thing(self) -> Any:
        """What it opens; None where that is gone."""
        return subject_of(self.subject_model, self.subject_id)

    @property
    def sort(self) -> Shareable:
        return SHAREABLES[self.subject_model]

    @property
    def link(self) -> str:
        """The whole address, where the secret is known: right after it was given."""
        return f"{settings.BASE_URL}{address('shared', self.secret)}" if self.secret else ""

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def proof(self) -> str:
        """What a browser is given that told the code."""
        text = f"{self.public_id}{self.code_hash}"
        return salted_hmac("atrium.documents.code", text, algorithm="sha256").hexdigest()

    def _code_hash(self, code: str) -> str:
        text = f"{self.public_id}{code}"
        return salted_hmac("atrium.documents.share", text, algorithm="sha256").hexdigest()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
