"""Ways to choose invoices, and what of them is still owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q

from atrium.billing.days import is_past
from atrium.billing.models.allocation import Allocation
from atrium.billing.models.invoice_indexes import MAY_BE_OPEN, OWING
from atrium.billing.models.line import Line
from atrium.billing.models.sums import summed
from atrium.billing.models.write_off import WriteOff
from atrium.clients.models import Client
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.expressions import Combinable

    from atrium.billing.models.invoice import Invoice
    from atrium.organisations.models import Member, Organisation


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Ways to choose invoices."""

    def visible_to(self, member: Member) -> InvoiceQuerySet:
        """Those of clients that the member sees, where they may see money at all."""
        if not member.can(Can.MONEY_SEE):
            return self.none()
        if member.can(Can.CLIENTS_SEE_ALL):
            return self
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen))

    def drafts(self) -> InvoiceQuerySet:
        return self.filter(number=None)

    def issued(self) -> InvoiceQuerySet:
        """Those with a number, cancelled ones and credit notes too."""
        return self.filter(number__isnull=False)

    def open(self) -> InvoiceQuerySet:
        """Those of which something is still owed."""
        return self.filter(MAY_BE_OPEN)

    def owing(self) -> InvoiceQuerySet:
        """The open ones as the last act left them, to add up ``owed``: from an index alone."""
        return self.filter(OWING)

    def overdue(self, today: date) -> InvoiceQuerySet:
        """The open ones whose due day is past."""
        return self.open().filter(due_on__lt=today)

    def late(self, organisation: Organisation) -> InvoiceQuerySet:
        """Those whose due day is past where their client is; ask it of open ones."""
        return self.filter(is_past(organisation, "due_on"))

    def settled(self) -> InvoiceQuerySet:
        """Those of which nothing is owed any more."""
        return self.filter(settled_on__isnull=False)

    def claims(self) -> InvoiceQuerySet:
        """Issued ones that ask for money: all but credit notes and what was cancelled."""
        return self.issued().exclude(kind="credit").exclude(state="cancelled")

    def deposits(self, client: Client) -> InvoiceQuerySet:
        """The issued deposits of a client that no standing invoice took off yet, the oldest first."""
        lines = Line.objects.filter(deducts=OuterRef("pk"), invoice__number__isnull=False)
        taken = lines.exclude(invoice__state="cancelled")
        found = self.filter(~Exists(taken), client=client, kind="deposit", state="issued")
        return found.order_by("id")

    def with_balance(self) -> InvoiceQuerySet:
        """Add ``balance``: what is still owed, in minor units; 0 for credit notes and drafts."""
        return self.annotate(balance=balance(self.model))

    def holding(self, words: str) -> InvoiceQuerySet:
        """Those whose number has the words, or whose client's name has each of them."""
        named = Q()
        for word in words.split()[:8]:
            named &= Q(client__name__icontains=word)
        return self.filter(Q(number__icontains=words.strip()) | named)


def allocated() -> Combinable:
    """What payments cover of an invoice."""
    return summed(Allocation.objects.filter(invoice=OuterRef("pk")))


def credited(invoices: type[Invoice]) -> Combinable:
    """What credit notes take off an invoice."""
    rows = invoices.objects.filter(credits=OuterRef("pk"), number__isnull=False)
    return summed(rows, "total")


def written_off() -> Combinable:
    """What is no longer expected of an invoice."""
    return summed(WriteOff.objects.filter(invoice=OuterRef("pk")))


def balance(invoices: type[Invoice]) -> Combinable:
    """Total less what was paid before it came here, allocations, credits and write-offs of what asks for money; else 0."""
    owed = F("total") - F("paid_elsewhere") - allocated() - credited(invoices) - written_off()
    asks = Q(number__isnull=False) & ~Q(kind="credit")
    return models.Case(models.When(asks, then=owed), default=0, output_field=BigIntegerField())


InvoiceManager = OwnedManager.from_queryset(InvoiceQuerySet)
