"""What an invoice begins with, and what of it is fixed when it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from atrium.billing.days import today_of
from atrium.billing.models.charged import kept
from atrium.billing.models.checking import refuse_booked
from atrium.billing.models.line import Line
from atrium.billing.models.numbering import next_number
from atrium.billing.models.seller import Seller
from atrium.billing.models.standing import Kind, State
from atrium.billing.models.tax_reasons import with_reasons
from atrium.billing.recipient import account_of, recipient_of
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.profile.terms import PaymentTerms

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice
    from atrium.clients.models import Client

REVERSED = frozenset({"reverse_charge"})


def begun(client: Client) -> dict[str, Any]:
    """What a new draft for the client says where nobody said otherwise."""
    place, account = client.organisation, account_of(client)
    seller = Seller.of(place)
    return {
        "currency": account.get("currency") or place.currency,
        "dated_on": today_of(client),
        "terms": account.get("payment_terms") or seller.payment_terms,
        "reference": account.get("billing_reference", ""),
        "reverse_charge": account.get("vat_treatment") in REVERSED,
        "inclusive": seller.inclusive,
        "rounding": seller.rounding,
        "mode": seller.mode,
        "step": seller.step,
        "footer": seller.footer,
    }


def frozen(invoice: Invoice, lines: Sequence[Line], on: date | None) -> dict[str, Any]:
    """All that issuing fixes, the number last: refused before one is taken."""
    client, today = invoice.client, today_of(invoice.client)
    day, sums = on or today, invoice.reckoned(lines)
    refuse_booked(day, "issued_on")
    if day > today:
        msg = gettext("An invoice is issued today or earlier; leave it a draft until its day.")
        raise Refusal(msg, field="issued_on")
    if not lines:
        msg = gettext("Add a line first: an invoice says what it is for.")
        raise Refusal(msg, field="lines")
    if sums.total < 0:
        msg = gettext(
            "It comes to {amount}. What is paid back is a credit note of the invoice "
            "that it corrects."
        ).format(amount=invoice.shown(sums.total))
        raise Refusal(msg, field="lines")
    if sums.total >= money.LARGEST:
        msg = gettext("It comes to more than can be kept exactly; divide it.")
        raise Refusal(msg, field="lines")
    seller = Seller.of(client.organisation)
    terms = PaymentTerms.read(invoice.terms or seller.payment_terms)
    series = seller.credit_series if invoice.kind == Kind.CREDIT else seller.invoice_series
    due = day if invoice.kind == Kind.CREDIT else invoice.due_on or terms.due(day)
    if due < day:
        msg = gettext("It would be due before it is issued; choose a later due day.")
        raise Refusal(msg, field="due_on")
    return with_reasons(kept(sums), lines) | {
        "state": State.ISSUED,
        "series": series,
        "issued_on": day,
        "dated_on": day,
        "due_on": due,
        "terms": terms.code,
        "recipient": recipient_of(client, account_of(client)),
        "seller": seller.snapshot,
        "number": next_number(series, day),
    }
