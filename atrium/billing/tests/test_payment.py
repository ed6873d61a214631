"""V04, B10: payments with what they cover, and books that agree whatever happens in whichever order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from atrium.billing.doctor import invoices as examine
from atrium.billing.models import Allocation, Invoice, Payment, Refund, WriteOff
from atrium.billing.settling import derived_of, kept
from atrium.billing.statement import Statement
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once

DAY = date(2024, 3, 1)


def total(rows: object, name: str = "amount") -> int:
    return rows.aggregate(sum=Sum(name))["sum"] or 0  # type: ignore[attr-defined]


def recount() -> int:
    """Add every row of the books up anew, row by row, and compare; what is owed in all comes back."""
    left, used = Counter[int](), Counter[int]()
    for row in Allocation.objects.all():
        left[row.invoice_id] -= row.amount
        used[row.payment_id] += row.amount
    for off in WriteOff.objects.all():
        left[off.invoice_id] -= off.amount
    for back in Refund.objects.all():
        used[back.payment_id] += back.amount
    invoices: list[Any] = list(Invoice.objects.with_balance())
    for invoice in invoices:
        if invoice.credits_id:
            left[invoice.credits_id] -= invoice.total
        elif not invoice.is_draft:
            left[invoice.pk] += invoice.total - invoice.paid_elsewhere
    for invoice in invoices:
        assert invoice.balance == left[invoice.pk] >= 0
        assert (invoice.settled_on is None) == (invoice.is_draft or left[invoice.pk] > 0)
    for invoice, derived in derived_of([invoice.pk for invoice in invoices]):
        assert kept(invoice) == derived
    payments: Any = Payment.objects.with_free()
    for payment in payments:
        free = 0 if payment.is_void else payment.amount - used[payment.pk]
        assert payment.unused == free >= 0
        assert not (payment.is_void and used[payment.pk])
    owing = Counter({invoice.pk: invoice.balance for invoice in invoices}).total()
    assert closing() == owing - sum(payment.unused for payment in payments)
    return left.total()


def closing() -> int:
    """What all statements of account end with, begun in the middle of all stories."""
    first, last = date(2024, 4, 1), date(2200, 1, 1)
    accounts = [Statement(client, first, last).accounts for client in Client.objects.all()]
    return sum(account.closing for some in accounts for account in some)


def test_v04_a_payment_goes_to_the_oldest_due_first_and_is_taken_once(
    bakery: Client, alice: Member, new_invoice: NewInvoice, new_client: Callable[..., Client]
) -> None:
    late = new_invoice(on=date(2024, 1, 5))
    early = new_invoice(on=date(2024, 1, 2))
    euro = new_invoice(currency="EUR")
    first = Payment.take(
        bakery, by=alice, amount=15_000, on=DAY, source="provider", external_id="ch_1"
    )
    again = Payment.take(
        bakery, by=alice, amount=15_000, on=DAY, source="provider", external_id="ch_1"
    )
    assert again == first
    covered = {row.invoice: row.amount for row in first.allocations.select_related("invoice")}
    assert covered == {early: 12_000, late: 3_000}
    over = Payment.take(bakery, by=alice, amount=10_000, on=DAY)
    assert over.free() == 1_000
    with pytest.raises(Refusal, match="another client or currency"):
        over.allocate(euro, 100, by=alice)
    with pytest.raises(Refusal, match="another client or currency"):
        over.allocate(new_invoice(client=new_client("Mill")), 100, by=alice)
    with pytest.raises(Refusal, match="is free"):
        over.allocate(new_invoice(), 1_001, by=alice)
    over.unallocate(late, 4_000, by=alice)
    back = over.refund(6_000, by=alice, reason="Paid twice", external_id="re_1")
    assert over.refund(6_000, by=alice, reason="Paid twice", external_id="re_1") == back
    assert (over.free(), over.amount) == (0, 10_000)
    with pytest.raises(Refusal, match="pay back no more"):
        over.refund(4_001, by=alice, reason="More")
    with pytest.raises(Refusal, match="instead of striking"):
        first.void(by=alice, reason="x")
    with pytest.raises(Refusal, match="one to come"):
        Payment.take(bakery, by=alice, amount=1, on=alice.organisation.today() + timedelta(days=3))
    recount()


def test_b10_the_books_agree_after_every_step_of_any_story(
    bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    draw = random.Random(11)  # noqa: S311 - the same story each time
    done = Counter[str]()
    for _ in range(60):
        name = draw.choice([*STEPS, "free", "issue", "issue", "pay", "pay"])
        some, day = draw.randint(1, 9_000), DAY + timedelta(days=draw.randint(0, 99))
        invoices = list(Invoice.objects.exclude(kind="credit").order_by("id"))
        payments = list(Payment.objects.order_by("id"))
        try:
            if name == "issue":
                new_invoice(line(some, "1.5"), on=day)
            elif name == "pay":
                Payment.take(bakery, by=alice, amount=some, on=day)
            elif name == "free":
                row = draw.choice(list(Allocation.objects.order_by("id")))
                Payment.objects.get(pk=row.payment_id).unallocate(row.invoice, by=alice)
            else:
                draw.shuffle(payments)
                payments.sort(key=lambda payment: payment.free() * (name == "allocate"))
                STEPS[name](draw.choice(invoices), payments[-1], some, alice)
        except (Refusal, IndexError):
            name = f"no {name}"
        done[name] += 1
        recount()
    assert done.keys() > {"issue", "pay", "free", *STEPS} - {"take back"}
    assert total(Payment.objects.standing()) >= total(Refund.objects.all())


def _take_back(_invoice: Invoice, _payment: Payment, _some: int, by: Member) -> None:
    last = WriteOff.objects.select_related("invoice__client").order_by("-id")
    last[0].take_back(by=by)


type Step = Callable[[Invoice, Payment, int, Member], object]
STEPS: dict[str, Step] = {
    "credit": lambda i, _, some, by: i.credit(by=by, reason="r", amount=some),
    "cancel": lambda i, _, _some, by: i.cancel(by=by, reason="r"),
    "write off": lambda i, _, some, by: i.write_off(by=by, reason="r", amount=some),
    "take back": _take_back,
    "allocate": lambda i, payment, _, by: payment.allocate(i, by=by),
    "refund": lambda _, payment, some, by: payment.refund(some, by=by, reason="r"),
    "void": lambda _, payment, _some, by: payment.void(by=by, reason="r"),
}


def _issue_and_pay(organisation: int, client: int, member: int, count: int) -> list[str]:
    with current.entered(organisation):
        bakery, by = Client.objects.get(pk=client), Member.objects.get(pk=member)
        numbers = []
        for n in range(count):
            invoice = Invoice.draft(bakery, by=by, lines=[line(10_000 + n)])
            invoice.issue(by=by, on=DAY)
            Payment.take(bakery, by=by, amount=9_000, on=DAY)
            Payment.take(bakery, by=by, amount=500, on=DAY, source="bank", external_id=f"same {n}")
            numbers.append(str(invoice.number))
    return numbers


@pytest.mark.django_db(transaction=True)
def test_c12_eight_processes_issue_and_pay_without_gap_repeat_or_loss(
    bakery: Client, alice: Member
) -> None:
    call = (bakery.organisation_id, bakery.pk, alice.pk, 1)
    outcomes = run_at_once(_issue_and_pay, [call] * 8)
    assert [outcome.error for outcome in outcomes] == [""] * 8
    numbers = sorted(number for outcome in outcomes for number in outcome.value)
    assert numbers == [f"INV-2024-{n:04d}" for n in range(1, 9)]
    assert Payment.objects.filter(source="bank").count() == 1
    paid = 8 * 9_000 + 500
    assert total(Payment.objects.all()) == total(Allocation.objects.all()) == paid
    assert recount() == sum(i.total for i in Invoice.objects.all()) - paid


def test_b10_the_doctor_finds_and_mends_a_day_that_drifted(
    alice: Member, new_invoice: NewInvoice
) -> None:
    invoice = new_invoice()
    assert [verdict for verdict, _ in examine()] == [Verdict.GOOD]
    Invoice.objects.filter(pk=invoice.pk).update(settled_on=DAY)
    assert [verdict for verdict, _ in examine()] == [Verdict.WARN]
    assert [verdict for verdict, _ in examine()] == [Verdict.GOOD]
