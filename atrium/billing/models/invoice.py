from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from atrium.billing.events import (
    InvoiceCancelled,
    InvoiceCredited,
    InvoiceDiscarded,
    InvoiceDrafted,
    InvoiceIssued,
)
from atrium.billing.models.allocation import Allocation
from atrium.billing.models.charged import Charged, kept
from atrium.billing.models.charging import charge
from atrium.billing.models.checking import checked, checked_reason, refuse_currency
from atrium.billing.models.crediting import give_credit
from atrium.billing.models.deposits import refuse_deductions
from atrium.billing.models.discarding import GOING
from atrium.billing.models.freezing import begun, frozen
from atrium.billing.models.invoice_indexes import CONSTRAINTS, INDEXES
from atrium.billing.models.invoice_queryset import InvoiceManager
from atrium.billing.models.line import Line, NewLine, alike
from atrium.billing.models.refusing import refuse_credit, refuse_draft, refuse_issued
from atrium.billing.models.sending import How, InvoiceSending
from atrium.billing.models.standing import DRAFTS, THESE, Kind, Standing, State
from atrium.billing.models.write_off import WriteOff
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models.fields.related_descriptors import RelatedManager


class Invoice(Charged):
    """What a client is asked to pay, or by a credit note no longer is (C12).

    Amounts are whole minor units of ``currency``. A draft has no number and changes freely; issuing
    gives the number, copies whom it is from and to, and from then on it never changes. What was paid,
    credited and written off are rows of their own; ``balance`` (by with_balance()) is what is left.
    ``settled_on``, ``paid_after``, ``late_by``, ``owed`` follow from those rows at the end of each act (see settling.py).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="invoices", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INVOICE)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    number = models.CharField(max_length=40, null=True, blank=True)
    series = models.CharField(max_length=12, blank=True)
    dated_on = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    service_from = models.DateField(null=True, blank=True)
    service_to = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    terms = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    footer = models.TextField(blank=True)
    recipient: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    seller: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    credits = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="credit_notes",
        db_constraint=False,
        db_index=False,
    )
    reason = models.CharField(max_length=500, blank=True)
    subject_model = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    imported = models.BooleanField(default=False, editable=False)
    paid_elsewhere = models.BigIntegerField(default=0, editable=False)
    paid_elsewhere_on = models.DateField(null=True, editable=False)
    settled_on = models.DateField(null=True, editable=False)
    paid_after = models.IntegerField(null=True, editable=False)
    late_by = models.IntegerField(null=True, editable=False)
    owed = models.BigIntegerField(null=True, editable=False)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    issued_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = InvoiceManager()

    if TYPE_CHECKING:
        lines: RelatedManager[Line]
        allocations: RelatedManager[Allocation]
        write_offs: RelatedManager[WriteOff]
        sendings: RelatedManager[InvoiceSending]
        credit_notes: RelatedManager[Invoice]

    class Meta(Charged.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.number or str(DRAFTS[self.kind_as])

    def get_absolute_url(self) -> str:
        return reverse("invoice", args=[self.organisation.slug, self.public_id])

    @property
    def kind_as(self) -> Kind:
        return Kind(self.kind)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    def standing(self, today: date, *, sent: bool = False) -> Standing:
        """What it is called today; needs ``balance``. ``today`` is the client's."""
        return Standing.of(self, today, sent=sent)

    @classmethod
    def blank(cls, client: Client) -> Invoice:
        """One that is not saved, as a new draft for the client begins."""
        return cls(client=client, organisation=client.organisation, **begun(client))

    @classmethod
    def draft(
        cls,
        client: Client,
        *,
        by: Member | None,
        lines: Sequence[NewLine] = (),
        kind: str = Kind.INVOICE,
        currency: str = "",
        **values: Any,
    ) -> Invoice:
        """A draft for the client, begun with its currency and terms where nothing else is said.

        ``values`` is what edit() takes. Refused where the client is archived or a value cannot be kept.
        """
        if kind == Kind.CREDIT:
            msg = gettext("A credit note is made from the invoice that it corrects.")
            raise Refusal(msg, field="kind")
        place, told = client.organisation, checked(values)
        if currency:
            refuse_currency(currency)
            told["currency"] = currency
        invoice = cls(client=client, kind=kind, created_by=by, **(begun(client) | told))
        label = gettext("Drafted an invoice for {client}").format(client=client)
        with acting(by=by, label=label) as act:
            act.lock(client)
            client.organisation = place
            client.refuse_archived()
            made = Line.made(lines, reverse_charge=invoice.reverse_charge)
            invoice.sum_up(made)
            act.insert(invoice)
            Line.put(invoice, made, act)
            act.record(InvoiceDrafted(**invoice.told()), client=client, subject=invoice, quiet=True)
            charge(invoice, made, act)
        return invoice

    def edit(
        self, *, by: Member | None, lines: Sequence[NewLine] | None = None, **values: Any
    ) -> None:
        """Change a draft: its lines as a whole, and those named of its values. Refused once it is issued."""
        told = checked(values)
        with acting(by=by, label=gettext("Changed {invoice}").format(invoice=self)) as act:
            self.lock_for_change(act)
            self.refuse_issued()
            act.change(self, **told)
            has = list(self.lines.select_related("deducts"))
            wished = [line.wish for line in has] if lines is None else lines
            made = Line.made(wished, reverse_charge=self.reverse_charge)
            act.change(self, **kept(self.reckoned(made)))
            if not alike(made, has):
                Line.clear(self, act)
                Line.put(self, made, act)
                charge(self, made, act, before=has)

    def add_line(self, line: NewLine, *, by: Member | None) -> None:
        """One more line at the end of a draft."""
        self.edit(by=by, lines=[*(row.wish for row in self.lines.all()), line])

    def discard(self, *, by: Member) -> None:
        """Throw a draft away; the act can be undone. What was issued stands."""
        with acting(by=by, label=gettext("Threw {invoice} away").format(invoice=self)) as act:
            self.lock_for_change(act)
            self.refuse_issued()
            act.record(InvoiceDiscarded(**self.told()), client=self.client, quiet=True)
            for going in GOING:
                going(self, act)
            Line.clear(self, act)
            act.remove(self)

    def issue(self, *, by: Member | None, on: date | None = None) -> None:
        """Give it its number and its day (today where none is said): from now on it stands as it is.

        Refused without lines, below nought, with a day to come, and where it was issued already.
        """
        with acting(by=by, label=gettext("Issued {invoice}").format(invoice=self)) as act:
            self.lock_for_change(act)
            if not self.is_draft:
                raise Refusal(gettext("{invoice} was issued already.").format(invoice=self))
            lines = list(self.lines.select_related("deducts"))
            refuse_deductions(self, lines)
            charge(self, lines, act)
            act.change(self, **frozen(self, lines, on), issued_by=by, issued_at=now())
            what, due = str(THESE[self.kind_as]), spelled(self.due_on, "%-d %b %Y")
            story = InvoiceIssued(**self.told(), what=what, due=due)
            act.record(story, client=self.client, subject=self)

    def credit(
        self,
        *,
        by: Member | None,
        reason: str,
        lines: Sequence[NewLine] | None = None,
        amount: int | None = None,
        on: date | None = None,
    ) -> Invoice:
        """A credit note, issued at once, over lines, or an amount of all rates alike; else over all that is left.

        What payments cover beyond the rest is free again. Refused beyond what can be credited.
        """
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Credited {invoice}").format(invoice=self)) as act:
            self.lock_for_change(act)
            note = give_credit(self, act, reason=reason, on=on, lines=lines, amount=amount)
            story = InvoiceCredited(**self.told(note.total), credit=str(note), reason=reason)
            act.record(story, client=self.client, subject=self)
        return note

    def cancel(self, *, by: Member | None, reason: str, on: date | None = None) -> Invoice:
        """Cancel it as a whole by a credit note over what is left of it; payments are free again."""
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Cancelled {invoice}").format(invoice=self)) as act:
            self.lock_for_change(act)
            note = give_credit(self, act, reason=reason, on=on)
            act.change(self, state=State.CANCELLED)
            story = InvoiceCancelled(**self.told(), credit=str(note), reason=reason)
            act.record(story, client=self.client, subject=self)
        return note

    def copy(self, *, by: Member | None) -> Invoice:
        """A new draft with the same lines, for the same client."""
        same = ("currency", "terms", "reference", "note", "footer", "inclusive", "reverse_charge")
        lines = [row.copied for row in self.lines.all()]
        values = {name: getattr(self, name) for name in same}
        return Invoice.draft(self.client, by=by, lines=lines, **values)

    def record_sent(self, *, to: str, by: Member | None, how: str = How.EMAIL) -> InvoiceSending:
        """Keep that it was sent."""
        return InvoiceSending.record(self, to=to, by=by, how=how)

    def write_off(
        self, *, by: Member | None, reason: str, amount: int | None = None, on: date | None = None
    ) -> WriteOff:
        """No longer expect ``amount`` of it, or all that is left. Refused beyond what is owed."""
        return WriteOff.put(self, by=by, reason=reason, amount=amount, on=on)

    def lock_for_change(self, act: Acting) -> None:
        """Lock the client, then the invoice: all that moves money of one client waits in one line."""
        client, place = self.client, self.client.organisation
        act.lock(client)
        client.organisation = place
        act.lock(self)
        self.client, self.organisation = client, place

    def refuse_issued(self) -> None:
        """Refused where it is no draft any more."""
        refuse_issued(self)

    def refuse_draft(self) -> None:
        """Refused where it is a draft yet."""
        refuse_draft(self)

    def left(self) -> int:
        """What is owed now; the client is locked. Refused for drafts and credit notes."""
        self.refuse_draft()
        refuse_credit(self)
        row: Any = Invoice.objects.filter(pk=self.pk).with_balance().get()
        return int(row.balance)

    def told(self, amount: int | None = None) -> dict[str, Any]:
        """What each event of it says: about an amount, or else about its total."""
        some = self.total if amount is None else amount
        told = {"shown": self.shown(some), "amount": some, "currency": self.currency}
        return {"invoice": str(self), **told}
