"""V10: the pages of the bank: a statement is taken in, entries are booked, split, ignored, freed."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.billing.models import Invoice, Payment
from atrium.clients.models import Client
from atrium.payments.models import BankAccount, BankDraft, BankEntry, BankLayout
from atrium.payments.tests.camt_file import BAKERY, detail, entry
from atrium.payments.tests.camt_file import camt as statement
from atrium.payments.tests.conftest import NewInvoice

BANK = "/acme/bank/"


def send(browser: Browser, data: bytes, name: str = "statement.xml") -> int:
    file = SimpleUploadedFile(name, data)
    return int(browser.post(f"{BANK}take/", {"file": file}).status_code)


def address(found: BankEntry, verb: str = "") -> str:
    return f"{BANK}entries/{found.public_id}/{verb}"


def test_v10_a_statement_is_taken_in_and_worked_through(
    as_alice: Browser, bakery: Client, new_invoice: NewInvoice
) -> None:
    invoice, other = new_invoice(12050), new_invoice(8000)
    data = statement(
        entry("120.50", detail(f"{invoice}", name="Vincents Bakery", iban=BAKERY)),
        entry("80.00", detail("thanks", name="Vincents Bakery")),
        entry("9.00", detail("interest")),
        entry("33.00", detail("rent"), out=True),
    )
    assert send(as_alice, data) == 302
    page = as_alice.get(BANK).content.decode()
    assert "4 new entries" in page
    for words in (
        "Book 1 certain",
        "€120.50",
        f"The text names {invoice}",
        "No open invoice fits it",
    ):
        assert words in page
    assert send(as_alice, data) == 422
    sure, likely, interest = BankEntry.objects.to_match().order_by("-amount")
    as_alice.post(f"{BANK}certain/", {"entry": [sure.public_id, likely.public_id]})
    page = as_alice.get(BANK).content.decode()
    assert "1 booked." in page
    assert "€80 of 20 Nov 2026 is not certain any more" in page
    form = {"client": bakery.number, "invoice": other.public_id, "part": 8000}
    told = as_alice.post(address(likely, "book/"), form, headers={"HX-Request": "true"})
    assert "€80 is booked to Vincent" in told.content.decode()
    assert not Invoice.objects.open().exists()
    assert as_alice.post(address(likely, "book/"), form).status_code == 409
    assert as_alice.post(address(interest, "ignore/"), {"reason": ""}).status_code == 409
    as_alice.post(address(interest, "ignore/"), {"reason": "Interest"})
    assert "Ignored by Alice Ash" in as_alice.get(f"{BANK}?show=ignored").content.decode()
    as_alice.post(address(interest, "take-up/"))
    split = {"client.0": bakery.number, "amount.0": "4.50", "for.0": "credit", "client.1": "99"}
    assert as_alice.post(address(interest, "book/"), split).status_code == 409
    as_alice.post(address(likely, "free/"), {"reason": "The wrong one"})
    assert Invoice.objects.open().get() == other
    assert as_alice.get(address(likely)).status_code == 200
    assert "Money out" in as_alice.get(f"{BANK}?show=out").content.decode()


def test_v10_the_columns_of_a_csv_are_told_once(as_alice: Browser, acme: object) -> None:
    data = "When;What;Flow\n20.11.2026;RE 7;{},00\n"
    assert send(as_alice, data.format(12).encode(), "list.csv") == 302
    waiting = BankDraft.objects.get()
    there = f"{BANK}files/{waiting.public_id}/"
    assert "What do its columns hold" in as_alice.get(there).content.decode()
    form = {"account": "new", "name": "Main", "currency": "EUR", "role.0": "booked"}
    form |= {"role.1": "text", "role.2": "text"}
    told = as_alice.post(there, form)
    assert (told.status_code, "Say which column" in told.content.decode()) == (422, True)
    assert as_alice.post(there, form | {"role.2": "amount"}).status_code == 302
    assert send(as_alice, data.format(13).encode(), "next.csv") == 302
    amounts = list(BankEntry.objects.order_by("id").values_list("amount", "account__name"))
    assert amounts == [(1200, "Main"), (1300, "Main")]
    assert (BankDraft.objects.count(), BankLayout.objects.count()) == (0, 1)
    assert BankAccount.objects.count() == 1
    assert send(as_alice, b"%PDF-1.4", "list.csv") == 422


def test_v10_only_who_takes_money_sees_the_bank(
    as_bob: Browser, as_vera: Browser, as_charlie: Browser, as_alice: Browser, bakery: Client
) -> None:
    send(as_alice, statement(entry("9.00", detail("x"))))
    found = BankEntry.objects.get()
    for browser, answer in ((as_bob, 403), (as_vera, 403), (as_charlie, 404)):
        assert browser.get(BANK).status_code == answer
        assert browser.get(address(found)).status_code == answer
        form = {"client": bakery.number}
        assert browser.post(address(found, "book/"), form).status_code == answer
    assert as_charlie.get(f"/other/bank/entries/{found.public_id}/").status_code == 404
    assert not Payment.objects.exists()
