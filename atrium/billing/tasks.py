"""What billing does in the queue and by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.tasks import task

from atrium.billing import recurring
from atrium.billing.models import Does, InvoicePlan, PlanPeriod
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500


@periodic(every=timedelta(minutes=10), name="charge recurring invoices")
@task
def look_for_due() -> None:
    """Let each plan be charged that has a period due, by the day where its organisation is."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            due = InvoicePlan.objects.due(place.today()).order_by("next_on", "id")
            for key in due.values_list("pk", flat=True)[:AT_ONCE]:
                charge_plan.enqueue(place.pk, key)


@task
@policy(attempts=20, key=lambda _, plan: f"recurring-{plan}")
def charge_plan(organisation_id: int, plan_id: int) -> None:
    """Charge all periods of a plan that are due, each in a transaction of its own."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        for _ in range(recurring.AT_ONCE):
            with transaction.atomic():
                plan = InvoicePlan.objects.select_related("client").filter(pk=plan_id).first()
                period = plan and recurring.charge(plan)
                if plan is None or period is None:
                    return
                if plan.does == Does.SEND:
                    send_period.enqueue(organisation_id, period.pk)


@task
@policy(attempts=20, key=lambda _, period: f"recurring-send-{period}")
def send_period(organisation_id: int, period_id: int) -> None:
    """Send the invoice of a period."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        rows = PlanPeriod.objects.select_related("plan__client")
        period = rows.filter(pk=period_id).first()
        if period is not None:
            recurring.send_period(period)
