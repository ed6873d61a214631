from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.timezone import now

from atrium.billing.days import today_of
from atrium.billing.events import PaymentAllocated, PaymentFreed, PaymentReceived, PaymentVoided
from atrium.billing.models.allocation import Allocation
from atrium.billing.models.checking import checked_reason, refuse_booked
from atrium.billing.models.invoice import Invoice
from atrium.billing.models.paid_by import Method, Source
from atrium.billing.models.payment_checking import refuse_wrong, what_for
from atrium.billing.models.payment_queryset import PaymentManager
from atrium.billing.models.refund import Refund
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Payment(Owned):
    """Money that a client paid: so many minor units of a currency, on a day.

    What of it goes towards which invoice is an Allocation; what is left is the client's credit. One
    with an ``external_id`` is taken once per source. A wrong one is struck out (``voided_at``), not removed.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="payments", db_constraint=False, db_index=False
    )
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    received_on = models.DateField()
    method = models.CharField(max_length=10, choices=Method, default=Method.TRANSFER)
    reference = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    external_id = models.CharField(max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = PaymentManager()

    if TYPE_CHECKING:
        allocations: RelatedManager[Allocation]
        refunds: RelatedManager[Refund]

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="payment_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="payment_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="payment_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "source", "external_id"],
                condition=~Q(external_id=""),
                name="payment_taken_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_above_zero"),
            SameOrganisation("client"),
            SameOrganisation("created_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client", "received_on", "id"], name="payment_by_client"
            ),
            models.Index(fields=["organisation", "received_on", "id"], name="payment_by_day"),
        ]

    def __str__(self) -> str:
        return gettext("{code} of {amount}").format(code=self.code, amount=self.shown(self.amount))

    def get_absolute_url(self) -> str:
        return reverse("payment", args=[self.organisation.slug, self.number])

    @property
    def code(self) -> str:
        """The number as people say it: P-0012."""
        return f"P-{self.number:04d}"

    @property
    def method_as(self) -> Method:
        return Method(self.method)

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    def shown(self, amount: int) -> str:
        """An amount of this payment, as people read it."""
        return money.shown(amount, self.currency)

    @classmethod
    def take(  # noqa: PLR0913 - what is known of a payment
        cls,
        client: Client,
        *,
        by: Member | None,
        amount: int,
        currency: str = "",
        on: date | None = None,
        method: str = Method.TRANSFER,
        reference: str = "",
        invoices: Sequence[tuple[Invoice, int]] | None = None,
        source: str = Source.HAND,
        external_id: str = "",
    ) -> Payment:
        """Record money of the client and put it towards ``invoices``, or else towards the oldest due first.

        What is left over stays the client's credit. With an ``external_id`` that was taken before, the
        first payment comes back and nothing happens. Refused for no amount and a day to come.
        """
        place = client.organisation
        payment = cls(
            client=client,
            currency=currency or place.currency,
            amount=amount,
            received_on=on or today_of(client),
            method=method,
            reference=" ".join(reference.replace("\x00", "").split())[:200],
            source=source,
            external_id=external_id[:200],
            created_by=by,
        )
        refuse_wrong(payment)
        with acting(
            by=by, label=gettext("Recorded a payment of {client}").format(client=client)
        ) as act:
            act.lock(client)
            client.organisation = place
            if external_id and (known := cls.objects.taken(source, payment.external_id)):
                return known
            [payment.number] = Counter.take("payment")
            act.insert(payment)
            wished = payment.oldest_first() if invoices is None else invoices
            towards = [payment.put_towards(each, some, act) for each, some in wished]
            words = {"method": payment.method_as.label, "what_for": what_for(towards)}
            story = PaymentReceived(**(payment.told(amount) | words))
            act.record(story, client=client, subject=payment)
        return payment

    def allocate(self, invoice: Invoice, amount: int | None = None, *, by: Member | None) -> None:
        """Put ``amount`` of it, or as much as fits, towards the invoice.

        Refused beyond what is free of it, and beyond what is owed of the invoice.
        """
        with acting(
            by=by,
            label=gettext("Put {code} towards {invoice}").format(code=self.code, invoice=invoice),
        ) as act:
            self.lock_for_change(act)
            if amount is None:
                amount = min(self.free(), self._current(invoice).left())
            self.put_towards(invoice, amount, act)
            story = PaymentAllocated(**self.told(amount), invoice=str(invoice))
            act.record(story, client=self.client, subject=self)

    def unallocate(self, invoice: Invoice, amount: int | None = None, *, by: Member | None) -> None:
        """Take ``amount`` of it, or all, off the invoice; it is free again."""
        with acting(
            by=by,
            label=gettext("Took {code} off {invoice}").format(code=self.code, invoice=invoice),
        ) as act:
            self.lock_for_change(act)
            row = self.allocations.filter(invoice=invoice).first()
            amount = row.amount if row and amount is None else amount
            if row is None or amount is None or not 0 < amount <= row.amount:
                covers = self.shown(row.amount if row else 0)
                msg = gettext(
                    "{code} covers {covers} of {invoice}; take off no more than that."
                ).format(code=self.code, covers=covers, invoice=invoice)
                raise Refusal(msg, field="amount")
            row.invoice = invoice
            row.take_off(amount, act)
            story = PaymentFreed(**self.told(amount), invoice=str(invoice))
            act.record(story, client=self.client, subject=self)

    def refund(
        self,
        amount: int | None = None,
        *,
        by: Member | None,
        reason: str,
        on: date | None = None,
        external_id: str = "",
    ) -> Refund:
        """Pay ``amount`` of it back, or what is free of it: see Refund.give()."""
        return Refund.give(self, amount, by=by, reason=reason, on=on, external_id=external_id)

    def void(self, *, by: Member, reason: str) -> None:
        """Strike it out, as if it had never come; refused where a provider says so or some was paid back."""
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Struck {code} out").format(code=self.code)) as act:
            self.lock_for_change(act)
            if self.source == Source.PROVIDER or self.refunds.exists():
                msg = gettext("{code} came in; pay it back instead of striking it out.").format(
                    code=self.code
                )
                raise Refusal(msg)
            refuse_booked(self.received_on, "on")
            self.free_all(act)
            act.change(self, voided_at=now(), void_reason=reason)
            story = PaymentVoided(**self.told(self.amount), reason=reason)
            act.record(story, client=self.client, subject=self)

    def lock_for_change(self, act: Acting) -> None:
        """Lock the client, then the payment: all that moves money of one client waits in one line."""
        client, place = self.client, self.client.organisation
        act.lock(client)
        client.organisation = place
        act.lock(self)
        self.client, self.organisation = client, place
        if self.is_void:
            msg = gettext("{code} was struck out; record the payment anew.").format(code=self.code)
            raise Refusal(msg)

    def free(self) -> int:
        """What of it is neither put towards an invoice nor paid back nor struck out."""
        if self.is_void:
            return 0
        used = self.allocations.aggregate(sum=Sum("amount"))["sum"] or 0
        back = self.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
        return self.amount - int(used) - int(back)

    def oldest_first(self) -> list[tuple[Invoice, int]]:
        """How it goes towards what the client owes, the oldest due day first."""
        rows: Any = Invoice.objects.open().filter(client=self.client, currency=self.currency)
        left, found = self.free(), []
        for invoice in rows.with_balance().order_by("due_on", "id").iterator(chunk_size=200):
            if left <= 0:
                break
            if (some := min(left, invoice.balance)) > 0:
                found.append((invoice, some))
                left -= some
        return found

    def put_towards(self, invoice: Invoice, amount: int, act: Acting) -> Invoice:
        """Let it cover ``amount`` of the invoice. The client is locked. Only verbs call this."""
        found = self._current(invoice)
        left, free = found.left(), self.free()
        if not 0 < amount <= min(left, free):
            msg = gettext(
                "{amount} of {found} is owed, and {amount2} of the payment is free; put no "
                "more than that towards it."
            ).format(amount=self.shown(left), found=found, amount2=self.shown(free))
            raise Refusal(msg, field="amount")
        row = self.allocations.filter(invoice=found).first()
        if row is None:
            act.insert(Allocation(payment=self, invoice=found, amount=amount))
        else:
            row.invoice = found
            act.change(row, amount=row.amount + amount)
        return found

    def free_all(self, act: Acting, amount: int | None = None) -> None:
        """Take it off what it covers, the latest first, up to ``amount``. Only verbs call this."""
        for row in self.allocations.select_related("invoice").order_by("-id"):
            some = row.amount if amount is None else min(row.amount, amount)
            if some <= 0:
                return
            row.take_off(some, act)
            amount = None if amount is None else amount - some

    def told(self, amount: int) -> dict[str, Any]:
        """What each event of it says."""
        return {"shown": self.shown(amount), "amount": amount, "currency": self.currency}

    def _current(self, invoice: Invoice) -> Invoice:
        """The invoice as it stands under the lock; refused where it is of another client or currency."""
        found: Invoice = Invoice.objects.get(pk=invoice.pk)
        found.client, found.organisation = self.client, self.client.organisation
        if invoice.client_id != self.client_id or found.currency != self.currency:
            msg = gettext("{found} is of another client or currency than the payment.").format(
                found=found
            )
            raise Refusal(msg, field="invoice")
        return found
