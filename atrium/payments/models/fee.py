from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, NewLine
from atrium.clients.models import Client
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting


class FeeKind(models.TextChoices):
    """What a fee is for."""

    REMINDER = "reminder", gettext_lazy("Reminder fee")
    INTEREST = "interest", gettext_lazy("Interest")
    RETURN = "return", gettext_lazy("Fee for a returned payment")


class Fee(Owned):
    """That a client owes a fee because of an invoice: asked by an invoice of its own, outside of tax (V07).

    So it stands in every figure, statement and book as what is owed does; it is never reminded of by
    itself, but with the invoice that it is ``about``.
    """

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="is_fee", db_constraint=False, db_index=False
    )
    about = models.ForeignKey(
        Invoice,
        models.PROTECT,
        null=True,
        related_name="fees",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=FeeKind)
    amount = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="fee_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "invoice"], name="fee_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_above_zero"),
            SameOrganisation("invoice"),
            SameOrganisation("about"),
        ]
        indexes = [models.Index(fields=["organisation", "about"], name="fee_by_what_it_is_about")]

    def __str__(self) -> str:
        return f"{FeeKind(self.kind).label}: {self.invoice}"

    @property
    def client_id(self) -> int:
        """The client who owes it."""
        invoice: Invoice = self.invoice
        return invoice.client_id

    @classmethod
    def ask(  # noqa: PLR0913 - what is known of a fee
        cls,
        client: Client,
        *,
        by: Member | None,
        kind: FeeKind,
        text: str,
        amount: int,
        currency: str,
        about: Invoice | None,
    ) -> Fee:
        """Issue an invoice over the fee, due at once: one line, outside the scope of tax."""
        with acting(by=by, label=gettext("Asked {client} for a fee").format(client=client)) as act:
            line = NewLine(text=text, price=amount, tax_category="O")
            invoice = Invoice.draft(
                client,
                by=by,
                lines=[line],
                currency=currency,
                due_on=today_of(client),
                reverse_charge=False,
            )
            invoice.issue(by=by)
            row = cls(invoice=invoice, about=about, kind=kind, amount=amount)
            return act.insert(row)
