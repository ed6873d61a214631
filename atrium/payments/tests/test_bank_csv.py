"""V10: lists of banks as CSV, whatever their layout."""

from __future__ import annotations

import io
from datetime import date

import pytest

from atrium.foundation.reading.unreadable import Unreadable
from atrium.payments.bank.columns import Role
from atrium.payments.bank.csv_rows import lines_of
from atrium.payments.bank.layout import guessed, rows_of
from atrium.payments.bank.line import BankLine

pytestmark = pytest.mark.once

FILES = {
    "sparkasse": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";'
        '"Kontonummer/IBAN";"Betrag";"Waehrung"\r\n'
        '"DE75512108001245126199";"20.11.26";"20.11.26";"GUTSCHRIFT";"RE 2026-0007";"Bäckerei Vinzenz";'
        '"DE89370400440532013000";"1.200,50";"EUR"\r\n'
        '"DE75512108001245126199";"21.11.26";"21.11.26";"LASTSCHRIFT";"Strom";"Stadtwerke";"DE02";"-80,00";"EUR"\r\n'
    ).encode("cp1252"),
    "with a preamble and signs": (
        "Kontoauszug\nKonto: 1245126199\n\nBuchungsdatum;Name;Verwendungszweck;Umsatz;S/H\n"
        "20.11.2026;Bäckerei Vinzenz;RE 2026-0007;1.200,50;H\n21.11.2026;Stadtwerke;Strom;80,00;S\n"
        "Kontostand am 21.11.2026;;;5.000,00;H\n"
    ).encode(),
    "british, two columns": (
        b"Date,Description,Money out,Money in,Balance\n"
        b'20/11/2026,RE 2026-0007 Vinzenz,,"1,200.50",1200.50\n21/11/2026,Power,80.00,,1120.50\n'
    ),
    "american, brackets": (
        b'Posted Date,Payee,Amount\n11/20/2026,Vinzenz,"$1,200.50"\n11/21/2026,Power,($80.00)\n'
    ),
    "without headings": b"2026-11-20\tVinzenz RE 2026-0007\t1200.50\n2026-11-21\tPower\t-80.00\n",
    "utf-16": "Datum;Omschrijving;Bedrag\n20-11-2026;RE 2026-0007;1200,50\n21-11-2026;Stroom;-80,00\n".encode(
        "utf-16"
    ),
}


def read(data: bytes) -> list[BankLine]:
    rows = rows_of(lambda: io.BytesIO(data))
    return lines_of(rows, guessed(rows), account="MAIN", currency="EUR")


def test_v10_lists_of_banks_are_understood_without_being_told_how() -> None:
    for name, data in FILES.items():
        lines = read(data)
        told = [(line.booked_on, line.amount) for line in lines]
        assert told == [(date(2026, 11, 20), 120050), (date(2026, 11, 21), -8000)], name
    line = read(FILES["sparkasse"])[0]
    assert (line.payer, line.iban) == ("Bäckerei Vinzenz", "DE89370400440532013000")
    assert (line.account, line.text) == ("DE75512108001245126199", "GUTSCHRIFT RE 2026-0007")
    assert read(FILES["without headings"])[0].text == "Vinzenz RE 2026-0007"


def test_v10_what_cannot_be_guessed_is_asked_for_and_remembered_by_the_columns() -> None:
    data = b"When;What;Flow;Left\n20.11.2026;RE 7;12,00;1\n"
    rows = rows_of(lambda: io.BytesIO(data))
    layout = guessed([*rows])
    assert layout.missing or layout.roles[0] != Role.BOOKED
    named = layout.named([Role.BOOKED, Role.TEXT, Role.AMOUNT, ""])
    assert named.print == guessed(rows).print
    with pytest.raises(Unreadable, match="two columns"):
        layout.named([Role.BOOKED, Role.BOOKED, Role.AMOUNT, ""])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Date;Amount\n20.11.2026;twelve\n", "Row 2: .*not a number"),
        (b"Date;Amount\n45.45.2026;12,00\n", "Row 2: The date"),
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"Date;Amount\n20.11.2026;12,005\n20.11.2026;1,00\n", "Row 2"),
    ],
)
def test_v10_what_cannot_be_read_is_said_with_its_row(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)
