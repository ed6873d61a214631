"""V04, B10: payments with what they cover; many at once lose and repeat nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from atrium.billing.doctor import invoices as examine
from atrium.billing.models import Allocation, Invoice, Payment
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.billing.tests.recounting import recount, total
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once

DAY = date(2024, 3, 1)


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
    for drifted in ({"settled_on": DAY}, {"owed": 1}):
        Invoice.objects.filter(pk=invoice.pk).update(**drifted)
        assert [verdict for verdict, _ in examine()] == [Verdict.WARN]
        assert [verdict for verdict, _ in examine()] == [Verdict.GOOD]
