"""Payments that entries of the bank may be about: those recorded by hand already, and those that came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from atrium.billing.models import Allocation, Method, Payment, Source
from atrium.foundation.formats import money
from atrium.organisations.models import Member
from atrium.payments.matching.judging import Paid
from atrium.payments.matching.returning import Came, Return, returns
from atrium.payments.models import BankBooking, BankEntry, EntryState

NEAR = timedelta(days=14)
COMES_BACK = timedelta(days=120)
MOST = 300
# What a bank keeps for a return, in units of the currency.
MOST_KEPT = 50
_BANKED = (Method.TRANSFER, Method.DEBIT, Method.CHEQUE, Method.OTHER)


@dataclass(frozen=True)
class Back:
    """A payment that an entry may return, as the page offers it."""

    payment: Payment
    found: Return

    @property
    def kept(self) -> str:
        """What the bank keeps of it, as people read it; empty for nothing."""
        return self.payment.shown(self.found.kept) if self.found.kept else ""


def recorded(entries: Sequence[BankEntry], member: Member) -> dict[int, list[Payment]]:
    """By entry, what somebody recorded by hand that may be the same money."""
    wanted = [entry for entry in entries if entry.is_open]
    if not wanted:
        return {}
    days = [entry.booked_on for entry in wanted]
    booked = BankBooking.objects.filter(payment=OuterRef("pk"))
    rows = _seen(member).filter(
        source=Source.HAND,
        method__in=_BANKED,
        amount__in={sum_ for e in wanted for sum_ in (e.amount, e.amount + e.charges)},
        received_on__range=(min(days) - NEAR, max(days) + NEAR),
    )
    found: defaultdict[int, list[Payment]] = defaultdict(list)
    payments = _told(rows.exclude(Exists(booked)).order_by("-received_on", "-id")[:MOST], member)
    for entry in wanted:
        sums = {entry.amount, entry.amount + entry.charges}
        found[entry.pk] = [
            payment
            for payment in payments
            if payment.currency == entry.currency
            and payment.amount in sums
            and abs(payment.received_on - entry.booked_on) <= NEAR
        ]
    return found


def come_back(entries: Sequence[BankEntry], member: Member) -> dict[int, list[Back]]:
    """By entry that went out, the payments that it may return."""
    wanted = [entry for entry in entries if entry.state == EntryState.OUT]
    if not wanted:
        return {}
    days = [entry.booked_on for entry in wanted]
    rows = _seen(member).filter(received_on__range=(min(days) - COMES_BACK, max(days)))
    rows = rows.exclude(source=Source.PROVIDER).with_free()
    lows = [-entry.amount - _kept(entry.currency) for entry in wanted]
    rows = rows.filter(amount__gte=min(lows), amount__lte=max(-e.amount for e in wanted))
    covers = Prefetch("allocations", Allocation.objects.select_related("invoice"))
    bank = Prefetch("bank_bookings", BankBooking.objects.select_related("entry"))
    some = rows.prefetch_related(covers, bank).order_by("-received_on", "-id")[:MOST]
    payments: dict[int, Any] = {row.pk: row for row in _told(some, member)}
    cames = [_came(row) for row in payments.values() if row.amount > row.back]
    return {
        entry.pk: [
            Back(payments[one.payment], one)
            for one in returns(
                _went(entry),
                cames,
                most_kept=_kept(entry.currency),
                is_reversal=entry.is_reversal,
            )
            if payments[one.payment].received_on <= entry.booked_on
        ]
        for entry in wanted
    }


def _seen(member: Member) -> Any:
    return Payment.objects.visible_to(member).standing().select_related("client")


def _told(rows: Any, member: Member) -> list[Any]:
    found = list(rows)
    for row in found:
        row.organisation = row.client.organisation = member.organisation
    return found


def _kept(currency: str) -> int:
    return int(MOST_KEPT * 10 ** money.places(currency))


def _came(row: Any) -> Came:
    entries = [booking.entry for booking in row.bank_bookings.all()]
    return Came(
        key=row.pk,
        left=row.amount - row.back,
        currency=row.currency,
        numbers=tuple(str(one.invoice) for one in row.allocations.all()),
        names=tuple(filter(None, (row.client.name, row.client.legal_name))),
        account=next((entry.iban for entry in entries if entry.iban), ""),
        reference=row.reference,
    )


def _went(entry: BankEntry) -> Paid:
    return Paid(
        amount=-entry.amount,
        currency=entry.currency,
        payer=entry.payer,
        account=entry.iban,
        text=entry.text,
        references=tuple(entry.references),
    )
