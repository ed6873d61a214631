"""Invoices and payments as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from atrium.billing.days import today_of
from atrium.billing.models import DRAFT_TITLES, InvoiceSending, Standing
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import ngettext
from atrium.organisations.models import Organisation


@dataclass(frozen=True)
class InvoiceLine:
    """An invoice as it is listed; ``balance`` is what is owed of it, as people read it."""

    invoice: Any
    standing: Standing
    total: str
    balance: str
    title: str
    due: str
    is_late: bool


def with_standing(rows: Any) -> Any:
    """Add what a line needs, in the same statement."""
    sent = InvoiceSending.objects.filter(invoice=OuterRef("pk"))
    return rows.with_balance().annotate(was_sent=Exists(sent)).select_related("client")


def lines_of(rows: Iterable[Any], place: Organisation) -> list[InvoiceLine]:
    """The lines of rows that with_standing() chose."""
    return [_line(row, place) for row in rows]


def _line(row: Any, place: Organisation) -> InvoiceLine:
    row.organisation = row.client.organisation = place
    today = today_of(row.client)
    standing = row.standing(today, sent=row.was_sent)
    sign = -1 if row.kind == "credit" else 1
    return InvoiceLine(
        row,
        standing,
        row.shown(sign * row.total),
        row.shown(row.balance) if row.balance else "",
        row.number or str(DRAFT_TITLES[row.kind_as]),
        _due(row.due_on, today) if row.balance else "",
        standing == Standing.OVERDUE,
    )


def _due(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return ngettext("{days} day late", "{days} days late", -days).format(days=-days)
    return f"{spoken(due):%-d %b %Y}"
