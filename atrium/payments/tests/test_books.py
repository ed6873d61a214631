"""B10: whatever is done with money, in whichever order, every figure is what its rows say."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from atrium.billing import recurring
from atrium.billing.models import (
    Allocation,
    Invoice,
    InvoicePlan,
    NewLine,
    Payment,
    Refund,
    WriteOff,
)
from atrium.billing.models.deposits import deduction
from atrium.billing.models.taking_in import change_taken_in, take_in
from atrium.billing.tests.recounting import recount, total
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.payments.models import Fee, FeeKind, Returned, ReturnKind

DAY = date(2024, 3, 1)


def line(price: int) -> NewLine:
    return NewLine(
        text="Bread", price=price, quantity=Decimal("1.5"), tax_name="VAT", tax_percent=Decimal(20)
    )


@dataclass
class Story:
    """The books of one client, and chance that repeats."""

    client: Client
    by: Member
    draw: random.Random
    step: int = 0

    @property
    def some(self) -> int:
        return self.draw.randint(1, 9_000)

    @property
    def day(self) -> date:
        return DAY + timedelta(days=self.draw.randint(0, 99))

    @property
    def invoice(self) -> Invoice:
        return self.draw.choice(Invoice.objects.exclude(kind="credit").order_by("id"))

    @property
    def payment(self) -> Payment:
        return self.draw.choice(Payment.objects.order_by("id"))

    def issue(self, kind: str = "invoice", *lines: NewLine) -> None:
        drafted = Invoice.draft(
            self.client, by=self.by, kind=kind, lines=lines or [line(self.some)]
        )
        drafted.issue(by=self.by, on=self.day)

    def final(self) -> None:
        """One that takes off what deposits there are, or some of them twice."""
        deposits = list(Invoice.objects.deposits(self.client))
        off = [taken for one in deposits for taken in deduction(one, inclusive=False)]
        self.issue("final", line(self.some + 20_000), *off)

    def import_one(self) -> None:
        amount = self.some
        told = {"number": f"OLD-{self.step}", "issued_on": self.day, "total": amount}
        take_in(
            self.client,
            by=self.by,
            values=told | {"open": self.draw.choice([0, amount // 3, amount])},
        )

    def import_again(self) -> None:
        """The other program says that less is open now."""
        old = self.draw.choice(Invoice.objects.filter(imported=True).order_by("id"))
        change_taken_in(old, by=self.by, values={"open": self.draw.randint(0, old.left())})

    def recur(self) -> None:
        plan = InvoicePlan.objects.select_related("client").first()
        recurring.charge(plan or self._plan())

    def _plan(self) -> InvoicePlan:
        first = self.client.organisation.today() - timedelta(days=20 * 7)
        told = {"name": "Bread round", "unit": "week", "first_on": first, "does": "issue"}
        return InvoicePlan.begin(self.client, by=self.by, lines=[line(700)], **told)

    def fee(self) -> None:
        Fee.ask(
            self.client,
            by=self.by,
            kind=FeeKind.REMINDER,
            text="Reminder",
            amount=self.some,
            currency=self.client.organisation.currency,
            about=self.invoice,
        )

    def come_back(self) -> None:
        """A payment is returned, with a fee or without; the bank says it twice."""
        payment, fee = self.payment, self.draw.choice([0, 500])
        for _ in range(2):
            Returned.book(
                payment, by=self.by, kind=ReturnKind.DEBIT, fee=fee, external_id=f"{payment.pk}"
            )

    def take_back(self) -> None:
        WriteOff.objects.select_related("invoice__client").order_by("-id")[0].take_back(by=self.by)

    def allocate(self) -> None:
        payments = sorted(Payment.objects.order_by("id"), key=lambda payment: payment.free())
        payments[-1].allocate(self.invoice, by=self.by)

    def free(self) -> None:
        row = self.draw.choice(Allocation.objects.order_by("id"))
        Payment.objects.get(pk=row.payment_id).unallocate(row.invoice, by=self.by)


TOLD: dict[str, Callable[[Story], object]] = {
    "issue": Story.issue,
    "deposit": lambda story: story.issue("deposit"),
    "final": Story.final,
    "import": Story.import_one,
    "import again": Story.import_again,
    "recur": Story.recur,
    "fee": Story.fee,
    "pay": lambda s: Payment.take(s.client, by=s.by, amount=s.some, on=s.day),
    "come back": Story.come_back,
    "credit": lambda s: s.invoice.credit(by=s.by, reason="r", amount=s.some),
    "cancel": lambda s: s.invoice.cancel(by=s.by, reason="r"),
    "write off": lambda s: s.invoice.write_off(by=s.by, reason="r"),
    "take back": Story.take_back,
    "allocate": Story.allocate,
    "refund": lambda s: s.payment.refund(s.some, by=s.by, reason="r"),
    "void": lambda s: s.payment.void(by=s.by, reason="r"),
    "free": Story.free,
}


def test_b10_the_books_agree_after_every_step_of_any_story(bakery: Client, alice: Member) -> None:
    story = Story(bakery, alice, random.Random(11))  # noqa: S311 - the same story each time
    done = Counter[str]()
    deck = [*TOLD, "pay", "take back", "allocate"] * 3
    story.draw.shuffle(deck)
    for story.step, name in enumerate(deck):
        try:
            TOLD[name](story)
            done[name] += 1
        except (Refusal, IndexError):
            done[f"no {name}"] += 1
        recount()
    assert done.keys() >= TOLD.keys()
    assert total(Payment.objects.standing()) >= total(Refund.objects.all())
