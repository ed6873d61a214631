"""V10: entries of the bank become payments, once, and can be set free again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from atrium.billing.models import Invoice, Payment
from atrium.billing.printed.swiss import creditor_reference
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.payments.bank import camt
from atrium.payments.gathering import look
from atrium.payments.matching.judging import Level
from atrium.payments.models import BankAccount, BankBooking, BankEntry, BankFile, EntryState, Share
from atrium.payments.tests.camt_file import BAKERY, OWN, detail, entry
from atrium.payments.tests.camt_file import camt as statement
from atrium.payments.tests.conftest import FromBank, NewInvoice
from atrium.profile.models import AccountDetails
from atrium.timeline.undoing import undo


def owed(invoice: Invoice) -> int:
    row: Any = Invoice.objects.with_balance().get(pk=invoice.pk)
    return int(row.balance)


def test_v10_overlapping_files_never_book_twice(alice: Member) -> None:
    first = statement(entry("10.00", detail("a")), entry("5.00", detail("b"), out=True))
    second = statement(
        entry("10.00", detail("a")), entry("10.00", detail("a")), entry("7.00", detail("c"))
    )
    BankFile.take(first, camt.read(first).lines, by=alice, name="one.xml")
    file = BankFile.take(second, camt.read(second).lines, by=alice, name="two.xml")
    assert (file.added, file.known) == (2, 1)
    assert BankAccount.objects.get().number == OWN
    assert sorted(BankEntry.objects.values_list("amount", "state")) == [
        (-500, "out"), (700, "open"), (1000, "open"), (1000, "open"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="taken in already"):
        BankFile.take(second, camt.read(second).lines, by=alice, name="again.xml")
    undo(alice.acts.latest("id"), by=alice)
    assert BankEntry.objects.count() == 2


def test_v10_a_suggestion_is_confirmed_and_taken_back(
    bakery: Client, alice: Member, new_invoice: NewInvoice, from_bank: FromBank
) -> None:
    invoice, later = new_invoice(12050), new_invoice(8000)
    came = from_bank(
        12050, f"Rechnung {str(invoice).replace('-', ' ')}", iban=BAKERY, payer="V. Baker"
    )
    seen = look([came], alice)
    [best] = seen.by_entry[came.pk][:1]
    assert (best.level, seen.parts(best)) == (Level.CERTAIN, [(invoice, 12050)])
    shares = [Share(bakery, came.amount, seen.parts(best))]
    [payment] = BankBooking.book(came, shares, by=alice)
    assert (payment.source, payment.received_on, owed(invoice)) == ("bank", date(2026, 11, 20), 0)
    with pytest.raises(Refusal, match="booked already"):
        BankBooking.book(came, shares, by=alice)
    by_reference = from_bank(8000, references=(creditor_reference(str(later)),))
    assert look([by_reference], alice).by_entry[by_reference.pk][0].level == Level.CERTAIN
    known = from_bank(8000, "thank you", iban=BAKERY)
    best = look([known], alice).by_entry[known.pk][0]
    assert (best.level, best.parts) == (Level.CERTAIN, ((later.pk, 8000),))
    assert best.reasons[-1] == "Paid from an account that is known to be theirs"
    BankBooking.free(came, by=alice, reason="Booked to the wrong invoice")
    assert (came.state, owed(invoice)) == (EntryState.OPEN, 12050)
    [again] = BankBooking.book(came, shares, by=alice)
    assert again != payment
    assert owed(invoice) == 0


def test_v10_one_entry_is_split_over_clients_or_ignored_with_a_reason(
    bakery: Client, alice: Member, new_client: object, new_invoice: NewInvoice, from_bank: FromBank
) -> None:
    other = new_client("Bertrand Butchers")  # type: ignore[operator]
    one, two = new_invoice(5000), new_invoice(3000, client=other)
    came = from_bank(9900, charges=100)
    parts = [Share(bakery, 6000, [(one, 5000)]), Share(other, 4000)]
    with pytest.raises(Refusal, match="the parts come to €50"):
        BankBooking.book(came, [Share(bakery, 5000)], by=alice)
    BankBooking.book(came, parts, by=alice)
    assert (owed(one), owed(two)) == (0, 0)
    rows: Any = Payment.objects.with_free()
    free = {row.client_id: row.unused for row in rows}
    assert free == {bakery.pk: 1000, other.pk: 1000}
    ours = from_bank(100)
    with pytest.raises(Refusal, match="Say why"):
        ours.ignore(by=alice, reason=" ")
    ours.ignore(by=alice, reason="Interest")
    assert (ours.state, ours.reason) == (EntryState.IGNORED, "Interest")
    ours.take_up(by=alice)
    assert ours.is_open
    masked = from_bank(200, "card 4242 4242 4242 4242")
    assert masked.text == "card ••••4242"


def test_v10_suggestions_keep_to_what_one_may_see(
    bakery: Client, alice: Member, bob: Member, new_invoice: NewInvoice, from_bank: FromBank
) -> None:
    AccountDetails.fill(bakery, by=alice, texts={"iban": BAKERY})
    invoice = new_invoice(12050)
    came = from_bank(12050, f"{invoice}", iban=BAKERY, payer="Vincent's Bakery")
    assert look([came], bob).by_entry[came.pk][0].parts == ((invoice.pk, 12050),)
    bakery.restrict(by=alice, to_team=True)
    assert look([came], bob).by_entry[came.pk] == []
    assert look([came], alice).by_entry[came.pk] != []
