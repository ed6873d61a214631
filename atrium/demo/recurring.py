"""The recurring invoices of a demo organisation: most run, one is paused, one makes a draft today."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from atrium.billing.models import InvoicePlan, NewLine, PlanPeriod
from atrium.clients.models import Client
from atrium.demo.invoicing import RATES

if TYPE_CHECKING:
    from atrium.organisations.models import Member, Organisation

# Name, words of its line, price, unit of the interval, and how many of them.
PLANS: dict[str, tuple[tuple[str, str, int, str, int], ...]] = {
    "harbour": (
        ("Maintenance contract", "Maintenance of the plant, {{period}}", 18_500, "quarter", 1),
        ("Alarm monitoring", "Alarm monitoring in {{period.month}}", 3_900, "month", 1),
        ("Yearly inspection", "Inspection {{period.year}}", 42_000, "year", 1),
    ),
    "northlight": (
        ("Retainer", "Retainer for {{period.month}}", 250_000, "month", 1),
        ("Talent report", "Report, {{period.quarter}}", 90_000, "quarter", 1),
    ),
    "okapi": (
        ("Site care", "Care of the site in {{period.month}}", 18_000, "month", 1),
        ("Hosting", "Hosting {{period.year}}", 24_000, "year", 1),
        ("Content days", "Two days of content, {{period}}", 96_000, "week", 2),
    ),
}
EACH = 3


def recurring(place: Organisation, by: Member) -> None:
    """Set them up for some of the clients who were invoiced before."""
    today = place.today()
    free = Client.objects.live().filter(invoices__number__isnull=False, holds=None).distinct()
    clients = list(free.order_by("number")[: EACH * len(PLANS[place.slug])])
    plans = [_plan(client, turn, today, by) for turn, client in enumerate(clients)]
    plans[1].pause(by=by, reason="They renegotiate the contract")
    PlanPeriod.charge(plans[0])


def _plan(client: Client, turn: int, today: date, by: Member) -> InvoicePlan:
    kinds = PLANS[client.organisation.slug]
    name, text, price, unit, every = kinds[turn % len(kinds)]
    values: dict[str, Any] = {"name": name, "unit": unit, "every": every}
    values["first_on"] = today + timedelta(days=turn * 4)
    blank = InvoicePlan.blank(client)
    tax, percent = RATES.get(blank.currency, ("", "0"))
    line = NewLine(
        text=text,
        price=price + turn * 500,
        unit="C62",
        tax_name=tax,
        tax_percent=Decimal(percent),
        tax_category="S" if tax else "O",
    )
    does = "issue" if turn % 3 else "draft"
    return InvoicePlan.begin(client, by=by, lines=[line], does=does, **values)
