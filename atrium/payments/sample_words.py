"""Invented words that show how a reminder or a receipt will read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from atrium.billing.models import Method
from atrium.billing.printed.writing import Writing
from atrium.foundation.formats import money
from atrium.payments.receipt_words import method_in

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

_LATE = timedelta(days=21)
_OWED, _FEES = 1250, 15


def sample(place: Organisation, language: str, *, is_receipt: bool) -> dict[str, str]:
    """What is filled in."""
    unit = 10 ** money.places(place.currency)
    owed, fees = _OWED * unit, _FEES * unit
    writing, today = Writing(language, place.currency), place.today()
    common = {"client.name": "Vincent's Bakery", "organisation.name": place.name}
    if is_receipt:
        return common | {
            "payment.amount": writing.money(owed),
            "payment.date": writing.day(today),
            "payment.method": method_in(language, Method.TRANSFER),
            "payment.number": "P-0012",
            "payment.for": "INV-2026-0042",
        }
    return common | {
        "invoice.number": "INV-2026-0042",
        "invoice.owed": money.shown(owed, place.currency),
        "invoice.total": money.shown(owed, place.currency),
        "invoice.fees": money.shown(fees, place.currency),
        "invoice.sum": money.shown(owed + fees, place.currency),
        "invoice.due": writing.day(today - _LATE),
        "invoice.days": str(_LATE.days),
        "invoice.link": f"{settings.BASE_URL}/pay/…",
    }
