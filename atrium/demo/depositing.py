"""Money of a demo organisation beside its usual invoices: a deposit with its final invoice, invoices of the program before, work that was charged."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from atrium.billing.models import Invoice, Kind, NewLine, Payment
from atrium.billing.models.deposits import deduction
from atrium.billing.models.taking_in import take_in
from atrium.clients.models import Client
from atrium.demo.invoicing import RATES
from atrium.jobs.models import Job, Phase
from atrium.organisations.models import Member, Organisation

WHOLE, PART = 840_000, 252_000
# How many days ago they were issued, what they came to, and what of it is open.
BEFORE = ((700, 46_800, 0), (655, 118_000, 0), (12, 93_600, 31_200))


def deposit(place: Organisation, by: Member) -> None:
    """All of it, by the product's own verbs, so that it adds up; nothing of it is overdue."""
    rows: Any = Client.objects.live().filter(kind="company", holds=None).exclude(invoices=None)
    first, second, *_ = rows.order_by("number").distinct()[4:]
    for client in (first, second):
        client.organisation = place
    _in_parts(first, by)
    _taken_over(second, by)
    _charged(place, by)


def _in_parts(client: Client, by: Member) -> None:
    """A third first, which was paid; the final invoice takes it off again."""
    place, today = client.organisation, client.organisation.today()
    told: dict[str, Any] = {"by": by, "currency": place.currency, "terms": "30 days"}
    first = Invoice.draft(client, kind=Kind.DEPOSIT, lines=[_line(place, PART, "Deposit")], **told)
    first.issue(by=by, on=today - timedelta(days=58))
    paid = today - timedelta(days=44)
    Payment.take(
        client,
        by=by,
        amount=first.total,
        currency=place.currency,
        on=paid,
        invoices=[(first, first.total)],
    )
    lines = [_line(place, WHOLE, "Refit as agreed"), *deduction(first, inclusive=False)]
    final = Invoice.draft(client, kind=Kind.FINAL, lines=lines, **told)
    final.issue(by=by, on=today - timedelta(days=6))


def _taken_over(client: Client, by: Member) -> None:
    """What another program issued, with what was open of it when it came here."""
    today = client.organisation.today()
    for turn, (ago, total, left) in enumerate(BEFORE, 1):
        day = today - timedelta(days=ago)
        values: dict[str, Any] = {"number": f"OLD-{turn:03d}", "issued_on": day, "total": total}
        values |= {"open": left, "due_on": day + timedelta(days=30)}
        if not left:
            values["paid_on"] = day + timedelta(days=21)
        take_in(client, by=by, values=values)


def _charged(place: Organisation, by: Member) -> None:
    """The draft for a finished job: its line charges it."""
    jobs = Job.objects.filter(phase=Phase.DONE, amount__gt=0, binned_at=None)
    job = jobs.select_related("client", "billing").order_by("-number").first()
    if job is None or job.amount is None:
        return
    payer = job.billing or job.client
    payer.organisation = place
    line = _line(place, job.amount, f"{job.code} {job.title}", work=f"jobs.job:{job.pk}")
    Invoice.draft(payer, by=by, lines=[line], currency=job.currency or place.currency)


def _line(place: Organisation, price: int, text: str, **values: Any) -> NewLine:
    name, percent = RATES.get(place.currency, ("", "0"))
    taxed = {"tax_name": name, "tax_percent": Decimal(percent)} if name else {"tax_category": "O"}
    return NewLine(text=text, price=price, **taxed, **values)
