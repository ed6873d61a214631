"""Invoices that were issued elsewhere, taken over with their numbers: they count in every figure.

What was paid of them before stands on the invoice itself; no payment of ours, and nothing for the books.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from atrium.billing.days import today_of
from atrium.billing.events import InvoiceTakenIn
from atrium.billing.models.checking import checked, refuse_currency, refuse_day
from atrium.billing.models.invoice import Invoice
from atrium.billing.models.line import Line, NewLine
from atrium.billing.models.seller import Seller
from atrium.billing.models.standing import State
from atrium.billing.recipient import recipient_of
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number, money
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext
from atrium.profile.terms import PaymentTerms
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

CHANGES = frozenset({"due_on", "reference", "open", "paid_on"})
_RATE = Decimal("0.001")
_HIGHEST = Decimal(100)


def take_in(client: Client, *, by: Member, values: Mapping[str, Any]) -> Invoice:
    """Take an invoice over: number, issued_on, due_on, currency, net, tax, total, open, paid_on, text, reference.

    Amounts in minor units; of net, tax and total two are enough, or the total alone. ``open`` is what is
    still owed, all of it where it is not said. Refused where the number is here, and where it does not add up.
    """
    place, told = client.organisation, dict(values)
    number = _number(str(told.get("number") or ""))
    issued = _issued(told.get("issued_on"), client)
    currency = told.get("currency") or place.currency
    refuse_currency(currency)
    net, tax, total = _sums(told)
    invoice = Invoice(client=client, organisation=place, created_by=by, issued_by=by)
    invoice.number, invoice.imported, invoice.state = number, True, State.ISSUED
    invoice.issued_on = invoice.dated_on = issued
    invoice.issued_at, invoice.currency = now(), currency
    invoice.net, invoice.tax, invoice.total = net, tax, total
    terms = PaymentTerms.read(Seller.of(place).payment_terms)
    invoice.due_on = told.get("due_on") or terms.due(issued)
    invoice.reference = checked({"reference": told.get("reference") or ""})["reference"]
    refuse_day(invoice.due_on, "due_on")
    if invoice.due_on < issued:
        raise Refusal(gettext("It is due before it was issued."), field="due_on")
    _pay(invoice, told)
    line = _line(told.get("text") or "", net, tax, number)
    invoice.taxes = [_rate(line, net, tax)]
    with acting(by=by, label=gettext("Took in {number}").format(number=number)) as act:
        act.lock(client)
        client.organisation = place
        client.refuse_archived()
        if Invoice.objects.filter(number=number).exists():
            raise Refusal(
                gettext("There is an invoice {number} already.").format(number=number),
                field="number",
            )
        invoice.recipient = recipient_of(client)
        act.insert(invoice)
        Line.put(invoice, [line], act)
        days: dict[str, Any] = {
            "day": spelled(issued, "%-d %b %Y"),
            "due": spelled(invoice.due_on, "%-d %b %Y"),
        }
        act.record(InvoiceTakenIn(**invoice.told(), **days), client=client, subject=invoice)
    return invoice


def change_taken_in(invoice: Invoice, *, by: Member, values: Mapping[str, Any]) -> None:
    """Say anew when it is due, what is open of it, its reference. Refused for what was issued here."""
    if not invoice.imported:
        raise Refusal(
            gettext("{invoice} was issued here and stands as it is.").format(invoice=invoice),
            field="number",
        )
    if others := values.keys() - CHANGES:
        words = ", ".join(sorted(name.replace("_", " ") for name in others))
        raise Refusal(
            gettext("{invoice} is here with another {words}; that does not change.").format(
                invoice=invoice, words=words
            )
        )
    with acting(by=by, label=gettext("Changed {invoice}").format(invoice=invoice)) as act:
        invoice.lock_for_change(act)
        told = dict(values)
        if "open" in told or "paid_on" in told:
            now_open = invoice.left()
            wished = told.get("open", now_open)
            more = now_open - (now_open if wished is None else wished)
            paid = invoice.paid_elsewhere + more
            if not 0 <= paid <= invoice.total:
                words = gettext(
                    "{amount} of {invoice} is open; less can be, not more than before."
                ).format(amount=invoice.shown(now_open), invoice=invoice)
                raise Refusal(words, field="open")
            act.change(invoice, paid_elsewhere=paid, paid_elsewhere_on=_paid_on(told, paid))
        if told.get("due_on"):
            refuse_day(told["due_on"], "due_on")
            act.change(invoice, due_on=told["due_on"])
        if "reference" in told:
            act.change(invoice, **checked({"reference": told["reference"]}))


def _paid_on(told: Mapping[str, Any], paid: int) -> date | None:
    day: date | None = told.get("paid_on")
    return day if paid else None


def _pay(invoice: Invoice, told: Mapping[str, Any]) -> None:
    left = told.get("open")
    left = invoice.total if left is None else left
    if not 0 <= left <= invoice.total:
        words = gettext("{amount} is open of a total of {amount2}.").format(
            amount=invoice.shown(left), amount2=invoice.shown(invoice.total)
        )
        raise Refusal(words, field="open")
    invoice.paid_elsewhere = invoice.total - left
    invoice.paid_elsewhere_on = _paid_on(told, invoice.paid_elsewhere)
    day = invoice.paid_elsewhere_on
    assert invoice.issued_on is not None, "set by take_in"
    if day is not None and not invoice.issued_on <= day <= today_of(invoice.client):
        raise Refusal(
            gettext("It was paid between the day it was issued and today."), field="paid_on"
        )


def _number(text: str) -> str:
    number = " ".join(text.replace("\x00", "").split())
    if not number:
        raise Refusal(gettext("Give the number of the invoice."), field="number")
    if len(number) > 40:  # noqa: PLR2004 - the width of the column
        raise Refusal(gettext("A number has at most 40 characters."), field="number")
    card_number.refuse(number=number)
    return number


def _issued(day: date | None, client: Client) -> date:
    if day is None:
        raise Refusal(gettext("Say on which day it was issued."), field="issued_on")
    refuse_day(day, "issued_on")
    if day > today_of(client):
        raise Refusal(gettext("It was issued today or earlier."), field="issued_on")
    return day


def _sums(told: Mapping[str, Any]) -> tuple[int, int, int]:
    net, tax, total = (told.get(name) for name in ("net", "tax", "total"))
    if total is None and net is not None:
        total = net + (tax or 0)
    if total is None:
        raise Refusal(gettext("Say what it comes to."), field="total")
    if tax is None:
        tax = total - net if net is not None else 0
    net = total - tax if net is None else net
    if net + tax != total:
        raise Refusal(gettext("Net and tax together are not the total."), field="total")
    if not 0 <= total < money.LARGEST or min(net, tax) < 0:
        words = gettext(
            "Only what asks for money is taken in: no credit notes, nothing below nought."
        )
        raise Refusal(words, field="total")
    return net, tax, total


def _line(text: str, net: int, tax: int, number: str) -> Line:
    percent = Decimal(0)
    if net and tax:
        percent = min((Decimal(tax) * 100 / net).quantize(_RATE, ROUND_HALF_UP), _HIGHEST)
    wish = NewLine(
        text=str(text).strip() or gettext("Invoice {number}").format(number=number),
        price=net,
        tax_percent=percent,
        tax_category="S" if tax else "O",
    )
    [line] = Line.made([wish], reverse_charge=False)
    return line


def _rate(line: Line, net: int, tax: int) -> dict[str, Any]:
    percent = f"{line.tax_percent.normalize():f}"
    told = {"name": "", "category": line.tax_category, "percent": percent}
    return told | {"net": net, "tax": tax}
