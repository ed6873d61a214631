"""C12 for programs: the PDF and the e-invoice of an invoice, sending it, and postings."""

from __future__ import annotations

from datetime import date
from typing import Any

from atrium.billing.models import Invoice, InvoicePaper, NewLine
from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import Message
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def test_c12_programs_read_papers_send_invoices_and_take_postings(
    program: Program,
    bobs_program: Program,
    charlies_program: Program,
    bakery: Client,
    alice: Member,
    settings: Any,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Point.add(mina, by=alice, kind="email", text="mina@bar.example")
    Link.make(bakery, mina, by=alice)
    invoice = Invoice.draft(bakery, by=alice, lines=[NewLine(text="Bread", price=100)])
    invoice.issue(by=alice, on=date(2024, 1, 5))
    InvoicePaper.keep(invoice, b"%PDF-1.7 kept", holds_einvoice=False)
    at = f"/invoices/{invoice.public_id}"
    paper = bobs_program.ask("GET", f"{at}/paper")
    assert (paper.content, paper["Content-Type"]) == (b"%PDF-1.7 kept", "application/pdf")
    lacking = program.ask("GET", f"{at}/einvoice?profile=xrechnung")
    assert (lacking.status_code, "tax ID is missing" in lacking.json()["detail"]) == (409, True)
    assert program.ask("POST", f"{at}/send", {}).json() == {"to": ["mina@bar.example"]}
    assert Message.objects.get().subject.startswith("Invoice INV-2024-0001")
    assert bobs_program.ask("POST", f"{at}/send", {}).status_code == 403
    assert program.ask("POST", f"{at}/send", {"to": "nobody"}).status_code == 422
    assert charlies_program.ask("GET", f"{at}/paper").status_code == 404
    period = "/accounting/postings?first=2024-01-01&last=2024-12-31"
    [posting] = program.ask("GET", period).json()["items"]
    assert [(leg["debit"], leg["credit"]) for leg in posting["legs"]] == [(100, 0), (0, 100)]
    assert bobs_program.ask("GET", period).status_code == 403
    assert program.ask("GET", period.replace("2024-12", "2025-12")).status_code == 422
