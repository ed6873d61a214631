from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


class Kind(models.TextChoices):
    """What an invoice is for."""

    INVOICE = "invoice", gettext_lazy("Invoice")
    DEPOSIT = "deposit", gettext_lazy("Deposit invoice")
    FINAL = "final", gettext_lazy("Final invoice")
    CREDIT = "credit", gettext_lazy("Credit note")


# Whole, since a language may write a draft and its kind as one word.
DRAFTS = {
    Kind.INVOICE: gettext_lazy("a draft invoice"),
    Kind.DEPOSIT: gettext_lazy("a draft deposit invoice"),
    Kind.FINAL: gettext_lazy("a draft final invoice"),
    Kind.CREDIT: gettext_lazy("a draft credit note"),
}
DRAFT_TITLES = {
    Kind.INVOICE: gettext_lazy("Draft invoice"),
    Kind.DEPOSIT: gettext_lazy("Draft deposit invoice"),
    Kind.FINAL: gettext_lazy("Draft final invoice"),
    Kind.CREDIT: gettext_lazy("Draft credit note"),
}
THESE = {
    Kind.INVOICE: gettext_lazy("the invoice"),
    Kind.DEPOSIT: gettext_lazy("the deposit invoice"),
    Kind.FINAL: gettext_lazy("the final invoice"),
    Kind.CREDIT: gettext_lazy("the credit note"),
}


class State(models.TextChoices):
    """What is kept of where an invoice stands; all else follows from rows and from the day."""

    DRAFT = "draft", gettext_lazy("Draft")
    ISSUED = "issued", gettext_lazy("Issued")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class Standing(models.TextChoices):
    """What an invoice is called: computed, never kept (C12)."""

    DRAFT = "draft", gettext_lazy("Draft")
    OPEN = "open", gettext_lazy("Open")
    SENT = "sent", gettext_lazy("Sent")
    PARTLY = "partly", gettext_lazy("Partly paid")
    OVERDUE = "overdue", gettext_lazy("Overdue")
    PAID = "paid", gettext_lazy("Paid")
    CREDITED = "credited", gettext_lazy("Credited")
    WRITTEN_OFF = "written_off", gettext_lazy("Written off")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")
    NOTE = "note", gettext_lazy("Credit note")

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        return _TONES.get(self, "neutral")

    @classmethod
    def of(cls, invoice: Invoice, today: date, *, sent: bool) -> Standing:
        """What the invoice is called on this day; it knows its ``balance`` by with_balance()."""
        row: Any = invoice
        balance: int = row.balance if invoice.state == State.ISSUED else 0
        if invoice.state != State.ISSUED:
            return cls(invoice.state)
        if invoice.kind == Kind.CREDIT:
            return cls.NOTE
        if balance <= 0:
            return cls.PAID if invoice.paid_after is not None or not invoice.total else cls.CREDITED
        if invoice.due_on is not None and invoice.due_on < today:
            return cls.OVERDUE
        if balance < invoice.total:
            return cls.PARTLY
        return cls.SENT if sent else cls.OPEN


_TONES = {
    Standing.OPEN: "info",
    Standing.SENT: "info",
    Standing.PARTLY: "warn",
    Standing.OVERDUE: "bad",
    Standing.PAID: "good",
}
