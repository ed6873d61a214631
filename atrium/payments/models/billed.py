from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from atrium.billing.models import Invoice, NewLine, State
from atrium.billing.models.charging import keeps_charged, says_charged
from atrium.billing.models.checking import checked_reason
from atrium.billing.models.discarding import goes_with_draft
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import WorkBilled, WorkWaived
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.payments.work import Work


class BilledQuerySet(models.QuerySet["Billed"]):
    """Ways to choose what was charged."""

    def standing(self) -> BilledQuerySet:
        """Those that hold: not where the invoice was cancelled."""
        return self.filter(Q(invoice=None) | ~Q(invoice__state=State.CANCELLED))


BilledManager = OwnedManager.from_queryset(BilledQuerySet)


class Billed(Owned):
    """That a meeting, a job or a project was charged, and by which invoice; without one, that it is not, and why (V07).

    One row for each piece of work, so that it is charged once. A line of an invoice that names the
    work makes it. Where its invoice was cancelled, the row goes over to the next one; where the line
    is taken out of the draft, or the draft is thrown away, it goes with it.
    """

    model = models.CharField(max_length=40)
    key = models.BigIntegerField()
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(
        Invoice,
        models.PROTECT,
        null=True,
        related_name="billed",
        db_constraint=False,
        db_index=False,
    )
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = BilledManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "model", "key"], name="billed_once"),
            SameOrganisation("client"),
            SameOrganisation("invoice"),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "invoice"], name="billed_by_invoice"),
            models.Index(fields=["organisation", "client", "model"], name="billed_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"

    @property
    def stands(self) -> bool:
        """Whether the work is charged, or not to be."""
        return self.invoice is None or self.invoice.state != State.CANCELLED

    @property
    def words(self) -> str:
        """What became of the work: the invoice, or why it is not charged."""
        return (
            gettext("Charged by {invoice}").format(invoice=self.invoice)
            if self.invoice
            else gettext("Not charged: {reason}").format(reason=self.reason)
        )

    @classmethod
    def of(cls, model: str, key: int) -> Billed | None:
        """What became of a piece of work; None where it is still to be charged."""
        rows = cls.objects.standing().select_related("invoice")
        found: Billed | None = rows.filter(model=model, key=key).first()
        return found

    @classmethod
    def draft(
        cls, work: Work, lines: Sequence[NewLine], *, by: Member | None, **values: Any
    ) -> Invoice:
        """A draft invoice for the work. Refused where it was charged already, or is not to be.

        ``values`` is what Invoice.draft() takes.
        """
        named = [replace(line, work=f"{work.model}:{work.key}") for line in lines]
        with acting(by=by, label=gettext("Charged {work}").format(work=work)) as act:
            cls._free(work, act)
            return Invoice.draft(work.client, by=by, lines=named, **values)

    @classmethod
    def waive(cls, work: Work, *, by: Member, reason: str) -> Billed:
        """Say that it is not charged, and why; the act can be undone."""
        reason = checked_reason(reason)
        with acting(by=by, label=gettext("Did not charge {work}").format(work=work)) as act:
            row = cls._free(work, act)
            row.become(act, invoice=None, reason=reason)
            act.record(WorkWaived(work=work.what, reason=reason), client=work.client)
        return row

    @classmethod
    def _free(cls, work: Work, act: Acting) -> Billed:
        """The row of the work, under the lock of its client; refused where it stands already."""
        place = work.client.organisation
        act.lock(work.client)
        work.client.organisation = place
        rows = cls.objects.filter(model=work.model, key=work.key).select_related("invoice")
        row: Billed | None = rows.first()
        if row is not None and row.stands:
            msg = gettext("{work} is settled already. {words}.").format(work=work, words=row.words)
            raise Refusal(msg)
        return row or cls(model=work.model, key=work.key, client=work.client)

    def become(self, act: Acting, **values: Any) -> None:
        """Keep what became of the work. Only verbs call this."""
        told = values | {"by": act.by, "at": timezone.now()}
        if not self._state.adding:
            act.change(self, **told)
            return
        for name, value in told.items():
            setattr(self, name, value)
        try:
            with act.step():
                act.insert(self)
        except IntegrityError as error:
            # Another client of the same job was charged at this moment, under another lock.
            msg = gettext("This work was charged by somebody else just now. Look at it again.")
            raise Refusal(msg, field="lines") from error


def named(works: Collection[str]) -> dict[str, Billed]:
    """What became of each of some work, by its name."""
    keys = [(model, key) for model, _, key in (work.partition(":") for work in works)]
    models_, numbers = {model for model, _ in keys}, {int(key) for _, key in keys}
    rows = Billed.objects.filter(model__in=models_, key__in=numbers).select_related("invoice")
    found = {f"{row.model}:{row.key}": row for row in rows}
    return {work: found[work] for work in works if work in found}


@keeps_charged
def keep(invoice: Invoice, works: dict[str, str], freed: Collection[str], act: Acting) -> None:
    """Each work that a line names is charged by its invoice; refused where another one does."""
    known = named({*works, *freed})
    for work in freed:
        if work in known and known[work].invoice_id == invoice.pk:
            known[work].invoice = invoice
            act.remove(known[work])
    for work, words in works.items():
        row = known.get(work)
        if row is not None and row.stands and row.invoice_id == invoice.pk:
            continue
        if row is not None and row.stands:
            raise Refusal(
                gettext("{work} is settled already. {words}.").format(work=words, words=row.words),
                field="lines",
            )
        model, _, key = work.partition(":")
        row = row or Billed(model=model, key=int(key), client=invoice.client)
        row.become(act, invoice=invoice, reason="", client=invoice.client)
        told = WorkBilled(**invoice.told(), work=words)
        act.record(told, client=invoice.client, subject=invoice)


@says_charged
def said(works: Collection[str]) -> dict[str, str]:
    """By what each of some work is charged, or that it is not to be."""
    return {work: row.words for work, row in named(works).items() if row.stands}


@goes_with_draft
def forget(invoice: Invoice, act: Acting) -> None:
    """The work of a draft that is thrown away is to be charged again."""
    for row in Billed.objects.filter(invoice=invoice):
        row.invoice = invoice
        act.remove(row)
