from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from atrium.billing.days import today_of
from atrium.billing.events import PaymentRefunded
from atrium.billing.models.checking import checked_reason, refuse_booked
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.billing.models.payment import Payment
    from atrium.timeline.kinds import Kind


class Refund(Owned):
    """That so much of a payment was paid back, and why."""

    public_id = models.UUIDField(default=public_id, editable=False)
    payment = models.ForeignKey(
        "billing.Payment",
        models.PROTECT,
        related_name="refunds",
        db_constraint=False,
        db_index=False,
    )
    amount = models.BigIntegerField()
    on = models.DateField()
    reason = models.CharField(max_length=500)
    external_id = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="refund_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "payment", "external_id"],
                condition=~Q(external_id=""),
                name="refund_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_above_zero"),
            SameOrganisation("payment"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "payment"], name="refund_by_payment")]

    def __str__(self) -> str:
        return gettext("{amount} of {payment} paid back").format(
            amount=self.amount, payment=self.payment
        )

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it, and whom an undo must see."""
        payment: Payment = self.payment
        return payment.client_id

    @classmethod
    def give(  # noqa: PLR0913 - what is known of a refund
        cls,
        payment: Payment,
        amount: int | None = None,
        *,
        by: Member | None,
        reason: str,
        on: date | None = None,
        external_id: str = "",
        story: Kind | None = None,
    ) -> Refund:
        """Pay ``amount`` of the payment back, or all that is free of it; ``story`` tells it in other words.

        Where more is paid back than is free, invoices it covered are owed again, the latest first.
        With an ``external_id`` that was given before, the first refund comes back. Refused beyond
        what is left of the payment, and for a day to come.
        """
        reason, external_id = checked_reason(reason), external_id[:200]
        card_number.refuse(external_id=external_id)
        with acting(by=by, label=gettext("Paid {code} back").format(code=payment.code)) as act:
            payment.lock_for_change(act)
            known: Refund | None = cls.objects.filter(
                payment=payment, external_id=external_id
            ).first()
            if external_id and known is not None:
                return known
            free = payment.free()
            amount = free if amount is None else amount
            left = payment.amount - sum(row.amount for row in payment.refunds.all())
            if not 0 < amount <= left:
                msg = gettext("{amount} of {code} is left; pay back no more than that.").format(
                    amount=payment.shown(left), code=payment.code
                )
                raise Refusal(msg, field="amount")
            day = on or today_of(payment.client)
            refuse_booked(day, "on")
            if day > today_of(payment.client):
                msg = gettext("Give the day on which it was paid back; it cannot be one to come.")
                raise Refusal(msg, field="on")
            if amount > free:
                payment.free_all(act, amount - free)
            row = cls(
                payment=payment,
                amount=amount,
                on=day,
                reason=reason,
                by=by,
                external_id=external_id,
            )
            act.insert(row)
            told = story or PaymentRefunded(**payment.told(amount), reason=reason)
            act.record(told, client=payment.client, subject=payment)
        return row
