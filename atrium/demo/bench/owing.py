"""Money by the thousand: very many invoices of an organisation, a client with 5,000 of them, all open, beside one with a single one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from atrium.billing.ageing import Ageing
from atrium.billing.models import Allocation, Invoice, Payment
from atrium.clients.models import Client
from atrium.demo.bench.asking import FRAGMENT, pages_of
from atrium.demo.bench.clock import measure
from atrium.demo.large import load
from atrium.demo.large.sheet import Sheet, make_usual, reserve
from atrium.foundation.migrating import migrate
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role

SLUG, CLIENTS, MANY = "owing", 10_000, 5_000
RUNS, FEW_RUNS = 40, 8
# One invoice in so many is open, as where a good tenth of a year's are; in so many is paid in part.
OPEN, PARTLY = 10, 30
DAYS, TERMS = 1_000, timedelta(days=14)
AMOUNT, PAID = 12_000, 2_000


def owing(invoices: int) -> Iterator[dict[str, Any]]:
    """What all owe by age, and the page of a client with few and with many open invoices."""
    migrate()
    if not Organisation.objects.filter(slug=SLUG).exists():
        load(SLUG, clients=CLIENTS, events=CLIENTS)
    with current.entered(Organisation.objects.get(slug=SLUG)):
        few, many, *others = Client.objects.live().filter(restricted=False).order_by("number")
        if not Invoice.objects.exists():
            with transaction.atomic():
                _fill(few, many, [client.pk for client in others], invoices)
            make_usual(learn=True)
        member: Any = Member.objects.select_related("user").filter(role=Role.STAFF).earliest("id")
        owner: Any = Member.objects.filter(role=Role.OWNER).earliest("id")
    get, part = pages_of(member, SLUG), FRAGMENT

    def aged() -> int:
        with current.entered(owner.organisation):
            return len(Ageing(owner).rows)

    one, all_ = f"clients/{few.number}", f"clients/{many.number}"
    size = f"{invoices / 1000:,.0f}k invoices"
    rows: list[tuple[str, Callable[[], int], int]] = [
        (f"money: ageing, {size}", aged, FEW_RUNS),
        ("money: ageing as a page", get("ageing/"), FEW_RUNS),
        ("money: list of invoices", get("invoices/"), FEW_RUNS),
        ("money: clients by unpaid", get("clients/?sort=-unpaid"), FEW_RUNS),
        ("money: page, 1 invoice", get(f"{one}/"), RUNS),
        ("money: page, 5,000 open", get(f"{all_}/"), RUNS),
        ("money: tab, 1 invoice", get(f"{one}/invoices/", part), RUNS),
        ("money: tab, 5,000 open", get(f"{all_}/invoices/", part), RUNS),
    ]
    for name, call, runs in rows:
        yield measure(name, [call] * runs).as_json()


def _fill(few: Client, many: Client, others: list[int], count: int) -> None:
    """Rows as the verbs leave them; so many do not go through them one by one."""
    today = few.organisation.today()
    clients = [few.pk, *[many.pk] * MANY]
    first, paid = reserve(Invoice, count), reserve(Payment, count)
    with (
        Sheet(Invoice, "id", "client_id", "number", "state", "currency", "dated_on", "issued_on",
              "due_on", "net", "total", "settled_on", "paid_after", "late_by", "owed") as invoices,
        Sheet(Payment, "id", "client_id", "number", "currency", "amount", "received_on", "method",
              after=(invoices,)) as payments,
        Sheet(Allocation, "payment_id", "invoice_id", "amount",
              after=(invoices, payments)) as allocations,
    ):  # fmt: skip
        for turn in range(count):
            client = clients[turn] if turn < len(clients) else others[turn % len(others)]
            is_open = turn < len(clients) or turn % OPEN == 0
            amount = 0 if is_open and turn % PARTLY else PAID if is_open else AMOUNT
            days = _days(today, turn)
            settled = (None, None, None, AMOUNT - amount) if is_open else (days[1], 14, 0, None)
            invoices.add(first + turn, client, f"INV-{turn:07}", "issued", "GBP", days[0], days[0],
                         days[1], AMOUNT, AMOUNT, *settled)  # fmt: skip
            if amount:
                key = paid + turn
                payments.add(key, client, turn, "GBP", amount, days[1], "transfer")
                allocations.add(key, first + turn, amount)


def _days(today: date, turn: int) -> tuple[str, str]:
    day = today - timedelta(days=turn % DAYS)
    return day.isoformat(), (day + TERMS).isoformat()
