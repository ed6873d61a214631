"""A client's statement of account: what was owed when a period began, what happened, and what is owed at its end (B06).

From the organisation's side: invoices and refunds add to what the client owes, credit notes, payments
and write-offs take off. Payments that were struck out never were. Each currency has an account of its own.
Its balance today is what is unpaid less what payments have free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from atrium.billing.days import today_of
from atrium.billing.models import Invoice, Kind, Payment, Refund, WriteOff
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.models import Client

MOST = 20_000
SHOWN = 500
LABELS = {kind.value: kind.label for kind in Kind}
LABELS |= {
    "elsewhere": gettext_lazy("Paid before"),
    "payment": gettext_lazy("Payment"),
    "refund": gettext_lazy("Refund"),
    "written_off": gettext_lazy("Written off"),
}
WEIGHT = {"invoice": 0, "credit": 1, "elsewhere": 2, "payment": 2, "refund": 3, "written_off": 4}


@dataclass
class Entry:
    """One thing that happened; ``amount`` adds to what is owed, or below nought takes off."""

    on: date
    what: str
    document: str
    text: str
    amount: int
    key: int
    due: date | None = None
    url: str = ""
    balance: int = 0

    amount_shown: str = ""
    balance_shown: str = ""

    @property
    def label(self) -> str:
        """What happened, in a word."""
        return LABELS[self.what]

    @property
    def order(self) -> tuple[date, int, int]:
        return self.on, WEIGHT.get(self.what, 0), self.key


@dataclass
class Account:
    """What happened in one currency."""

    currency: str
    opening: int = 0
    entries: list[Entry] = field(default_factory=list)

    @property
    def closing(self) -> int:
        return self.opening + sum(one.amount for one in self.entries)

    def shown(self, amount: int) -> str:
        """An amount as people read it."""
        return money.shown(amount, self.currency)

    @property
    def opening_shown(self) -> str:
        return self.shown(self.opening)

    @property
    def closing_shown(self) -> str:
        return self.shown(self.closing)

    @property
    def first_entries(self) -> list[Entry]:
        """Those that a page shows."""
        found = self.entries[:SHOWN]
        for one in found:
            one.amount_shown, one.balance_shown = self.shown(one.amount), self.shown(one.balance)
        return found

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - SHOWN)


@dataclass(frozen=True)
class _Part:
    """One sort of rows: which, their day, currency and amount, and whether they add or take off."""

    rows: Any
    day: str
    currency: str
    amount: str
    sign: int
    what: str


class Statement:
    """The accounts of one client from a day to a day, both included."""

    def __init__(self, client: Client, first: date, last: date) -> None:
        if last < first:
            raise Refusal(gettext("The period ends on or after the day it begins."), field="last")
        self.client, self.first, self.last = client, first, last

    @classmethod
    def usual(cls, client: Client) -> tuple[date, date]:
        """The period that is proposed: from the first of the month three months ago to today."""
        today = today_of(client)
        month = (today.replace(day=1) - timedelta(days=62)).replace(day=1)
        return month, today

    @property
    def _parts(self) -> Iterator[_Part]:
        client = self.client
        papers = Invoice.objects.issued().filter(client=client)
        asks, notes = papers.exclude(kind=Kind.CREDIT), papers.filter(kind=Kind.CREDIT)
        yield _Part(asks, "issued_on", "currency", "total", 1, "invoice")
        yield _Part(notes, "issued_on", "currency", "total", -1, "credit")
        before = asks.filter(paid_elsewhere__gt=0).annotate(
            paid_day=Coalesce("paid_elsewhere_on", "issued_on")
        )
        yield _Part(before, "paid_day", "currency", "paid_elsewhere", -1, "elsewhere")
        paid = Payment.objects.standing().filter(client=client)
        yield _Part(paid, "received_on", "currency", "amount", -1, "payment")
        back = Refund.objects.filter(payment__client=client)
        yield _Part(back, "on", "payment__currency", "amount", 1, "refund")
        off = WriteOff.objects.filter(invoice__client=client)
        yield _Part(off, "on", "invoice__currency", "amount", -1, "written_off")

    @cached_property
    def accounts(self) -> list[Account]:
        """Those of each currency of which there is something to say, the organisation's first."""
        opening: Counter[str] = Counter()
        found: dict[str, Account] = {}
        for part in self._parts:
            before = part.rows.filter(**{f"{part.day}__lt": self.first}).order_by()
            for row in before.values(code=F(part.currency)).annotate(sum=Sum(part.amount)):
                opening[row["code"]] += part.sign * int(row["sum"])
            within = part.rows.filter(**{f"{part.day}__range": (self.first, self.last)})
            for row in self._read(part, within):
                code = _currency(part, row)
                account = found.setdefault(code, Account(code))
                account.entries.append(_entry(part, row))
        for code, amount in opening.items():
            if amount or code in found:
                found.setdefault(code, Account(code)).opening = amount
        for account in found.values():
            _run(account)
        usual = self.client.organisation.currency
        return sorted(found.values(), key=lambda one: (one.currency != usual, one.currency))

    def _read(self, part: _Part, rows: Any) -> list[Any]:
        related = {"refund": "payment", "written_off": "invoice", "credit": "credits"}
        if part.what in related:
            rows = rows.select_related(related[part.what])
        found = list(rows.order_by(part.day, "id")[: MOST + 1])
        if len(found) > MOST:
            raise Refusal(
                gettext("More than {most:,} rows; choose a shorter period.").format(
                    most=spoken(MOST)
                ),
                field="last",
            )
        place = self.client.organisation
        for row in found:
            row.organisation = place
        return found


def _currency(part: _Part, row: Any) -> str:
    for name in part.currency.split("__"):
        row = getattr(row, name)
    return str(row)


def _entry(part: _Part, row: Any) -> Entry:
    amount, day = part.sign * getattr(row, part.amount), getattr(row, part.day)
    match part.what:
        case "payment":
            told = (row.code, row.reference, None, row.get_absolute_url())
        case "elsewhere":
            told = (str(row), "", None, row.get_absolute_url())
        case "refund":
            told = (row.payment.code, row.reason, None, "")
        case "written_off":
            told = (str(row.invoice), row.reason, None, "")
        case _:
            due = row.due_on if part.what == "invoice" else None
            text = row.reference or (str(row.credits) if row.credits_id else "")
            told = (str(row), text, due, row.get_absolute_url())
    document, text, due, url = told
    what = row.kind if part.what == "invoice" else part.what
    return Entry(day, what, document, text, amount, row.pk, due, url)


def _run(account: Account) -> None:
    """The balance after each entry, in the order in which they happened."""
    account.entries.sort(key=lambda one: one.order)
    left = account.opening
    for one in account.entries:
        left += one.amount
        one.balance = left
