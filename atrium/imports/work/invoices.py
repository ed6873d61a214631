"""Invoices on their way in: those that were issued elsewhere, with what is open of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from atrium.billing.models import Allocation, Invoice, WriteOff
from atrium.billing.models.taking_in import change_taken_in, take_in
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.work.sort import Parsed, Sort, amount, day, texts
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.imports.work.known import Known, Values
    from atrium.organisations.models import Member

_AMOUNTS = ("net", "tax", "total", "open")
_LONGEST = {"number": 40, "text": 2000, "reference": 200, "currency": 3}
_NOTES = frozenset({"credit note", "credit", "gutschrift", "avoir"})


class InvoiceSort(Sort):
    """Invoices, each with its client and one line."""

    what = "invoices"
    noun = "invoice"
    heading = gettext_lazy("Invoices")
    letter = ""
    url_name = "invoices"
    needs = Can.MONEY_ISSUE
    model = Invoice
    places = {
        "number": gettext_lazy("Number"),
        "kind": gettext_lazy("Kind"),
        "client": gettext_lazy("Client"),
        "client_number": gettext_lazy("Client number"),
        "client_external_id": gettext_lazy("Client external ID"),
        "client_email": gettext_lazy("Client e-mail"),
        "issued_on": gettext_lazy("Issued on"),
        "due_on": gettext_lazy("Due on"),
        "currency": gettext_lazy("Currency"),
        "net": gettext_lazy("Net"),
        "tax": gettext_lazy("Tax"),
        "total": gettext_lazy("Total"),
        "open": gettext_lazy("Open"),
        "paid_on": gettext_lazy("Paid on"),
        "reference": gettext_lazy("Reference"),
        "text": gettext_lazy("Text"),
    }
    headings = {
        "invoice": "number",
        "invoice number": "number",
        "invoice no": "number",
        "no": "number",
        "type": "kind",
        "customer": "client",
        "company": "client",
        "client name": "client",
        "customer name": "client",
        "customer id": "client_external_id",
        "client id": "client_external_id",
        "email": "client_email",
        "e-mail": "client_email",
        "customer e-mail": "client_email",
        "customer email": "client_email",
        "client email": "client_email",
        "date": "issued_on",
        "invoice date": "issued_on",
        "issue date": "issued_on",
        "due": "due_on",
        "due date": "due_on",
        "net amount": "net",
        "subtotal": "net",
        "vat": "tax",
        "tax amount": "tax",
        "amount": "total",
        "gross": "total",
        "total amount": "total",
        "balance": "open",
        "open amount": "open",
        "amount due": "open",
        "outstanding": "open",
        "payment date": "paid_on",
        "po number": "reference",
        "description": "text",
        "subject": "text",
    }

    def parsed(self, values: Values, known: Known) -> Parsed:
        """By number, external ID, name, or else by an e-mail address that one client alone has."""
        found = super().parsed(values, known)
        email = values.get("client_email", "").strip().casefold()
        if found.client is None and email:
            seen = Client.objects.visible_to(known.by).live()
            having = list(seen.filter(points__kind="email", points__normal=email).distinct()[:2])
            found.failed = (
                ""
                if len(having) == 1
                else gettext("Not one client alone has {email}.").format(email=email)
            )
            if len(having) == 1:
                found.client = having[0]
                found.client.organisation = known.place
        return found

    def read(self, parsed: Parsed, known: Known) -> None:
        """Number, days, amounts."""
        texts(parsed, _LONGEST, _LONGEST)
        if not parsed.told.get("currency"):
            parsed.told.pop("currency", None)
        for name in ("issued_on", "due_on", "paid_on"):
            day(parsed, name, known)
            if parsed.told.get(name, "") is None:
                del parsed.told[name]
        for name in _AMOUNTS:
            amount(parsed, name, name, known)
            if parsed.told.get(name, "") is None:
                del parsed.told[name]
        if parsed.values.get("kind", "").strip().casefold() in _NOTES:
            parsed.failed = parsed.failed or gettext(
                "A credit note is made from the invoice it corrects."
            )
        elif not parsed.told.get("number"):
            parsed.failed = parsed.failed or gettext("The row has no number.")
        elif any(name in _AMOUNTS for name, _, _ in parsed.problems):
            parsed.failed = parsed.failed or gettext("An amount cannot be read.")

    def found(self, rows: Iterable[Parsed], by: Member) -> dict[int, list[Any]]:
        """Those that have the number of a row."""
        some = list(rows)
        numbers = {row.told.get("number", "") for row in some} - {""}
        seen: Any = Invoice.objects.visible_to(by).select_related("client").with_balance()
        standing = {one.number: one for one in seen.filter(number__in=numbers)}
        return {
            place: [standing[row.told["number"]]] if row.told.get("number") in standing else []
            for place, row in enumerate(some)
        }

    def add(self, parsed: Parsed, by: Member) -> Invoice:
        """Take it in."""
        assert parsed.client is not None, "a row without a client is not written"
        return take_in(parsed.client, by=by, values=parsed.told)

    def change(self, row: Invoice, told: dict[str, Any], by: Member) -> None:
        """What is open, when it is due."""
        row.organisation = row.client.organisation = by.organisation
        change_taken_in(row, by=by, values=told)

    def standing(self, row: Any) -> dict[str, Any]:
        """What it says now."""
        names = ("number", "issued_on", "due_on", "currency", "net", "tax", "total", "reference")
        line = row.lines.first()
        told = {name: getattr(row, name) for name in names} | {"open": row.balance}
        paid_on = row.paid_elsewhere_on or row.settled_on
        return told | {"paid_on": paid_on, "text": line.text if line else ""}

    def shown(self, name: str, value: Any, row: Any) -> str:
        """Amounts as people read them."""
        if name in _AMOUNTS and value is not None:
            return money.shown(value, row.currency)
        return super().shown(name, value, row)

    def called(self, parsed: Parsed) -> str:
        return str(parsed.told.get("number", ""))

    def code(self, row: Any) -> str:
        return str(row.number)

    def title(self, row: Any) -> str:
        return ""

    def in_use(self, keys: Collection[int]) -> set[int]:
        """Those that were paid, credited or written off here since."""
        rows = (
            Allocation.objects.filter(invoice__in=keys).values_list("invoice_id", flat=True),
            WriteOff.objects.filter(invoice__in=keys).values_list("invoice_id", flat=True),
            Invoice.objects.filter(credits__in=keys).values_list("credits_id", flat=True),
        )
        return {key for some in rows for key in some}
