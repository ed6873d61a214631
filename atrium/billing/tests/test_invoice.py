"""C12: invoices from draft to number, credit and cancellation, and what their verbs promise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from atrium.billing.models import Invoice, Payment, Seller, Standing
from atrium.billing.models.deposits import deduction
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.models import Client, Merge
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

DAY = date(2024, 1, 5)


def told(client: Client) -> list[str]:
    """The kinds of events of money on the client's timeline, in their order."""
    rows = Event.objects.filter(client=client, strand="money").order_by("id")
    return list(rows.values_list("kind", flat=True))


def balance(invoice: Invoice) -> int:
    rows: Any = Invoice.objects.with_balance().filter(pk=invoice.pk)
    return int(rows.get().balance)


def standing(invoice: Invoice, today: date = DAY) -> Standing:
    found: Invoice = Invoice.objects.with_balance().get(pk=invoice.pk)
    return found.standing(today)


def last_act(member: Member) -> Act:
    act: Act = member.acts.latest("id")
    return act


def test_c12_a_draft_changes_freely_and_what_is_issued_stands(
    bakery: Client, alice: Member
) -> None:
    AccountDetails.fill(
        bakery, by=alice, texts={"payment_terms": "14 days", "billing_reference": "PO 7"}
    )
    Seller.edit(alice.organisation, by=alice, legal_name="Acme Ltd", address="1 Quay\nBath")
    draft = Invoice.draft(bakery, by=alice, lines=[line(333, "3"), line(1_000, percent="5")])
    assert (draft.net, draft.tax, draft.total, draft.number) == (1_999, 250, 2_249, None)
    draft.edit(by=alice, lines=[line(10_000, discount=10)], note="Thank you.")
    draft.add_line(line(500, percent="0", tax_category="Z"), by=alice)
    assert [row.amount for row in draft.lines.all()] == [9_000, 500]
    draft.issue(by=alice, on=DAY)
    draft.refresh_from_db()
    assert (draft.number, draft.total) == ("INV-2024-0001", 11_300)
    assert (draft.due_on, draft.reference) == (DAY + timedelta(days=14), "PO 7")
    assert (draft.seller["name"], draft.seller["lines"]) == ("Acme Ltd", ["1 Quay", "Bath"])
    assert draft.recipient["name"] == "Vincent's Bakery"
    assert [rate["tax"] for rate in draft.taxes] == [1_800, 0]
    bakery.refresh_from_db()
    bakery.edit(by=alice, name="Another name")
    draft.refresh_from_db()
    assert draft.recipient["name"] == "Vincent's Bakery"
    with pytest.raises(Refusal, match="issued"):
        draft.edit(by=alice, note="Otherwise")
    with pytest.raises(Refusal, match="issued"):
        draft.discard(by=alice)
    with pytest.raises(Refusal, match="issued"):
        draft.issue(by=alice)
    issuing = Act.objects.get(label__startswith="Issued")
    with pytest.raises(Refusal, match="stays in the books"):
        undo(issuing, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=draft.pk).update(number=None)
    assert told(bakery) == ["account.filled", "invoice.drafted", "invoice.issued"]


def test_c12_what_cannot_be_an_invoice_is_refused_with_the_mend(
    bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    tomorrow = alice.organisation.today() + timedelta(days=2)
    for lines, values, words in (
        ([line(1, text=" ")], {}, "Line 1: say what"),
        ([line(1), line(1, "1.23456")], {}, "Line 2: its quantity has at most 4 digits"),
        ([line(1, discount=101)], {}, "discount is more than 100"),
        ([line(1, percent="5", tax_category="E")], {}, "exempt has a rate of 0"),
        ([line(10**15)], {}, "too large"),
        ([line(1)], {"currency": "XXX"}, "no currency XXX"),
        ([line(1)], {"terms": "soon"}, "terms like 30 days"),
        ([line(1)], {"service_from": DAY, "service_to": date(2024, 1, 4)}, "ends on or after"),
    ):
        with pytest.raises(Refusal, match=words):
            Invoice.draft(bakery, by=alice, lines=lines, **values)
    for lines, on, words in (
        ([], DAY, "Add a line"),
        ([line(-1)], DAY, "credit note"),
        ([line(1)], tomorrow, "today or earlier"),
    ):
        draft = Invoice.draft(bakery, by=alice, lines=lines)
        with pytest.raises(Refusal, match=words):
            draft.issue(by=alice, on=on)
    assert new_invoice().number == "INV-2024-0001"
    draft = Invoice.draft(bakery, by=alice, lines=[line(5)])
    undo(last_act(alice), by=alice)
    assert not Invoice.objects.filter(pk=draft.pk).exists()
    bakery.refresh_from_db()
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        Invoice.draft(bakery, by=alice)


def test_c12_credits_free_payments_and_never_exceed_what_was_invoiced(
    bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice(line(10_000), line(5_000, percent="5"))
    payment = Payment.take(bakery, by=alice, amount=17_250, on=DAY)
    assert (balance(invoice), standing(invoice)) == (0, Standing.PAID)
    note = invoice.credit(by=alice, reason="A torn bag", amount=2_000)
    assert (note.series, note.total, note.kind) == ("CN", 2_000, "credit")
    assert sum(rate["net"] + rate["tax"] for rate in note.taxes) == 2_000
    assert (payment.free(), balance(invoice)) == (2_000, 0)
    with pytest.raises(Refusal, match="can be credited"):
        invoice.credit(by=alice, reason="Too much", amount=15_251)
    with pytest.raises(Refusal, match="Give a reason"):
        invoice.credit(by=alice, reason=" ")
    rest = invoice.cancel(by=alice, reason="Never delivered")
    assert (rest.total, payment.free(), balance(invoice)) == (15_250, 17_250, 0)
    assert standing(invoice) == Standing.CANCELLED
    with pytest.raises(Refusal, match="nothing is owed"):
        note.write_off(by=alice, reason="x")
    other = new_invoice(line(1_000))
    whole = other.cancel(by=alice, reason="Twice")
    assert (whole.net, whole.tax, whole.total) == (other.net, other.tax, other.total)
    assert told(bakery)[-3:] == ["invoice.issued", "invoice.issued", "invoice.cancelled"]
    assert whole.number == f"CN-{whole.issued_on:%Y}-0003"


def test_c12_a_final_invoice_takes_its_deposit_off_once(
    bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    deposit = new_invoice(line(30_000), kind="deposit")
    lines = [line(100_000), *deduction(deposit, inclusive=False)]
    final = new_invoice(*lines, kind="final", on=DAY)
    assert (deposit.total, final.total) == (36_000, 84_000)
    with pytest.raises(Refusal, match="taken off INV-2024-0002 already"):
        new_invoice(*lines, kind="final")
    with pytest.raises(Refusal, match="cancel that one first"):
        deposit.cancel(by=alice, reason="No")
    final.cancel(by=alice, reason="Wrong hours")
    again = new_invoice(*lines, kind="final")
    assert again.total == 84_000


def test_c12_what_is_overdue_follows_from_the_day_and_partly_paid_from_the_rows(
    bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice(terms="net-10")
    due = date(2024, 1, 15)
    assert (invoice.due_on, standing(invoice, due)) == (due, Standing.OPEN)
    assert standing(invoice, due + timedelta(days=1)) == Standing.OVERDUE
    payment = Payment.take(bakery, by=alice, amount=2_000, on=due)
    assert standing(invoice, due) == Standing.PARTLY
    off = invoice.write_off(by=alice, reason="Not worth it", on=date(2024, 2, 1))
    invoice.refresh_from_db()
    assert (standing(invoice), invoice.settled_on, invoice.paid_after) == (
        Standing.CREDITED,
        date(2024, 2, 1),
        None,
    )
    off.take_back(by=alice)
    Payment.take(bakery, by=alice, amount=10_000, on=date(2024, 1, 20))
    invoice.refresh_from_db()
    assert (invoice.settled_on, invoice.paid_after) == (date(2024, 1, 20), 15)
    payment.void(by=alice, reason="Of another client")
    invoice.refresh_from_db()
    assert (invoice.settled_on, balance(invoice), payment.free()) == (None, 2_000, 0)


def test_j21_a_merge_carries_invoices_and_payments_and_gives_them_back(
    bakery: Client, alice: Member, new_client: Any, new_invoice: NewInvoice
) -> None:
    mill = new_client("Mill")
    invoice = new_invoice(client=mill)
    payment = Payment.take(mill, by=alice, amount=5_000, on=DAY)
    [merge] = Merge.perform(keep=bakery, absorb=[mill], by=alice)
    bakery.refresh_from_db()
    for row in (invoice, payment):
        row.refresh_from_db()
        assert row.client == bakery
    Payment.take(bakery, by=alice, amount=1_000, on=DAY, invoices=[(invoice, 1_000)])
    assert balance(invoice) == 6_000
    undo(merge.act, by=alice)
    for row in (invoice, payment):
        row.refresh_from_db()
        assert row.client == mill
