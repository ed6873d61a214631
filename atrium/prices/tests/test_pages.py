"""B05: the price list and the agreed prices on pages: kept, found, refused in words, and nobody else's."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.prices.models import AgreedPrice, Item, TaxRate
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HX = {"HX-Request": "true"}
LIST, TAB = "/acme/prices/", "/acme/clients/1/pricing/"


def test_b05_the_price_list_is_kept_on_its_page(as_bob: Browser, as_vera: Browser) -> None:
    rate = TaxRate.objects.get(name="20 % VAT")
    sent = {"name": "Visit", "price": "90.50", "unit": "HUR", "tax": str(rate.public_id)}
    assert as_bob.post(f"{LIST}add/", sent).status_code == 302
    visit = Item.objects.get()
    assert (visit.code, visit.price_minor, visit.currency, visit.tax) == ("1", 90_50, "GBP", rate)
    one = f"{LIST}items/{visit.public_id}/"
    changed = as_bob.post(one, sent | {"code": "V-1", "price": "1,250 EUR"}, headers=HX)
    assert "Visit saved" in changed.text
    visit.refresh_from_db()
    assert (visit.code, visit.price_shown) == ("V-1", "€1,250")
    assert "/ hour" in as_bob.get(f"{LIST}?q=vis").text
    assert "No item fits" in as_bob.get(f"{LIST}?q=zebra").text
    for wrong, words in (
        ({"price": "ninety"}, "is not a currency"),
        ({"price": "-1"}, "not below nought"),
        ({"price": "9 ABC"}, "is not a currency"),
        ({"name": " "}, "Say what the item is called"),
        ({"code": "V-1"}, "The code V-1 is taken"),
    ):
        answer = as_bob.post(f"{LIST}add/", sent | wrong, headers=HX)
        assert (answer.status_code, words in answer.text) == (422, True), wrong
    assert as_bob.post(one, {"archive": "1"}).status_code == 302
    assert ["/ hour" in as_bob.get(url).text for url in (LIST, f"{LIST}?show=archived")] == [
        False,
        True,
    ]
    assert as_vera.get(LIST).status_code == 403


def test_b05_tax_rates_are_kept_on_their_page(as_bob: Browser) -> None:
    sent = {"name": "12 % VAT", "percent": "12,5 %", "category": "S", "reason": ""}
    rates = f"{LIST}tax-rates/"
    assert as_bob.post(f"{rates}add/", sent).status_code == 302
    rate = TaxRate.objects.get(name="12 % VAT")
    one = f"{rates}{rate.public_id}/"
    wrong = as_bob.post(one, sent | {"category": "AE"}, headers=HX)
    assert (wrong.status_code, "write 0 per cent" in wrong.text) == (422, True)
    assert "12.5 %" in as_bob.get(rates).text
    as_bob.post(one, {"archive": "1"}, headers=HX)
    assert "Restore" in as_bob.get(rates).text
    assert "there already" in as_bob.post(f"{rates}usual/", headers=HX).text


def test_b05_prices_are_agreed_with_a_client_on_its_page(
    bakery: Client, alice: Member, as_bob: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    Item.add(by=alice, name="Visit", code="V-1", price_minor=100_00)
    add = "/acme/clients/1/prices/add/"
    day = {"valid_from": "2026-01-01"}
    assert as_bob.post(add, day | {"item": "v-1", "value": "90"}).headers["Location"] == TAB
    answer = as_bob.post(add, day | {"value": "5 %", "from_quantity": "10"}, headers=HX)
    assert "Price agreed" in answer.text
    page = as_bob.get(TAB).text
    shown = ("£90", "£100", "5 % off", "All items", "from 10")
    assert [word for word in shown if word not in page] == []
    for wrong, words in (
        ({"item": "x", "value": "1"}, "no item with this code"),
        ({"value": "90"}, "for one item"),
        ({"item": "V-1", "value": "80"}, "is agreed already"),
        ({"item": "V-1", "value": "101 %"}, "at most 100"),
        ({"item": "V-1", "value": "1", "valid_to": "2025-01-01"}, "end before it begins"),
    ):
        answer = as_bob.post(add, day | wrong, headers=HX)
        assert (answer.status_code, words in answer.text) == (422, True), wrong
    price = AgreedPrice.objects.get(item__isnull=False)
    one = f"/acme/clients/1/prices/{price.public_id}/"
    form = as_bob.get(one, headers=HX).text
    assert "90.00 GBP" in form
    as_bob.post(one, day | {"value": "85.00 GBP"}, headers=HX)
    as_bob.post(one, {"remove": "1"}, headers=HX)
    story = "/acme/clients/1/activity/"
    told = "agreed a price for"
    assert [told in who.get(story).text for who in (as_bob, as_vera)] == [True, False]
    assert [as_vera.get(url).status_code for url in (TAB, add)] == [404, 403]
    assert [as_charlie.get(url).status_code for url in (TAB, one, add, LIST)] == [404] * 4


def test_b05_a_price_list_comes_in_after_its_plan_and_goes_out_again(
    alice: Member, as_alice: Browser
) -> None:
    visit = Item.add(by=alice, name="Visit", code="V-1", price_minor=100_00)
    text = (
        "Code,Name,Price,Unit,VAT rate\n"
        'V-1,Visit,"1,250.50",hour,20\nK-2,Kilometre,0.45,km,20 % VAT\n'
        "X,Odd,1,furlong,20\nK-2,Again,1,km,20\n,Free,0,,\n"
    )
    file = SimpleUploadedFile("list.csv", text.encode())
    page = as_alice.post(f"{LIST}import/", {"file": file})
    assert "2 added, 1 changed, 0 as they are, 2 left out" in page.text
    assert ("£100 becomes £1,250.50" in page.text, "furlong" in page.text) == (True, True)
    assert Item.objects.count() == 1
    plan = page.context["plan"]
    visit.edit(by=alice, name="Call")
    sent = {"rows": plan.as_text, "mark": plan.mark}
    moved = as_alice.post(f"{LIST}import/", sent)
    assert "was changed meanwhile" in moved.text
    sent["mark"] = moved.context["plan"].mark
    assert as_alice.post(f"{LIST}import/", sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.price_minor, visit.unit, str(visit)) == (1250_50, "HUR", "Visit")
    out = as_alice.get(f"{LIST}export.csv")
    written = b"".join(out.streaming_content)  # type: ignore[attr-defined]
    again = as_alice.post(f"{LIST}import/", {"file": SimpleUploadedFile("a.csv", written)})
    assert "0 added, 0 changed, 3 as they are" in again.text
    undo(Act.objects.filter(label="Imported 3 prices").get(), by=alice)
    assert [item.price_minor for item in Item.objects.all()] == [100_00]
    assert as_alice.post(f"{LIST}import/", {"rows": "[]"}).status_code == 422
    bad = SimpleUploadedFile("b.csv", b"A,B\n1,2\n")
    assert "needs the columns" in as_alice.post(f"{LIST}import/", {"file": bad}).text
