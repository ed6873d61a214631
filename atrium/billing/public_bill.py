"""What the page of an invoice says to who has a link to it; apps above hang deeds on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atrium.billing.days import today_of
from atrium.billing.models import Kind
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, InvoiceLink


@dataclass(frozen=True)
class BillDeed:
    """Something that the receiver can do, such as pay: a button that leads on."""

    label: str
    icon: str
    url: str


type Deeds = Callable[[InvoiceLink, int], list[BillDeed]]
_DEEDS: list[Deeds] = []


def on_the_bill(deeds: Deeds) -> Deeds:
    """Offer deeds on the page of an invoice; asked with the link and what is left to pay, in minor units."""
    _DEEDS.append(deeds)
    return deeds


def shown(link: InvoiceLink) -> dict[str, Any]:
    """What stands on the page."""
    invoice = link.invoice
    left = _left(invoice)
    language = language_of(invoice.recipient.get("language", ""))
    words, writing = words_in(language), Writing(language, invoice.currency)
    late = left > 0 and invoice.due_on is not None and invoice.due_on < today_of(invoice.client)
    return {
        "invoice": invoice,
        "organisation": invoice.client.organisation,
        "title": f"{words[invoice.kind]} {invoice.number}",
        "total": writing.money(invoice.total),
        "left": writing.money(left) if left > 0 else "",
        "due": writing.day(invoice.due_on) if invoice.kind != Kind.CREDIT else "",
        "is_late": late,
        "words": words,
        "language": language,
        "deeds": [deed for deeds in _DEEDS for deed in deeds(link, left)],
    }


def _left(invoice: Invoice) -> int:
    """What is still owed; nothing of a credit note."""
    if invoice.kind == Kind.CREDIT:
        return 0
    return invoice.left()
