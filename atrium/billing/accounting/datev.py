"""DATEV's Buchungsstapel: EXTF 700, category 21, version 13; 125 columns, cp1252, CRLF.

Its days have no year, so that a file lies within one year. Each posting becomes one row against the
first side of it (receivables, bank, written off), gross for each rate: DATEV's automatic accounts
take the tax out themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from atrium.foundation.errors import Refusal

if TYPE_CHECKING:
    from atrium.billing.accounting.postings import Posting
    from atrium.billing.models import Books

COLUMNS = 125
_HEAD = [
    "Umsatz (ohne Soll/Haben-Kz)",
    "Soll/Haben-Kennzeichen",
    "WKZ Umsatz",
    "Kurs",
    "Basis-Umsatz",
    "WKZ Basis-Umsatz",
    "Konto",
    "Gegenkonto (ohne BU-Schlüssel)",
    "BU-Schlüssel",
    "Belegdatum",
    "Belegfeld 1",
    "Belegfeld 2",
    "Skonto",
    "Buchungstext",
    "Postensperre",
    "Diverse Adressnummer",
    "Geschäftspartnerbank",
    "Sachverhalt",
    "Zinssperre",
    "Beleglink",
    *(f"Beleginfo - {what} {n}" for n in range(1, 9) for what in ("Art", "Inhalt")),
    "KOST1 - Kostenstelle",
    "KOST2 - Kostenstelle",
    "Kost-Menge",
    "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)",
    "Abw. Versteuerungsart",
    "Sachverhalt L+L",
    "Funktionsergänzung L+L",
    "BU 49 Hauptfunktionstyp",
    "BU 49 Hauptfunktionsnummer",
    "BU 49 Funktionsergänzung",
    *(f"Zusatzinformation{what} {n}" for n in range(1, 21) for what in (" - Art", "- Inhalt")),
    *(
        "Stück|Gewicht|Zahlweise|Forderungsart|Veranlagungsjahr|Zugeordnete Fälligkeit|Skontotyp|"
        "Auftragsnummer|Buchungstyp|USt-Schlüssel (Anzahlungen)|EU-Land (Anzahlungen)|"
        "Sachverhalt L+L (Anzahlungen)|EU-Steuersatz (Anzahlungen)|Erlöskonto (Anzahlungen)|"
        "Herkunft-Kz|Buchungs GUID|KOST-Datum|SEPA-Mandatsreferenz|Skontosperre|Gesellschaftername|"
        "Beteiligtennummer|Identifikationsnummer|Zeichnernummer|Postensperre bis|"
        "Bezeichnung SoBil-Sachverhalt|Kennzeichen SoBil-Buchung|Festschreibung|Leistungsdatum|"
        "Datum Zuord. Steuerperiode|Fälligkeit|Generalumkehr (GU)|Steuersatz|Land|"
        "Abrechnungsreferenz|BVV-Position|EU-Land u. UStID (Ursprung)|EU-Steuersatz (Ursprung)|"
        "Abw. Skontokonto"
    ).split("|"),
]
_LONGEST_TEXT, _LONGEST_DOCUMENT = 60, 36


@dataclass(frozen=True)
class _Row:
    amount: int
    account: str
    contra: str
    debit: bool


def datev(found: Sequence[Posting], books: Books, first: date, last: date, at: datetime) -> bytes:
    """The file. Refused beyond one year, and for accounts that DATEV does not have."""
    if first.year != last.year:
        msg = "DATEV takes one year at a time: its days have no year. Choose a period within one."
        raise Refusal(msg, field="last")
    lines = [_header(books, first, last, at), ";".join(_HEAD)]
    for one in found:
        lines += [_line(one, row) for row in _rows(one)]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252", "replace")


def _rows(one: Posting) -> Iterator[_Row]:
    """The first side against each other one; tax goes with its revenue."""
    if not one.legs:
        return
    head, *rest = one.legs
    gross: dict[tuple[str, str], int] = {}
    for leg in rest:
        key = (leg.account, leg.rate)
        if leg.rate:
            key = next((known for known in gross if known[1] == leg.rate), key)
        gross[key] = gross.get(key, 0) + leg.credit - leg.debit
    for (account, _), amount in gross.items():
        if amount:
            yield _Row(abs(amount), head.account, account, debit=amount > 0)


def _line(one: Posting, row: _Row) -> str:
    for account in (row.account, row.contra):
        if not account.isdecimal() or len(account) > 9:  # noqa: PLR2004 - DATEV's longest account
            msg = f"DATEV's accounts are numbers of up to nine digits; {account} is none."
            raise Refusal(msg)
    cells = [""] * COLUMNS
    cells[0] = f"{row.amount // 100},{row.amount % 100:02d}"
    cells[1] = _quoted("S" if row.debit else "H")
    cells[2] = _quoted(one.currency)
    cells[6], cells[7] = row.account, row.contra
    cells[9] = f"{one.day:%d%m}"
    cells[10] = _quoted(one.document[:_LONGEST_DOCUMENT])
    cells[11] = _quoted(f"{one.due:%d%m%y}" if one.due else "")
    cells[13] = _quoted(f"{one.text} {one.client}"[:_LONGEST_TEXT])
    return ";".join(cells)


def _header(books: Books, first: date, last: date, at: datetime) -> str:
    length = max(4, len(books.account("bank")), len(books.account("tax")))
    return ";".join(
        [
            '"EXTF"',
            "700",
            "21",
            '"Buchungsstapel"',
            "13",
            f"{at:%Y%m%d%H%M%S}000",
            "",
            '"RE"',
            '""',
            '""',
            books.consultant or "1001",
            books.mandate or "1",
            f"{first.year}0101",
            str(length),
            f"{first:%Y%m%d}",
            f"{last:%Y%m%d}",
            _quoted(f"Rechnungen {first:%m.%Y}"),
            '""',
            "1",
            "0",
            "0",
            _quoted(books.organisation.currency),
            *[""] * 9,
        ]
    )


def _quoted(text: str) -> str:
    clean = " ".join(text.split()).replace('"', '""')
    return f'"{clean}"'
