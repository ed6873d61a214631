"""One recurring invoice with everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from atrium.billing.lines import InvoiceLine, lines_of, with_standing
from atrium.billing.models import Invoice, InvoicePlan, Line, PlanPeriod
from atrium.billing.plan_list import TONES
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.prices.units import UNITS
from atrium.profile.terms import PaymentTerms

COMING, MADE = 4, 60


@dataclass(frozen=True)
class Charged:
    """A period that was charged, with its invoice; None where that was a draft and is gone."""

    period: PlanPeriod
    line: InvoiceLine | None


class PlanSheet:
    """Answers the parts of the page; each is read once, when it is first asked for."""

    def __init__(self, plan: InvoicePlan, member: Member) -> None:
        self.plan, self.member = plan, member
        self.state, self.tone = plan.state, TONES[plan.state]
        live = member.can(Can.MONEY_EDIT) and not plan.client.is_archived
        self.may_edit = live and plan.ended_on is None
        self.may_pause = self.may_edit and self.state == "active"
        self.may_resume = self.may_edit and self.state == "paused"
        self.may_end = self.may_edit and self.state != "ended"

    @cached_property
    def invoice(self) -> Invoice:
        """One period with the lines as they were written."""
        invoice = self.plan.as_invoice()
        invoice.sum_up(self._made)
        return invoice

    @cached_property
    def _made(self) -> list[Line]:
        return Line.made(self.plan.wishes, reverse_charge=self.plan.reverse_charge)

    @property
    def lines(self) -> list[dict[str, Any]]:
        shown = self.plan.as_invoice().shown
        return [
            {
                "text": line.text,
                "quantity": f"{line.quantity.normalize():f}",
                "unit": UNITS[line.unit].short if line.unit in UNITS else "",
                "price": shown(line.price_minor),
                "tax": line.tax_name or f"{line.tax_percent.normalize():f}%",
                "amount": shown(line.amount),
                "of_list": self.plan.reprices and bool(line.item_code),
            }
            for line in self._made
        ]

    @property
    def sums(self) -> dict[str, str]:
        names = ("net", "tax", "total")
        return {name: self.invoice.shown(getattr(self.invoice, name)) for name in names}

    @property
    def coming(self) -> list[tuple[date, date, date]]:
        """First and last day of the next periods, and when each is charged."""
        plan, found = self.plan, []
        if self.state != "active":
            return []
        for place in range(plan.next_index, plan.next_index + COMING):
            due = plan.due_at(place)
            if due is None:
                break
            found.append((plan.rhythm.begins(place), plan.rhythm.ends(place), due))
        return found

    @cached_property
    def charged(self) -> list[Charged]:
        """What it charged, the latest first."""
        periods = list(self.plan.periods.all()[:MADE])
        rows: Any = with_standing(Invoice.objects.visible_to(self.member))
        keys = [period.invoice_key for period in periods]
        place = self.member.organisation
        lines = {
            one.invoice.public_id: one for one in lines_of(rows.filter(public_id__in=keys), place)
        }
        return [Charged(period, lines.get(period.invoice_key)) for period in periods]

    @property
    def does(self) -> str:
        return self.plan.get_does_display()

    @property
    def terms(self) -> str:
        return PaymentTerms.read(self.plan.terms).words if self.plan.terms else ""
