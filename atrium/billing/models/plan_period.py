from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.billing.models import plan_line
from atrium.billing.models.invoice import Invoice
from atrium.billing.models.invoice_plan import InvoicePlan
from atrium.billing.models.plan_doing import Does
from atrium.billing.plan_events import PlanDrafted, PlanNotSent
from atrium.billing.printed.words import language_of
from atrium.billing.printed.writing import Writing
from atrium.clients.models import Hold
from atrium.foundation.errors import Refusal
from atrium.foundation.said import listed, spelled
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from datetime import date

SUBJECT = "billing.invoiceplan"


class PlanPeriod(Owned):
    """That one period of a recurring invoice was charged: each once, whatever becomes of its invoice."""

    plan = models.ForeignKey(
        InvoicePlan, models.PROTECT, related_name="periods", db_constraint=False, db_index=False
    )
    place = models.PositiveIntegerField()
    begins = models.DateField()
    ends = models.DateField()
    invoice_key = models.UUIDField()
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    not_sent = models.CharField(max_length=500, blank=True)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("-place",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "place"], name="plan_period_once"
            ),
            SameOrganisation("plan"),
        ]

    def __str__(self) -> str:
        return listed([spelled(day, "%-d %b %Y") for day in (self.begins, self.ends)], by=" – ")

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it."""
        plan: InvoicePlan = self.plan
        return plan.client_id

    @property
    def invoice(self) -> Invoice | None:
        """Its invoice; None where it was a draft and was thrown away."""
        found: Invoice | None = Invoice.objects.filter(public_id=self.invoice_key).first()
        return found

    @classmethod
    def charge(cls, plan: InvoicePlan) -> PlanPeriod | None:
        """Charge the next period of the plan, once; None where none is due (any more).

        Refused while the client is on hold or archived, and where its invoice cannot be made: nothing
        of it is kept then.
        """
        with acting(by=None, label=gettext("Charged a period of {plan}").format(plan=plan)) as act:
            plan.lock_for_change(act)
            client, due, place = plan.client, plan.next_on, plan.next_index
            if due is None or due > client.organisation.today():
                return None
            client.refuse_archived()
            if (hold := Hold.objects.filter(client=client, lifted_at=None).first()) is not None:
                raise Refusal(
                    gettext("{client} is on hold: {reason}").format(
                        client=client, reason=hold.reason
                    )
                )
            begins, ends = plan.rhythm.begins(place), plan.rhythm.ends(place)
            invoice = _drafted(plan, begins, ends, due)
            row = cls(plan=plan, place=place, begins=begins, ends=ends)
            row.invoice_key = invoice.public_id
            act.insert(row)
            if Does(plan.does).issues:
                invoice.issue(by=None)
            else:
                shown = invoice.shown(invoice.total)
                told = PlanDrafted(plan=plan.name, period=str(row), shown=shown)
                act.record(told, client=client, subject=invoice)
            act.change(plan, next_index=place + 1, next_on=plan.due_at(place + 1))
        return row

    def record_sent(self, why_not: str = "") -> None:
        """Keep that its invoice was sent, or why it was not: who is responsible is told."""
        plan: InvoicePlan = self.plan
        with acting(by=None, label=gettext("Sent a period of {plan}").format(plan=plan)) as act:
            act.lock(self)
            self.plan = plan
            if self.sent_at or self.not_sent:
                return
            if not why_not:
                act.change(self, sent_at=now())
                return
            act.change(self, not_sent=why_not[:500])
            told: dict[str, Any] = {"plan": plan.name, "invoice": str(self.invoice)}
            story = PlanNotSent(**told, why=why_not[:500])
            act.record(story, client=plan.client, subject=self.invoice)


def _drafted(plan: InvoicePlan, begins: date, ends: date, due: date) -> Invoice:
    """The draft of a period, with the prices that hold on the day on which it is due."""
    client, lines = plan.client, plan.wishes
    if plan.reprices:
        lines = plan_line.priced(lines, client, due, plan.currency)
    writing = Writing(language_of(client.language), plan.currency)
    return Invoice.draft(
        client,
        by=None,
        lines=plan_line.for_period(lines, begins, ends, writing),
        service_from=begins,
        service_to=ends,
        subject_model=SUBJECT,
        subject_id=plan.pk,
        **plan.of_invoice,
    )
