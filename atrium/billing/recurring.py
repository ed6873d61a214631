"""Recurring invoices by themselves: what is due is charged, what was issued is sent."""

from __future__ import annotations

from django.db import transaction

from atrium.billing.letters import letter_of
from atrium.billing.mailing import proposed, send
from atrium.billing.models import InvoicePlan, PlanPeriod
from atrium.billing.printed.keeping import paper_of
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

AT_ONCE = 50


def charge(plan: InvoicePlan) -> PlanPeriod | None:
    """Charge the next period that is due; where that is refused the plan stops and says why."""
    try:
        return PlanPeriod.charge(plan)
    except Refusal as refusal:
        plan.stop(str(refusal))
        return None


def send_period(period: PlanPeriod) -> None:
    """Send the invoice of a period to whom bills go, once; what stands in the way is told."""
    plan, invoice = period.plan, period.invoice
    if invoice is None or period.sent_at or period.not_sent:
        return
    invoice.organisation = plan.client.organisation
    invoice.client = plan.client
    try:
        writer = _writer(plan)
        paper_of(invoice)
        subject, words = letter_of(invoice, writer)
        to = proposed(invoice).receivers
        with transaction.atomic():
            send(invoice, by=None, to=to, subject=subject, words=words, writer=writer)
            period.record_sent()
    except Refusal as refusal:
        period.record_sent(str(refusal))


def _writer(plan: InvoicePlan) -> Member:
    for one in (plan.client.owner, plan.created_by):
        if one is not None and one.is_active and one.can(Can.MAIL_SEND):
            return one
    raise Refusal(gettext("Nobody who is responsible for it may write e-mail."))
