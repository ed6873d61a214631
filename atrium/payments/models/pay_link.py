from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from atrium.billing.models import Invoice
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import PayLinkMade, PayLinkOpened, PayLinkRevoked
from atrium.timeline.acting import acting

STANDS_FOR = timedelta(days=180)
_PURPOSE = "atrium pay link"


class PayLink(Owned):
    """A page outside of the organisation where one invoice can be paid (V10).

    The token in its address is made of the secret key and lies here as a hash only. It stands for half
    a year, or until it is revoked.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="pay_links", db_constraint=False, db_index=False
    )
    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="pay_link_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "token_hash"], name="pay_link_by_token"
            ),
            models.UniqueConstraint(
                fields=["organisation", "invoice"],
                condition=Q(revoked_at=None),
                name="pay_link_one",
            ),
            SameOrganisation("invoice"),
            SameOrganisation("made_by"),
        ]

    def __str__(self) -> str:
        return gettext("Pay link of {invoice}").format(invoice=self.invoice)

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it."""
        invoice: Invoice = self.invoice
        return invoice.client_id

    @classmethod
    def of(cls, invoice: Invoice, *, by: Member | None) -> PayLink:
        """The link of the invoice: the one that stands, else a new one. Refused for drafts and credit notes."""
        now = timezone.now()
        with acting(
            by=by, label=gettext("Made a pay link for {invoice}").format(invoice=invoice)
        ) as act:
            invoice.lock_for_change(act)
            if invoice.left() <= 0:
                raise Refusal(gettext("Nothing is owed of {invoice}.").format(invoice=invoice))
            standing: PayLink | None = cls.objects.filter(invoice=invoice, revoked_at=None).first()
            if standing is not None and standing.expires_at > now:
                standing.invoice = invoice
                return standing
            if standing is not None:
                act.change(standing, revoked_at=now)
            link = cls(invoice=invoice, made_by=by, expires_at=now + STANDS_FOR)
            link.token_hash = _hash(link._secret())
            act.insert(link)
            told = PayLinkMade(invoice=str(invoice))
            act.record(told, client=invoice.client, subject=invoice, quiet=True)
        return link

    @classmethod
    def opened_by(cls, secret: str) -> PayLink | None:
        """The link that stands with this secret, inside the organisation entered."""
        now = timezone.now()
        rows: Any = cls.objects.filter(
            token_hash=_hash(secret), revoked_at=None, expires_at__gt=now
        )
        found: PayLink | None = rows.select_related("invoice__client__organisation").first()
        return found

    def revoke(self, *, by: Member) -> None:
        """Let nobody pay by it any more."""
        invoice = self.invoice
        with acting(
            by=by, label=gettext("Revoked the pay link of {invoice}").format(invoice=invoice)
        ) as act:
            invoice.lock_for_change(act)
            act.lock(self)
            self.invoice = invoice
            if self.revoked_at is None:
                act.change(self, revoked_at=timezone.now())
                told = PayLinkRevoked(invoice=str(invoice))
                act.record(told, client=invoice.client, subject=invoice)

    def see(self) -> None:
        """Tell, once, that the client opened it."""
        if self.opened_at is not None:
            return
        invoice = self.invoice
        with acting(
            by=None, label=gettext("Opened the pay link of {invoice}").format(invoice=invoice)
        ) as act:
            invoice.lock_for_change(act)
            act.lock(self)
            self.invoice = invoice
            if self.opened_at is None:
                act.change(self, opened_at=timezone.now())
                told = PayLinkOpened(invoice=str(invoice))
                act.record(told, client=invoice.client, subject=invoice)

    @property
    def token(self) -> str:
        """What stands in its address."""
        return f"{self.organisation_id}.{self._secret()}"

    @property
    def url(self) -> str:
        """Its whole address."""
        return f"{settings.BASE_URL}{reverse('pay', args=[self.token])}"

    def stands(self, now: datetime) -> bool:
        """Whether one can pay by it."""
        return self.revoked_at is None and self.expires_at > now

    def _secret(self) -> str:
        told = f"{self.organisation_id}:{self.public_id}"
        return salted_hmac(_PURPOSE, told, algorithm="sha256").hexdigest()[:40]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
