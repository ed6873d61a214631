"""C12: what is printed of an invoice: drawn once, kept, in the client's language, with codes to pay by."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image, ImageFile

from atrium.billing.models import Invoice, InvoicePaper, Letterhead, Seller
from atrium.billing.printed.composing import Composer
from atrium.billing.printed.drawing import Sheet, drawn
from atrium.billing.printed.epc import epc_code
from atrium.billing.printed.keeping import paper_of, preview_of
from atrium.billing.printed.swiss import Party, creditor_reference, qr_reference, swiss_bill
from atrium.billing.printed.words import LANGUAGES, unit_in, words_in
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.billing.tests.drawing import draws
from atrium.clients import lexicon
from atrium.clients.models import Client, Location
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

IBAN = "DE71110220330123456789"
QR_IBAN = "CH4431999123000889012"


@pytest.fixture
def seller(alice: Member) -> Seller:
    """Acme's own details, with a bank in the euro area."""
    return Seller.edit(
        alice.organisation,
        by=alice,
        legal_name="Acme Works Ltd",
        address="1 Quay Street\nBristol BS1 4DJ",
        tax_id="GB 123 4567 82",
        iban=IBAN,
        bic="BELADEBEXXX",
    )


@pytest.fixture
def address(bakery: Client, alice: Member) -> Location:
    kind = next(iter(lexicon.of(alice.organisation).location_types.values()))
    return Location.add(
        bakery,
        by=alice,
        type=kind,
        street="Hauptstraße 5",
        postcode="50667",
        city="Köln",
        country="DE",
    )


def pages(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


@draws
def test_c12_a_paper_of_60_lines_is_drawn_once_and_kept(
    seller: Seller, address: Location, bakery: Client, alice: Member, new_invoice: NewInvoice
) -> None:
    bakery.edit(by=alice, language="de")
    invoice = new_invoice(*(line(1_250, "2") for _ in range(60)), currency="EUR")
    paper = paper_of(invoice)
    told = pages(paper.content)
    assert len(told) > 1
    assert [f"Seite {n} von {len(told)}" in text for n, text in enumerate(told, 1)] == [True] * len(
        told
    )
    first, whole = told[0], " ".join(told)
    carried = f"Übertrag EUR {first.count('12,50') * 25},00"
    assert carried in first
    assert carried in told[1]
    assert [text.count("Übertrag") for text in told[:-1]][:2] == [1, 2]
    for words in ("Gesamtbetrag EUR 1.800,00", "Steuer 20 % auf 1.500,00", "DE71 1102 2033"):
        assert words in whole
    assert (paper.sha256, paper.is_sound) == (hashlib.sha256(paper.content).hexdigest(), True)
    Seller.edit(alice.organisation, by=alice, legal_name="Other")
    bakery.edit(by=alice, name="Renamed")
    assert paper_of(invoice) == paper
    assert InvoicePaper.objects.count() == 1
    assert paper.holds_einvoice is True


@draws
def test_c12_nothing_is_fetched_and_a_draft_says_so(bakery: Client, alice: Member) -> None:
    invoice = Invoice.draft(bakery, by=alice, lines=[line(1)])
    assert "Draft" in pages(preview_of(invoice))[0]
    with pytest.raises(Refusal, match="draft"):
        paper_of(invoice)
    page = '<img src="{}"><link rel="attachment" href="{}">'
    inside = ("file:///etc/passwd", "http://127.0.0.1:1/a.png", "own:secret", "data:,x")
    html = "".join(page.format(address, address) for address in inside)
    pdf = drawn(Sheet(f"<p>Here</p>{html}", '@import "http://127.0.0.1:1/a.css"; p{color:red}'))
    assert (b"root:" in pdf, pages(pdf)) == (False, ["Here"])


@pytest.mark.once
def test_c12_every_language_says_everything(
    seller: Seller, new_invoice: NewInvoice, bakery: Client
) -> None:
    invoice = new_invoice(line(123_456_789, "1.5", "8.1", unit="HUR", text="Rye\nby night"))
    found = {}
    for language in LANGUAGES:
        invoice.recipient = {"name": "مخبز", "lines": [], "language": f"{language}-XX"}
        paper = Composer(invoice, list(invoice.lines.all())).paper()
        [row] = paper.lines
        found[language] = (row.amount.replace("\xa0", " "), row.unit, paper.recipient_side)
        assert all(words_in(language).values())
        assert unit_in(language, "crates") == "crates"
    assert found["de"] == ("1.851.851,84", "Std.", " rtl")
    assert found["fr"][0] == found["pl"][0] == "1 851 851,84"
    assert found["en"][:2] == ("1,851,851.84", "h")
    invoice.recipient = {"name": "B", "lines": [], "language": "ja"}
    paper = Composer(invoice, []).paper()
    assert (paper.language, paper.totals[-1][1]) == ("en", "2,001,851.84")


@pytest.mark.once
def test_c12_the_codes_follow_their_guidelines() -> None:
    told: dict[str, Any] = {
        "name": "Acme",
        "iban": IBAN,
        "amount": 1230,
        "currency": "EUR",
        "text": "RE 1",
    }
    code = epc_code(**told)
    assert code is not None
    assert (code.error, int(str(code.version)) <= 13) == ("M", True)
    for wrong in (
        {"currency": "CHF"},
        {"amount": 0},
        {"amount": 100_000_000_000},
        {"iban": "DE00110220330123456789"},
        {"iban": "TR330006100519786457841326"},
        {"name": " "},
    ):
        assert epc_code(**(told | wrong)) is None, wrong
    assert epc_code(**(told | {"text": "x" * 500, "name": "ü" * 200})) is not None
    # The examples of the Swiss guidelines (QR-bill, 2.9 and annex B) and of ISO 11649.
    assert qr_reference("21000000000313947143000901") == "210000000003139471430009017"
    assert creditor_reference("539007547034") == "RF18539007547034"
    seller = Party("Robert Schneider AG", ["Rue du Lac 1268", "2501 Biel"], "CH")
    buyer = Party("Pia Rutschmann", ["Marktgasse 28", "9400 Rorschach"], "CH")
    bill: dict[str, Any] = {"seller": seller, "buyer": buyer, "iban": QR_IBAN, "amount": 194975}
    bill |= {"currency": "CHF", "number": "RE-2026-0042", "language": "it"}
    svg = swiss_bill(**bill)
    assert svg is not None
    assert [words in svg for words in ("00 00000 00000 00000 02026 00427", "Ricevuta")] == [
        True
    ] * 2
    others: tuple[dict[str, Any], ...] = (
        {"currency": "USD"},
        {"iban": IBAN},
        {"amount": 0},
        {"seller": Party("Nowhere", ["A street"], "CH")},
    )
    for wrong in others:
        assert swiss_bill(**(bill | wrong)) is None, wrong


def test_c12_papers_are_shown_to_who_may_see_money(
    bakery: Client,
    alice: Member,
    new_invoice: NewInvoice,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
) -> None:
    invoice = new_invoice()
    kept = InvoicePaper.keep(invoice, b"%PDF-1.7 kept", holds_einvoice=False)
    assert InvoicePaper.keep(invoice, b"%PDF-1.7 late", holds_einvoice=False) == kept
    url = f"/acme/invoices/{invoice.public_id}/paper.pdf"
    answer = as_bob.get(url)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 kept", "application/pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="{invoice.number}.pdf"'
    xml = url.replace("paper.pdf", "einvoice.xml")
    lacking = as_bob.get(xml)
    assert (lacking.status_code, "country is missing" in lacking.text) == (409, True)
    assert [as_vera.get(one).status_code for one in (url, xml)] == [403, 403]
    assert [as_charlie.get(one).status_code for one in (url, xml)] == [404, 404]
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.get(url).status_code == 404


@draws
def test_c12_the_look_of_invoices_is_set(as_alice: Browser, as_bob: Browser) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    logo = SimpleUploadedFile("logo.png", picture.getvalue())
    url = "/acme/settings/invoices/"
    sent = {"legal_name": "Acme Works", "invoice_series": "INV", "credit_series": "CN"}
    sent |= {"rounding": "total", "mode": "half", "step": "1", "colour": "#aa2200"}
    assert as_alice.post(url, sent | {"logo": logo, "iban": IBAN}).status_code == 302
    look = Letterhead.objects.get()
    assert (look.colour, look.picture[:4], Seller.objects.get().iban) == (
        "#aa2200",
        b"\x89PNG",
        IBAN,
    )
    for wrong, words in (
        ({"colour": "red"}, "Write the colour"),
        ({"iban": "DE1"}, "IBAN"),
        ({"credit_series": "INV"}, "a series of their own"),
        ({"logo": SimpleUploadedFile("x.svg", b"<svg/>")}, "Choose a picture"),
    ):
        answer = as_alice.post(url, sent | wrong)
        assert (answer.status_code, words in answer.text) == (422, True), wrong
    as_alice.post(url, sent | {"no_logo": "1"})
    assert Letterhead.objects.get().logo == ""
    assert as_bob.get(url).status_code == 403
    assert as_alice.get(f"{url}sample.pdf").content.startswith(b"%PDF-1.7")


def test_c12_drawing_a_paper_lets_nobody_upload_torn_pictures() -> None:
    drawn(Sheet("<p>Paid</p>", ""))
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
