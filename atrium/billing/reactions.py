"""What billing does because something happened, and who hears of it; it runs in the queue."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.billing.events import InvoiceIssued
from atrium.billing.models import Invoice, InvoicePlan
from atrium.billing.models.plan_period import SUBJECT
from atrium.billing.plan_events import PlanDrafted, PlanNotSent, PlanStopped
from atrium.billing.printed.keeping import paper_of
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.listeners import listens
from atrium.timeline.models import Event

RECURRING = topic(
    Topic(
        code="recurring-invoices",
        label=gettext_lazy("Recurring invoices of your clients"),
        text=gettext_lazy("One made a draft for you to look at, could not be sent, or stopped."),
        icon="repeat",
        order=35,
        needs=Can.MONEY_SEE,
        email=True,
    )
)


@tell(PlanDrafted, PlanNotSent, PlanStopped, topic=RECURRING)
def who_is_responsible(event: Event) -> Iterable[Member | None]:
    """The client's owner, or else who set the plan up."""
    if event.client.owner_id is not None:
        return [event.client.owner]
    key = event.subject_id
    if event.kind != PlanStopped.code:
        papers = Invoice.objects.filter(pk=key, subject_model=SUBJECT)
        key = papers.values_list("subject_id", flat=True).first()
    plan = InvoicePlan.objects.filter(pk=key).select_related("created_by").first() if key else None
    return [plan.created_by] if plan else []


@listens(InvoiceIssued)
def draw(event: Event) -> None:
    """Draw the paper of what was issued, so that it is there before anyone asks."""
    if event.subject_id is None:
        return
    rows = Invoice.objects.issued().select_related("client", "credits")
    invoice = rows.filter(pk=event.subject_id, client=event.client_id).first()
    if invoice is not None:
        paper_of(invoice)
