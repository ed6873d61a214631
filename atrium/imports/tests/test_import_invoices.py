"""Money 8: invoices of another program as files, in and out, counted in every figure, with one undo."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.billing.ageing import Ageing
from atrium.billing.figures import figures_of
from atrium.billing.models import Invoice, Payment
from atrium.billing.printed.keeping import paper_of
from atrium.billing.statement import Statement
from atrium.clients.models import Client, Point
from atrium.foundation.errors import Refusal
from atrium.imports.models import Import, Mode, Outcome
from atrium.organisations.models import Member

FILE = (
    "Invoice number,Customer,E-mail,Invoice date,Due date,Net,VAT,Total,Balance,Paid on,Type\n"
    "A-17,Vincent's Bakery,,2024-01-05,2024-02-04,100.00,20.00,120.00,120.00,,\n"
    "A-18,,ana@mill.example,2024-01-06,2024-02-05,,,60.00,15.00,2024-01-26,\n"
    "A-19,Vincent's Bakery,,2024-01-07,2024-02-06,100,20,120,0,2024-01-17,\n"
    "A-20,Vincent's Bakery,,2024-01-07,,100,30,120,0,,\n"
    "A-21,Nobody,,2024-01-07,,,,1,,,\n"
    ",Vincent's Bakery,,2024-01-07,,,,1,,,\n"
    "A-22,Vincent's Bakery,,2024-01-07,,,,10,,,Credit note\n"
    "A-17,Vincent's Bakery,,2024-01-05,,,,120,,,\n"
)


def taken(text: str, by: Member, **plan: str) -> Import:
    """The file, planned."""
    by.organisation.notice_lexicon()
    found = Import.take(BytesIO(text.encode()), by=by, name="invoices.csv", what="invoices")
    found.look()
    found.plan(**plan)
    return found


def outcomes(planned: Import) -> dict[int, tuple[str, str]]:
    rows = planned.rows_of_file.order_by("number")
    return {row.number: (row.outcome, row.reason) for row in rows}


def test_m8_invoices_from_elsewhere_count_everywhere_and_are_taken_back(
    bakery: Client, alice: Member, new_client: Callable[..., Client], as_alice: Browser
) -> None:
    mill = new_client("Mill")
    Point.add(mill, by=alice, kind="email", text="ana@mill.example")
    planned = taken(FILE, alice)
    told = outcomes(planned)
    assert [told[n][0] for n in range(2, 10)] == [
        *[Outcome.CREATE] * 4,
        *[Outcome.FAIL] * 3,
        Outcome.SKIP,
    ]
    assert not Invoice.objects.exists()
    planned.run()
    assert "Net and tax together" in outcomes(planned)[5][1]
    one, part, paid = Invoice.objects.order_by("number")
    assert [(row.number, row.total, row.imported) for row in (one, part, paid)] == [
        ("A-17", 12_000, True),
        ("A-18", 6_000, True),
        ("A-19", 12_000, True),
    ]
    assert (part.client, paid.paid_after) == (mill, 10)
    assert one.lines.get().tax_percent == 20
    figures = dict(figures_of(alice, [bakery.pk, mill.pk]))
    assert figures[bakery.pk]["overdue"] == {"GBP": 12_000}
    assert figures[mill.pk]["unpaid"] == {"GBP": 1_500}
    assert [row.total for row in Ageing(alice).rows] == [12_000, 1_500]
    [account] = Statement(mill, date(2024, 1, 1), date(2024, 12, 31)).accounts
    assert [(e.what, e.amount) for e in account.entries] == [
        ("invoice", 6_000),
        ("elsewhere", -4_500),
    ]
    Payment.take(bakery, by=alice, amount=2_000, on=date(2024, 3, 1))
    with pytest.raises(Refusal, match="can be credited"):
        part.credit(by=alice, reason="Late", amount=1_501)
    with pytest.raises(Refusal, match="issued elsewhere"):
        paper_of(one)
    page = as_alice.get(one.get_absolute_url()).text
    assert "Issued elsewhere, imported" in page
    postings = as_alice.get("/acme/accounting/entries/generic/?first=2024-01-01&last=2024-12-31")
    assert "A-17" not in postings.content.decode() or postings.status_code == 404

    again = taken(FILE, alice, mode=Mode.BOTH)
    assert outcomes(again)[2][0] == Outcome.UPDATE, "a part of it was paid here since"
    fewer = "Number,Open,Due on\nA-18,5.00,2024-03-01\nA-19,1.00,\n"
    update = taken(fewer, alice, mode=Mode.UPDATE)
    update.run()
    part.refresh_from_db()
    assert (part.paid_elsewhere, part.due_on) == (5_500, date(2024, 3, 1))
    update.undo(by=alice)
    planned.undo(by=alice)
    assert [row.number for row in Invoice.objects.all()] == ["A-17"], "it was paid here since"
    assert figures_of_zero(alice, mill)


def figures_of_zero(member: Member, client: Client) -> bool:
    [(_, told)] = list(figures_of(member, [client.pk]))
    return not told["unpaid"] and not told["open_invoices"]


def test_m8_what_goes_out_comes_in_again_and_only_who_issues_may(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser, as_vera: Browser
) -> None:
    taken(FILE.split("A-18", 1)[0], alice).run()
    out = as_alice.get("/acme/invoices/export.csv")
    text = b"".join(out.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [row] = csv.DictReader(StringIO(text))
    assert (row["number"], row["total"], row["open"]) == ("A-17", "120.00", "120.00")
    lines: Any = as_alice.get("/acme/invoice-lines/export.jsonl")
    assert b'"amount": "100.00"' in b"".join(lines.streaming_content)
    assert as_vera.get("/acme/invoices/export.csv").status_code == 403
    before = Invoice.objects.values("number", "total", "net", "tax", "due_on", "issued_on").get()
    Import.objects.get().undo(by=alice)
    assert not Invoice.objects.exists()
    taken(text, alice).run()
    assert (
        Invoice.objects.values("number", "total", "net", "tax", "due_on", "issued_on").get()
        == before
    )
    with pytest.raises(Refusal, match="may not add"):
        taken(FILE, bob)
