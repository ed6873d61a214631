"""The invoices and payments of a demo organisation: two years of them, the money of which adds up.

About one issued invoice in twelve is overdue; those of clients on hold are. Each is reckoned and settled
as the product does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from atrium.billing.events import InvoiceIssued, InvoicePaid, PaymentReceived
from atrium.billing.models import (
    Allocation,
    Invoice,
    InvoiceSending,
    Line,
    NewLine,
    Payment,
    Seller,
)
from atrium.billing.models.charged import kept
from atrium.billing.recipient import recipient_of
from atrium.billing.settling import settle
from atrium.clients.models import Client
from atrium.organisations.models import Counter, Member, Organisation
from atrium.profile.models import AccountDetails
from atrium.profile.terms import PaymentTerms
from atrium.timeline.kinds import Kind

type Told = tuple[Client, datetime, Member | None, Kind, Invoice | Payment]

WORK = {
    "harbour": (("Yearly service", 12_000), ("Parts", 4_850), ("Call-out", 6_500)),
    "northlight": (("Search fee", 480_000), ("Interview day", 65_000), ("Assessment", 22_000)),
    "okapi": (("Design sprint", 320_000), ("Print run", 84_000), ("Site care", 18_000)),
}
RATES = {"GBP": ("VAT 20%", "20"), "EUR": ("VAT 19%", "19")}
EVERY, PAYS_AFTER = 47, (12, 21, 28, 33, 41, 18)


@dataclass
class Paper:
    """An invoice with its lines and, where it was paid, the payment that covers it."""

    invoice: Invoice
    lines: list[Line]
    payment: Payment | None = None
    covers: int = 0


class Invoicing:
    """Makes them for the clients of one organisation, with few statements."""

    def __init__(
        self, organisation: Organisation, clients: Iterable[Client], members: Iterable[Member]
    ) -> None:
        self.place, self.today = organisation, organisation.today()
        self.clients = [c for c in clients if c.number % 5 != 4 and not c.is_archived]  # noqa: PLR2004 - some have none
        self.members = list(members)
        self.seller = Seller(
            legal_name=f"{organisation.name} Ltd",
            address="4 Quay Street\nBristol BS1 4DB",
            tax_id="GB372941806",
            email=f"accounts@{organisation.slug}.example",
        )

    def make(self) -> list[Told]:
        """All of them."""
        self.seller.organisation = self.place
        self.seller.save(force_insert=True)
        keys = [client.pk for client in self.clients]
        accounts = AccountDetails.of_many(keys)
        held = set(
            Client.objects.filter(pk__in=keys, holds__lifted_at=None)
            .exclude(holds=None)
            .values_list("pk", flat=True)
        )
        papers: list[Paper] = []
        for turn, client in enumerate(self.clients):
            account = dict(accounts.get(client.pk, {}))
            papers += self._of_client(client, turn, account, on_hold=client.pk in held)
        papers.sort(key=lambda paper: (paper.invoice.dated_on, paper.invoice.client_id))
        self._number(papers)
        self._keep(papers)
        return [told for paper in papers for told in self._told(paper)]

    def _of_client(
        self, client: Client, turn: int, account: dict[str, Any], *, on_hold: bool
    ) -> Iterator[Paper]:
        to = recipient_of(client, account)
        currency = str(account.get("currency") or self.place.currency)
        terms = PaymentTerms.read(str(account.get("payment_terms") or "net-30"))
        first = 20 + turn * 13 % 30
        for step in range(1 + turn % 9):
            day = self.today - timedelta(days=first + step * EVERY)
            paper = self._paper(client, turn + step, day, currency, terms)
            paper.invoice.recipient, paper.invoice.seller = to, self.seller.snapshot
            late = on_hold or turn % 5 == 0
            self._pay(
                paper, turn + step, unpaid=step == 0 and (late or terms.due(day) > self.today)
            )
            yield paper
        if turn % 11 == 0:
            day = self.today - timedelta(days=turn % 40)
            yield self._draft(self._paper(client, turn, day, currency, terms))

    def _paper(
        self, client: Client, turn: int, day: date, currency: str, terms: PaymentTerms
    ) -> Paper:
        works = WORK[self.place.slug]
        name, percent = RATES.get(currency, ("", "0"))
        wishes = [
            NewLine(
                text=works[(turn + n) % len(works)][0],
                price=works[(turn + n) % len(works)][1] + turn * 137 % 900,
                quantity=Decimal(1 + (turn + n) % 3),
                unit="C62",
                tax_name=name,
                tax_percent=Decimal(percent),
                tax_category="S" if name else "O",
            )
            for n in range(1 + turn % 3)
        ]
        by = self.members[turn % len(self.members)]
        invoice = Invoice(
            client=client,
            state="issued",
            currency=currency,
            dated_on=day,
            issued_on=day,
            due_on=terms.due(day),
            terms=terms.code,
            series="INV",
            created_by=by,
            issued_by=by,
            created_at=_at(day, 9),
            issued_at=_at(day, 10),
        )
        lines = Line.made(wishes, reverse_charge=False)
        for field, value in kept(invoice.reckoned(lines)).items():
            setattr(invoice, field, value)
        return Paper(invoice, lines)

    def _draft(self, paper: Paper) -> Paper:
        one = paper.invoice
        one.state, one.series = "draft", ""
        one.issued_on = one.due_on = one.issued_by = one.issued_at = None
        return paper

    def _pay(self, paper: Paper, turn: int, *, unpaid: bool) -> None:
        invoice = paper.invoice
        day = invoice.dated_on + timedelta(days=PAYS_AFTER[turn % len(PAYS_AFTER)])
        if unpaid or day > self.today:
            return
        part = turn % 17 == 0
        amount = invoice.total // 2 if part else invoice.total
        paper.covers = amount
        paper.payment = Payment(
            client=invoice.client,
            currency=invoice.currency,
            amount=amount,
            received_on=day,
            method=("transfer", "card", "debit")[turn % 3],
            created_by=invoice.created_by,
            created_at=_at(day, 11),
        )

    def _number(self, papers: list[Paper]) -> None:
        issued = [paper.invoice for paper in papers if paper.invoice.state == "issued"]
        for year in sorted({one.dated_on.year for one in issued}):
            some = [one for one in issued if one.dated_on.year == year]
            for one, number in zip(some, Counter.take(f"inv:INV:{year}", len(some)), strict=True):
                one.number = f"INV-{year}-{number:04d}"
        paid = [paper.payment for paper in papers if paper.payment]
        for payment, number in zip(paid, Counter.take("payment", len(paid)), strict=True):
            payment.number = number
            payment.reference = f"Payment {number}"

    def _keep(self, papers: list[Paper]) -> None:
        Invoice.objects.bulk_create((paper.invoice for paper in papers), batch_size=200)
        for paper in papers:
            for line in paper.lines:
                line.invoice = paper.invoice
        Line.objects.bulk_create((line for paper in papers for line in paper.lines), batch_size=500)
        Payment.objects.bulk_create((p.payment for p in papers if p.payment), batch_size=200)
        Allocation.objects.bulk_create(
            (
                Allocation(payment=paper.payment, invoice=paper.invoice, amount=paper.covers)
                for paper in papers
                if paper.payment
            ),
            batch_size=500,
        )
        InvoiceSending.objects.bulk_create(
            InvoiceSending(
                invoice=one,
                to=f"accounts of {one.client}",
                how="email",
                by=one.issued_by,
                at=one.issued_at or one.created_at,
            )
            for one in (paper.invoice for paper in papers)
            if one.state == "issued"
        )
        settle(paper.invoice.pk for paper in papers if paper.invoice.pk)

    def _told(self, paper: Paper) -> Iterator[Told]:
        one, payment = paper.invoice, paper.payment
        if one.issued_at is None or one.due_on is None:
            return
        due = f"{one.due_on:%-d %b %Y}"
        issued = InvoiceIssued(**one.told(), what="the invoice", due=due)
        yield one.client, one.issued_at, one.issued_by, issued, one
        if payment is None:
            return
        words = {"method": payment.method_as.label, "what_for": f" for {one}"}
        received = PaymentReceived(**(payment.told(payment.amount) | words))
        yield one.client, payment.created_at, payment.created_by, received, payment
        if payment.amount == one.total:
            moment = payment.created_at + timedelta(seconds=1)
            yield one.client, moment, None, InvoicePaid(**one.told()), one


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 15), tzinfo=UTC)
