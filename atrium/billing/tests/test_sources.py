"""C12: lines from projects and deposits, and the reason for which no tax is charged wherever it must stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.test import Client as Browser

from atrium.billing.einvoice.document import einvoice
from atrium.billing.models import Invoice, Seller
from atrium.billing.printed.composing import Composer
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.prices.models import TaxRate
from atrium.projects.models import Deliverable, Project

NEW = "/acme/clients/1/invoices/new/"
REASON = "Exempt under § 4 Nr. 21 UStG"


def test_c12_a_project_and_a_deposit_become_lines_and_a_deposit_is_taken_off_once(
    bakery: Client, alice: Member, as_alice: Browser, new_invoice: NewInvoice
) -> None:
    project = Project.add(bakery, by=alice, title="Shop signs")
    Deliverable.add(project, by=alice, link="https://signs.example/door")
    step = as_alice.post(NEW, {"add": "1", "source": f"project:{project.pk}", "currency": "GBP"})
    assert f"{project.code} Shop signs\nhttps://signs.example/door</textarea>" in step.text
    deposit = new_invoice(line(30_000), kind="deposit")
    offer = as_alice.get(deposit.get_absolute_url()).text
    final = f"{NEW}?deposit={deposit.public_id}"
    assert f"?deposit={deposit.public_id}" in offer
    page = as_alice.get(final).text
    assert "Less deposit INV-2024-0001" in page
    assert '<option value="final" selected' in page
    typed: dict[str, Any] = {"kind": "final", "currency": "GBP", "terms": "14 days"}
    typed |= {"text": ["Signs", "Less deposit"], "price": ["1000", "-300"]}
    typed |= {"quantity": ["1", "1"], "tax": ["S:20:VAT", "S:20:VAT"], "discount": ["", ""]}
    typed |= {"unit": ["", ""], "item_code": ["", ""], "rule": ["", ""]}
    typed |= {"deducts": ["", str(deposit.public_id)]}
    made: Invoice = as_alice.post(NEW, typed, follow=True).context["invoice"]
    again = as_alice.post(
        f"{made.get_absolute_url()}edit/", typed | {"note": "Thanks"}, follow=True
    )
    assert again.status_code == 200
    made.issue(by=alice)
    assert (made.total, made.lines.get(position=2).deducts) == (84_000, deposit)
    assert "?deposit=" not in as_alice.get(deposit.get_absolute_url()).text
    assert "Deposits to take off" not in as_alice.get(NEW).text
    assert "Less deposit" not in as_alice.get(final).text


def test_c12_why_no_tax_is_charged_stands_on_the_page_the_paper_and_the_e_invoice(
    bakery: Client, alice: Member, as_alice: Browser, new_invoice: NewInvoice
) -> None:
    Seller.edit(
        alice.organisation,
        by=alice,
        legal_name="Acme Ltd",
        address="1 Quay\nBath",
        tax_id="GB372941806",
        email="a@acme.example",
    )
    rate = TaxRate.add(by=alice, name="School", percent=Decimal(0), category="E", reason=REASON)
    lesson = line(5_000, percent="0", tax_category="E", tax_name="School")
    invoice = new_invoice(line(1_000), lesson)
    rate.edit(by=alice, reason="Another law")
    invoice.refresh_from_db()
    invoice.organisation = alice.organisation
    rows = list(invoice.lines.all())
    assert REASON in as_alice.get(invoice.get_absolute_url()).text
    assert Composer(invoice, rows).paper().notices == [REASON]
    assert [each.get("reason") for each in invoice.taxes] == [None, REASON]
    reverse = new_invoice(line(1_000), reverse_charge=True)
    told = Composer(reverse, list(reverse.lines.all())).paper().notices
    assert told == ["Reverse charge: the recipient accounts for the tax."]
    assert told[0] in as_alice.get(reverse.get_absolute_url()).text
    invoice.recipient |= {"country": "GB"}
    xml = einvoice(invoice, rows, "").decode()
    assert f"<ram:ExemptionReason>{REASON}" in xml
