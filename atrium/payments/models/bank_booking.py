from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from atrium.billing.models import Invoice, Method, Payment, Source
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.models.bank_entry import BankEntry, EntryState
from atrium.timeline.acting import acting


@dataclass(frozen=True)
class Share:
    """A part of an entry: the client who paid it, and what of it is for which invoices.

    Without ``invoices`` it goes towards the oldest due first; an empty list leaves it the client's
    credit.
    """

    client: Client
    amount: int
    invoices: Sequence[tuple[Invoice, int]] | None = None


class BankBooking(Owned):
    """That an entry, or a part of it, was booked as a payment of a client."""

    entry = models.ForeignKey(
        BankEntry, models.PROTECT, related_name="bookings", db_constraint=False, db_index=False
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="bank_bookings", db_constraint=False, db_index=False
    )

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "entry", "payment"], name="bank_booking_once"
            ),
            SameOrganisation("entry"),
            SameOrganisation("payment"),
        ]
        indexes = [models.Index(fields=["organisation", "payment"], name="booking_by_payment")]

    def __str__(self) -> str:
        return gettext("{payment} from the bank").format(payment=self.payment)

    @property
    def client_id(self) -> int:
        """The client whose payment it is."""
        payment: Payment = self.payment
        return payment.client_id

    @classmethod
    def book(cls, entry: BankEntry, shares: Sequence[Share], *, by: Member) -> list[Payment]:
        """Book the entry as payments of these clients, which come to what came in.

        They may come to what the payer sent, where the bank kept charges of it. Refused where
        somebody decided about it meanwhile, and where the shares come to something else.
        """
        with acting(
            by=by, label=gettext("Booked {shown} of the bank").format(shown=entry.shown)
        ) as act:
            entry.lock_open(act)
            _refuse_wrong(entry, shares)
            payments = [
                Payment.take(
                    share.client,
                    by=by,
                    amount=share.amount,
                    currency=entry.currency,
                    on=entry.booked_on,
                    method=Method.TRANSFER,
                    reference=(entry.text or " ".join(entry.references))[:200],
                    invoices=share.invoices,
                    source=Source.BANK,
                    external_id=f"{entry.external_id}.{place}",
                )
                for place, share in enumerate(shares)
            ]
            act.insert_many([cls(entry=entry, payment=payment) for payment in payments])
            entry.decide(act, EntryState.BOOKED)
        return payments

    @classmethod
    def match(cls, entry: BankEntry, payment: Payment, *, by: Member) -> None:
        """Say that the entry is a payment that somebody recorded already, so that it counts once.

        Refused where the amount or the currency is another one, and where the payment was matched before.
        """
        with acting(
            by=by, label=gettext("Matched {code} with the bank").format(code=payment.code)
        ) as act:
            entry.lock_open(act)
            payment.lock_for_change(act)
            fits = payment.amount in {entry.amount, entry.amount + entry.charges}
            if payment.currency != entry.currency or not fits:
                raise Refusal(
                    gettext("{code} is of {amount}.").format(
                        code=payment.code, amount=payment.shown(payment.amount)
                    )
                )
            if payment.source != Source.HAND or cls.objects.filter(payment=payment).exists():
                raise Refusal(
                    gettext("{code} came from the bank already.").format(code=payment.code)
                )
            act.insert(cls(entry=entry, payment=payment))
            entry.decide(act, EntryState.BOOKED)

    @classmethod
    def free(cls, entry: BankEntry, *, by: Member, reason: str) -> None:
        """Take the booking back, and the entry is to be matched again.

        Its payments are struck out; one that somebody recorded by hand stays as it is.
        """
        with acting(
            by=by, label=gettext("Freed {shown} of the bank").format(shown=entry.shown)
        ) as act:
            act.lock(entry)
            if entry.state != EntryState.BOOKED:
                raise Refusal(gettext("This entry is not booked. Load the page anew."))
            if entry.amount < 0:
                msg = gettext(
                    "A returned payment stays in the books. Record the payment anew where it came after all."
                )
                raise Refusal(msg)
            for booking in list(entry.bookings.select_related("payment__client")):
                booking.payment.client.organisation = by.organisation
                if booking.payment.source == Source.BANK:
                    booking.payment.void(by=by, reason=reason)
                act.remove(booking)
            act.change(
                entry,
                state=EntryState.OPEN,
                turn=entry.turn + 1,
                decided_by=None,
                decided_at=None,
            )


def _refuse_wrong(entry: BankEntry, shares: Sequence[Share]) -> None:
    total = sum(share.amount for share in shares)
    clients = {share.client.pk for share in shares}
    if not shares or any(share.amount <= 0 for share in shares):
        raise Refusal(gettext("Say which client paid it, and how much."), field="client")
    if len(clients) < len(shares):
        raise Refusal(gettext("Each client once: put their parts together."), field="client")
    if total not in {entry.amount, entry.amount + entry.charges}:
        came = money.shown(entry.amount, entry.currency)
        msg = gettext("{came} came in; the parts come to {amount}.").format(
            came=came, amount=money.shown(total, entry.currency)
        )
        raise Refusal(msg, field="amount")
