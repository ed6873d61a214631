"""V10: for which invoices a payment is, with reasons and how sure that is."""

from __future__ import annotations

from datetime import date

import pytest

from atrium.payments.matching.judging import Debtor, Level, Owed, Paid, Suggestion, judged
from atrium.payments.matching.naming import names, nearly_names, possible_numbers

pytestmark = pytest.mark.once

IBAN = "DE89370400440532013000"
BAKERY = Debtor(key=1, names=("Vincent's Bakery GmbH",), accounts=frozenset({IBAN}))
BUTCHER = Debtor(key=2, names=("Bertrand Butchers Ltd",))


def owed(key: int, balance: int, client: int = 1, due: int = 1, **values: object) -> Owed:
    number = f"RE-2026-{key:04}"
    told = {"number": number, "currency": "EUR", "references": ()} | values
    return Owed(key=key, client=client, balance=balance, due_on=date(2026, 11, due), **told)  # type: ignore[arg-type]


def look(paid: Paid, *invoices: Owed) -> list[Suggestion]:
    return judged(paid, invoices, [BAKERY, BUTCHER])


def paid(amount: int, text: str = "", **values: object) -> Paid:
    return Paid(amount=amount, currency="EUR", text=text, **values)  # type: ignore[arg-type]


def test_v10_numbers_are_found_however_they_are_typed() -> None:
    number = "RE-2026-0007"
    for text in (
        "RE-2026-0007", "re 2026 0007", "RE2026\n0007 thanks", "Rechnung 2026/0007", "R E 2 0 2 6 0 0 0 7",
        "KD 4711 RE-2026- 0007 vom 3.11.", "20260007",
    ):  # fmt: skip
        assert names(text, number), text
    for text in ("RE-2026-00071", "12026-0007", "2026", "0007", "RE-2026-0008"):
        assert not names(text, number), text
    for text in ("RE-2026-0070", "RE-2026-00O7", "RE-206-0007", "RE 22026-0007"):
        assert nearly_names(text, number), text
    assert not nearly_names("RE-2025-0070", number)
    assert "RE20260007" in possible_numbers(["paid: RE 2026 0007, thanks"])


def test_v10_certain_is_what_a_person_would_book_without_a_second_look() -> None:
    one, two, other = owed(7, 12050), owed(8, 8000, due=2), owed(9, 12050, client=2)
    [found] = look(paid(12050, "RE-2026-0007"), one, two, other)[:1]
    assert (found.level, found.parts, found.left) == (Level.CERTAIN, ((7, 12050),), 0)
    assert found.reasons == (
        "The text names RE-2026-0007",
        "The amount is what is open on RE-2026-0007",
    )
    both = look(paid(20050, "RE-2026-0007 and 2026-0008"), one, two)[0]
    assert (both.level, both.parts) == (Level.CERTAIN, ((7, 12050), (8, 8000)))
    partly = look(paid(5000, "RE 2026 0007", payer="VINCENTS BAKERY"), one, two)[0]
    assert (partly.level, partly.parts) == (Level.CERTAIN, ((7, 5000),))
    quiet = look(paid(8000, account=IBAN), one, two)[0]
    assert (quiet.level, quiet.parts) == (Level.CERTAIN, ((8, 8000),))
    together = look(paid(20050, account=IBAN), one, two)[0]
    assert (together.level, len(together.parts)) == (Level.CERTAIN, 2)
    neighbour = owed(6, 5000, client=2)
    assert len(look(paid(12050, "RE-2026-0007"), one, neighbour)) == 1
    net = look(paid(11900, "RE-2026-0007", charges=150), one)[0]
    assert net.level == Level.CERTAIN
    by_reference = owed(10, 500, references=("RF18539007547034",))
    assert look(paid(500, references=("RF18 5390 0754 7034",)), by_reference)[0].level == "certain"


def test_v10_what_may_be_otherwise_is_only_possible_and_says_why() -> None:
    one, two, other = owed(7, 12050), owed(8, 12050, due=2), owed(9, 12050, client=2)
    for payment in (
        paid(12050, "RE-2026-0070"),
        paid(12050, account=IBAN),
        paid(12050, payer="Vincent Bakery"),
        paid(13000, "RE-2026-0007"),
        paid(100, account=IBAN),
    ):
        found = look(payment, one, two, other)
        assert {each.level for each in found} == {Level.POSSIBLE}, payment
    over = look(paid(13000, "RE-2026-0007"), one)[0]
    assert (over.parts, over.left) == (((7, 12050),), 950)
    assert "€9.50 more than what is open" in over.reasons[1]
    assert look(paid(99, "hello", payer="Nobody"), one, two) == []
    assert look(Paid(amount=12050, currency="USD", text="RE-2026-0007"), one) == []
