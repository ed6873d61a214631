"""A sample of how invoices look, with invented lines; nothing of it is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from atrium.billing.models import Invoice, Letterhead, Line, NewLine, Seller
from atrium.billing.printed.printing import printed
from atrium.prices.models import TaxRate

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

_LINES = (
    ("Consultation\nOn site, with minutes", "3", "HUR", 9_500),
    ("Material", "1", "LS", 24_850),
    ("Travel", "42", "KMT", 55),
)
_DAYS = timedelta(days=30)


def sample(organisation: Organisation) -> bytes:
    """The PDF of an invoice that is none."""
    today, seller, look = organisation.today(), Seller.of(organisation), Letterhead.of(organisation)
    rate = TaxRate.objects.live().first()
    wishes = [
        NewLine(
            text=text,
            quantity=Decimal(quantity),
            unit=unit,
            price=price,
            tax_percent=rate.percent if rate else Decimal(0),
            tax_category=rate.category if rate else "O",
        )
        for text, quantity, unit, price in _LINES
    ]
    lines = Line.made(wishes, reverse_charge=False)
    invoice = Invoice(
        organisation=organisation,
        number="SAMPLE",
        state="issued",
        currency=organisation.currency,
        dated_on=today,
        issued_on=today,
        due_on=today + _DAYS,
        seller=seller.snapshot,
        recipient={
            "name": "Sample & Daughters",
            "lines": ["1 Example Street", "Anytown"],
            "country": organisation.country,
        },
        footer=seller.footer,
        inclusive=seller.inclusive,
        rounding=seller.rounding,
        mode=seller.mode,
        step=seller.step,
    )
    invoice.sum_up(lines)
    return printed(invoice, lines, logo=look.picture, accent=look.colour)
