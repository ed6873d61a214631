from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from atrium.billing.models import Payment
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.models.charge import Charge
from atrium.payments.models.charge_state import ChargeState
from atrium.payments.providers.provider import RefundTold
from atrium.timeline.acting import acting


class PayBackState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", gettext_lazy("Being paid back")
    DONE = "done", gettext_lazy("Paid back")
    FAILED = "failed", gettext_lazy("Not paid back")


class PayBack(Owned):
    """That money is to go back through the provider it came by: written before the provider is asked.

    Its ``public_id`` is the key under which the provider is asked; ``ref`` is what the provider
    calls it, under which the refund stands in the books.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    charge = models.ForeignKey(
        Charge, models.PROTECT, related_name="pay_backs", db_constraint=False, db_index=False
    )
    ref = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=PayBackState, default=PayBackState.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="pay_back_by_public_id"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="pay_back_above_zero"),
            SameOrganisation("charge"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "charge"], name="pay_back_by_charge")]

    def __str__(self) -> str:
        return gettext("{amount} of {charge}").format(amount=self.amount, charge=self.charge)

    @property
    def client_id(self) -> int:
        """The client whose money it is."""
        charge: Charge = self.charge
        return charge.client_id

    @classmethod
    def ask(cls, payment: Payment, amount: int | None, *, by: Member, reason: str) -> PayBack:
        """Pay ``amount`` of a payment back through its provider, or all that is left; the queue does it.

        Refused beyond what is left and not on its way back already.
        """
        reason = " ".join(reason.split())[:500]
        card_number.refuse(reason=reason)
        if not reason:
            raise Refusal(gettext("Give a reason; it stands on the timeline."), field="reason")
        with acting(by=by, label=gettext("Pays {code} back").format(code=payment.code)) as act:
            payment.lock_for_change(act)
            charge = Charge.objects.filter(payment=payment, state=ChargeState.PAID).first()
            if charge is None:
                msg = gettext(
                    "{code} did not come through a provider; pay it back from the bank."
                ).format(code=payment.code)
                raise Refusal(msg)
            back = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
            waits = cls.objects.filter(charge=charge, state=PayBackState.WAITING)
            back += waits.aggregate(sum=Sum("amount"))["sum"] or 0
            left = payment.amount - back
            amount = left if amount is None else amount
            if not 0 < amount <= left:
                msg = gettext(
                    "{amount} of {code} can be paid back; give no more than that."
                ).format(amount=payment.shown(left), code=payment.code)
                raise Refusal(msg, field="amount")
            return act.insert(cls(charge=charge, amount=amount, reason=reason, by=by))

    def settle(self, told: RefundTold) -> None:
        """Keep that the provider paid it back; the second time changes nothing."""
        payment = self.charge.payment
        assert payment is not None, "only what was paid is paid back"
        with acting(by=self.by, label=gettext("Paid {code} back").format(code=payment.code)) as act:
            payment.lock_for_change(act)
            act.lock(self)
            if self.state == PayBackState.WAITING:
                payment.refund(told.amount, by=self.by, reason=self.reason, external_id=told.ref)
                act.change(self, state=PayBackState.DONE, ref=told.ref, problem="")

    def fail(self, words: str) -> None:
        """Keep that the provider would not."""
        rows = PayBack.objects.filter(pk=self.pk, state=PayBackState.WAITING)
        rows.update(state=PayBackState.FAILED, problem=words[:300])
