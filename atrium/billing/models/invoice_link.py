from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.core import signing
from django.db import models
from django.db.models import F
from django.utils.timezone import now

from atrium.billing.events import InvoiceOpened
from atrium.billing.models.invoice_part import InvoicePart
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice

_SALT = "atrium.billing.link"


class InvoiceLink(InvoicePart):
    """That one person may see one invoice without signing in, and how often they did (X09)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="links",
        db_constraint=False,
        db_index=False,
    )
    address = models.CharField(max_length=320)
    made_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    made_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True)
    opened_times = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="invoice_link_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "invoice", "address"],
                condition=models.Q(revoked_at=None),
                name="invoice_link_once",
            ),
            SameOrganisation("invoice"),
            SameOrganisation("made_by"),
        ]

    def __str__(self) -> str:
        return gettext("{invoice} for {address}").format(invoice=self.invoice, address=self.address)

    @classmethod
    def give(cls, invoice: Invoice, address: str, act: Acting) -> InvoiceLink:
        """The link of this person to the invoice, the same again where they have one. Lock the invoice first."""
        rows = cls.objects.filter(invoice=invoice, address=address, revoked_at=None)
        found: InvoiceLink | None = rows.first()
        return found or act.insert(cls(invoice=invoice, address=address, made_by=act.by))

    def revoke(self, *, by: Member) -> None:
        """Let it open nothing any more."""
        with acting(
            by=by, label=gettext("Took back a link to {invoice}").format(invoice=self.invoice)
        ) as act:
            act.lock(self)
            act.change(self, revoked_at=self.revoked_at or now())

    def opened(self) -> None:
        """Count that it was read; the first time is told on the timeline."""
        rows = type(self).objects.filter(pk=self.pk)
        rows.update(opened_times=F("opened_times") + 1)
        moment: datetime = now()
        if rows.filter(opened_at=None).update(opened_at=moment):
            invoice = self.invoice
            with acting(
                by=None, label=gettext("{invoice} was opened").format(invoice=invoice)
            ) as act:
                story = InvoiceOpened(**invoice.told(), whom=self.address)
                act.record(story, client=invoice.client, subject=invoice)

    def token(self) -> str:
        """What opens it for its receiver, and always the same."""
        return signing.Signer(salt=_SALT).sign_object([self.organisation_id, str(self.public_id)])

    @staticmethod
    def key_in(token: str) -> tuple[int, str] | None:
        """The organisation's key and its own in a token(); None for anything else."""
        try:
            organisation, key = signing.Signer(salt=_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError):
            return None
        return organisation, key
