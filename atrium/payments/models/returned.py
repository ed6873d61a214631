from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Payment, Refund
from atrium.billing.models.checking import checked_reason
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import PaymentReturned
from atrium.payments.models.bank_entry import BankEntry, EntryState
from atrium.payments.models.fee import Fee, FeeKind
from atrium.payments.models.owed_again import OwedAgain
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ReturnKind(models.TextChoices):
    """How a payment came back."""

    DEBIT = "debit", gettext_lazy("Failed direct debit")
    CHARGEBACK = "chargeback", gettext_lazy("Chargeback")
    BOUNCED = "bounced", gettext_lazy("Bounced transfer or cheque")
    OTHER = "other", gettext_lazy("Returned otherwise")


class Returned(Owned):
    """That a payment came back: a direct debit failed, a card's owner took the money back, a transfer bounced (V10).

    In the books it is a Refund, so what the payment covered is owed again (OwedAgain); ``fee`` is
    what the client is asked for because of it. A provider's or bank's own is booked once.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="returns", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, choices=ReturnKind)
    amount = models.BigIntegerField()
    on = models.DateField()
    reason = models.CharField(max_length=500)
    fee = models.ForeignKey(
        Fee, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        BankEntry,
        models.PROTECT,
        null=True,
        related_name="returns",
        db_constraint=False,
        db_index=False,
    )
    external_id = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    if TYPE_CHECKING:
        invoices: RelatedManager[OwedAgain]

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="returned_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="returned_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "payment", "external_id"],
                condition=~Q(external_id=""),
                name="returned_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "entry"],
                condition=Q(entry__isnull=False),
                name="returned_by_entry_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="returned_above_zero"),
            SameOrganisation("payment"),
            SameOrganisation("fee"),
            SameOrganisation("entry"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "payment"], name="returned_by_payment")]

    def __str__(self) -> str:
        return f"{self.payment.code}: {within(ReturnKind(self.kind).label, noun=True)}"

    @property
    def client_id(self) -> int:
        """The client whose money it was."""
        payment: Payment = self.payment
        return payment.client_id

    @classmethod
    def book(  # noqa: PLR0913 - what is known of a return
        cls,
        payment: Payment,
        *,
        by: Member | None,
        kind: str,
        reason: str = "",
        amount: int | None = None,
        on: date | None = None,
        fee: int = 0,
        entry: BankEntry | None = None,
        external_id: str = "",
    ) -> Returned:
        """Take the payment back, or ``amount`` of it: what it covered is owed again, reminders begin anew.

        ``fee``: what the client is asked for because of it, in minor units. With an ``external_id``
        that was booked before, the first one comes back. Refused beyond what is left of the payment.
        """
        if kind not in ReturnKind.values:
            raise Refusal(gettext("Say how it came back."), field="kind")
        if not 0 <= fee < money.LARGEST:
            raise Refusal(gettext("A fee is not below nought."), field="fee")
        reason = checked_reason(reason or ReturnKind(kind).label)
        with acting(
            by=by, label=gettext("Took {code} back, which was returned").format(code=payment.code)
        ) as act:
            payment.lock_for_change(act)
            known: Returned | None = cls.objects.filter(
                payment=payment, external_id=external_id
            ).first()
            if external_id and known is not None:
                return known
            row = cls(payment=payment, kind=kind, reason=reason, by=by, external_id=external_id)
            row.on, row.entry = on or today_of(payment.client), entry
            row._take_back(amount, act)
            if fee:
                row._ask_fee(fee, act)
            if entry is not None:
                entry.lock_out(act)
                entry.decide(act, EntryState.BOOKED)
        return row

    def _take_back(self, amount: int | None, act: Acting) -> None:
        payment, covered = self.payment, self._covered()
        left = payment.amount - sum(row.amount for row in payment.refunds.all())
        self.amount = left if amount is None else amount
        story = PaymentReturned(
            **payment.told(self.amount), how=ReturnKind(self.kind).label, reason=self.reason
        )
        Refund.give(
            payment,
            self.amount,
            by=self.by,
            reason=f"{ReturnKind(self.kind).label}: {self.reason}"[:500],
            on=self.on,
            external_id=f"returned:{self.public_id}",
            story=story,
        )
        act.insert(self)
        still = self._covered()
        act.insert_many(
            [
                OwedAgain(invoice=invoice, returned=self, on=self.on, amount=less)
                for invoice, before in covered.items()
                if (less := before - still.get(invoice, 0)) > 0
            ]
        )

    def _covered(self) -> dict[Invoice, int]:
        rows = self.payment.allocations.select_related("invoice")
        return {row.invoice: row.amount for row in rows}

    def _ask_fee(self, amount: int, act: Acting) -> None:
        payment = self.payment
        first = self.invoices.select_related("invoice").first()
        about = first.invoice if first else None
        text = gettext("{what} {code} of {amount}").format(
            what=FeeKind.RETURN.label, code=payment.code, amount=payment.shown(self.amount)
        )
        fee = Fee.ask(
            payment.client,
            by=self.by,
            kind=FeeKind.RETURN,
            text=text,
            amount=amount,
            currency=payment.currency,
            about=about,
        )
        act.change(self, fee=fee)
