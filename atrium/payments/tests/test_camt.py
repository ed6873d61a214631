"""V10: statements as CAMT.053, in any version and with what banks put into them."""

from __future__ import annotations

from datetime import date

import pytest

from atrium.foundation.reading.unreadable import Unreadable
from atrium.payments.bank import camt
from atrium.payments.bank.line import named
from atrium.payments.tests.camt_file import BAKERY, OWN, detail, entry
from atrium.payments.tests.camt_file import camt as statement

pytestmark = pytest.mark.once


def test_v10_payments_are_read_from_both_ends_of_the_versions() -> None:
    paid = detail(
        "Invoice 2026-0007", name="Vincent's Bakery", iban=BAKERY, creditor="RF18539007547034"
    )
    newer = paid.replace("<Nm>Vincent's Bakery</Nm>", "<Pty><Nm>Vincent's Bakery</Nm></Pty>")
    first = camt.read(statement(entry("120.50", paid, ref="B1"))).lines
    again = camt.read(
        statement(entry("120.50", newer, ref="B1"), version="001.08").replace(
            b"<Sts>BOOK</Sts>", b"<Sts><Cd>BOOK</Cd></Sts>"
        )
    ).lines
    assert first == again
    [line] = first
    assert (line.account, line.currency, line.amount) == (OWN, "EUR", 12050)
    assert (line.payer, line.iban, line.booked_on) == (
        "Vincent's Bakery",
        BAKERY,
        date(2026, 11, 20),
    )
    assert (line.text, line.references) == ("Invoice 2026-0007", ("RF18539007547034",))


def test_v10_the_lines_of_an_entry_add_up_to_it() -> None:
    three = [detail(f"no {n}", name=f"Payer {n}", amount=f"{n}0.00") for n in (1, 2, 3)]
    kept = '<Chrgs><Amt Ccy="EUR">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>'
    abroad = three[0].replace('Ccy="EUR">10.00', 'Ccy="USD">10.00')
    cases = {
        (1000, 2000, 3000): entry("60.00", *three),
        (1000, 2000, 3000, -150): entry("58.50", *three, more=kept),
        (5800,): entry("58.00", *three),
        (4321,): entry("43.21", abroad),
        (-500,): entry("5.00", detail("back"), out=True, more="<RvslInd>true</RvslInd>"),
    }
    for amounts, told in cases.items():
        lines = camt.read(statement(told)).lines
        assert tuple(line.amount for line in lines) == amounts
    [gone_back] = lines
    assert gone_back.is_reversal
    waiting = camt.read(statement(entry("60.00", status="PDNG"), entry("1.00")))
    assert (waiting.not_booked, len(waiting.lines)) == (1, 1)


def test_v10_a_movement_has_one_key_in_whatever_file_it_comes() -> None:
    coffee = entry("3.20", detail("Coffee", name="Cafe"))
    known = [line.key for line in named(camt.read(statement(coffee, coffee)).lines)]
    assert len(set(known)) == 2
    later = statement(
        entry("9.00", detail("Tea")), coffee.replace("Coffee", "COF FEE"), coffee, coffee
    )
    keys = [line.key for line in named(camt.read(later).lines)]
    assert keys[1:3] == known
    assert len(set(keys)) == 4
    by_reference = [
        next(named(camt.read(statement(entry("9.00", detail(text), ref="X9"))).lines)).key
        for text in ("Tea", "Tea, with sugar")
    ]
    assert by_reference[0] == by_reference[1]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        (b"<Document><BkToCstmrStmt><Stmt>", "damaged"),
        (b"<html><body>Sign in</body></html>", "not a bank statement"),
        (statement(entry("12.001")), "kept exactly"),
        (statement(entry("12,00")), "cannot be read"),
        (statement(entry("1.00", day="20.11.2026")), "not a date"),
        (b"<Document><BkToCstmrDbtCdtNtfctn/></Document>", "CAMT.053"),
    ],
)
def test_v10_what_is_no_statement_is_refused_in_words(data: bytes, why: str) -> None:
    assert camt.is_camt(data)
    with pytest.raises(Unreadable, match=why):
        camt.read(data)
