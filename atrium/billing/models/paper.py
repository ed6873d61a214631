from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from atrium.billing.models.invoice_part import InvoicePart
from atrium.foundation import files
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import OwnedManager

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


class InvoicePaper(InvoicePart):
    """The PDF of an issued invoice: drawn once, kept by its hash, never drawn anew.

    It is no part of the journal: nothing of it ever changes.
    """

    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="papers",
        db_constraint=False,
        db_index=False,
    )
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    holds_einvoice = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "invoice"], name="paper_once"),
            SameOrganisation("invoice"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice}.pdf"

    @classmethod
    def of(cls, invoice: Invoice) -> InvoicePaper | None:
        """The one that is kept, if it was drawn already."""
        found: InvoicePaper | None = cls.objects.filter(invoice=invoice).first()
        return found

    @classmethod
    def keep(cls, invoice: Invoice, pdf: bytes, *, holds_einvoice: bool) -> InvoicePaper:
        """Keep what was drawn; of two who drew at once the first stands."""
        stored_as = files.keep(ContentFile(pdf), "invoices", ".pdf")
        paper = cls(
            invoice=invoice,
            stored_as=stored_as,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
            holds_einvoice=holds_einvoice,
        )
        try:
            with transaction.atomic():
                paper.save(force_insert=True)
        except IntegrityError:
            default_storage.delete(stored_as)
            first: InvoicePaper = cls.objects.get(invoice=invoice)
            return first
        return paper

    @property
    def content(self) -> bytes:
        """The bytes as they were drawn."""
        return files.read(self.stored_as)

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are those that were kept."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256
