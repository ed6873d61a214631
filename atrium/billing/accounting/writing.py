"""Postings as files of other programs: plain CSV, DATEV, Xero and QuickBooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from atrium.billing.accounting.datev import datev
from atrium.billing.accounting.postings import Leg, Posting, accounts_of
from atrium.billing.models import Books, Invoice, Kind
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext_lazy

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Asked:
    """What a file is asked for: the books, the period, and the moment it is made."""

    books: Books
    first: date
    last: date
    at: datetime


@dataclass(frozen=True)
class Layout:
    """A file that another program reads."""

    label: str
    text: str
    ending: str
    write: Callable[[Sequence[Posting], Asked], bytes]


def amount_of(minor: int, currency: str) -> str:
    """Minor units as a decimal number."""
    return money.written(minor, currency)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8, inert in a spreadsheet."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return made.getvalue().encode("utf-8-sig")


def _plain(found: Sequence[Posting], _asked: Asked) -> bytes:
    head = "date|document|account|debit|credit|currency|tax|text|client number|client".split("|")
    rows = [
        (
            one.day.isoformat(),
            one.document,
            leg.account,
            amount_of(leg.debit, one.currency) if leg.debit else "",
            amount_of(leg.credit, one.currency) if leg.credit else "",
            one.currency,
            leg.rate,
            one.text,
            str(one.client_number),
            one.client,
        )
        for one in found
        for leg in one.legs
    ]
    return _table(head, rows)


def _xero(found: Sequence[Posting], asked: Asked) -> bytes:
    """Xero's template of sales invoices: a row for each rate; credit notes below nought."""
    head = (
        "*ContactName|*InvoiceNumber|Reference|*InvoiceDate|*DueDate|*Description|*Quantity|"
        "*UnitAmount|*AccountCode|*TaxType|TaxAmount|Currency"
    ).split("|")
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(head)
    for one in found:
        if one.invoice is not None:
            writer.writerows(_xero_rows(one, one.invoice, asked.books))
    return made.getvalue().encode("utf-8-sig")


def _xero_rows(one: Posting, invoice: Invoice, books: Books) -> Iterator[list[str]]:
    sign = -1 if invoice.kind == Kind.CREDIT else 1
    for each in invoice.taxes:
        cells = (
            one.client,
            one.document,
            invoice.reference,
            f"{one.day:%d/%m/%Y}",
            f"{one.due or one.day:%d/%m/%Y}",
            one.text,
            "1",
            amount_of(sign * each["net"], one.currency),
            accounts_of(books, each)[0],
            f"{Decimal(each['percent']).normalize():f}%",
            amount_of(sign * each["tax"], one.currency),
            one.currency,
        )
        yield [_inert_words(cell) for cell in cells]


def _inert_words(cell: str) -> str:
    """A number below nought stays one; words that begin like a formula do not."""
    if cell.startswith("-") and cell[1:].replace(".", "", 1).isdigit():
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _quickbooks(found: Sequence[Posting], asked: Asked) -> bytes:
    """QuickBooks Online's import of journal entries."""
    head = "*JournalNo|*JournalDate|*AccountName|*Debits|*Credits|Description|Name|Currency"
    rows = [
        (
            str(number),
            f"{one.day:%d/%m/%Y}",
            leg.account,
            amount_of(leg.debit, one.currency) if leg.debit else "",
            amount_of(leg.credit, one.currency) if leg.credit else "",
            one.text,
            one.client if _is_receivable(leg, asked.books) else "",
            one.currency,
        )
        for number, one in enumerate(found, 1)
        for leg in one.legs
    ]
    return _table(head.split("|"), rows)


def _is_receivable(leg: Leg, books: Books) -> bool:
    return leg.account == books.account("receivable")


def _datev(found: Sequence[Posting], asked: Asked) -> bytes:
    return datev(found, asked.books, asked.first, asked.last, asked.at)


LAYOUTS: dict[str, Layout] = {
    "csv": Layout(
        "CSV", gettext_lazy("Every side of every posting, for any program."), "csv", _plain
    ),
    "datev": Layout(
        "DATEV", gettext_lazy("EXTF Buchungsstapel, version 13, one year at a time."), "csv", _datev
    ),
    "xero": Layout(
        "Xero", gettext_lazy("Invoices and credit notes, as Xero imports sales."), "csv", _xero
    ),
    "quickbooks": Layout(
        "QuickBooks",
        gettext_lazy("Journal entries, as QuickBooks Online imports them."),
        "csv",
        _quickbooks,
    ),
}
