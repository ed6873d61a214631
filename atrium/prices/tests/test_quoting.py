"""B05: what an item costs a client, and which rule says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from atrium.clients.models import Client, Merge, Relation, RelationKind
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.prices.models import AgreedPrice, Item, TaxRate
from atrium.prices.quoting import price_of
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

NEW_YEAR, SUMMER, LATE = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 1)


@pytest.fixture
def visit(acme: Organisation, alice: Member) -> Item:
    return Item.add(by=alice, name="Visit", code="V-1", price_minor=100_01, currency="GBP")


def cost(client: Client, item: Item, many: str = "1", on: date = SUMMER) -> tuple[int, str]:
    quoted = price_of(client, item, Decimal(many), on)
    return quoted.amount, quoted.rule


def test_b05_the_narrowest_rule_gives_the_price_and_says_so(
    bakery: Client, new_client: NewClient, visit: Item, alice: Member
) -> None:
    above = new_client("Vincent Group")
    kind = next(iter(RelationKind.objects.filter(hierarchical=True)))
    assert cost(bakery, visit) == (100_01, "Standard price")
    Relation.make(above, bakery, by=alice, kind=kind)
    AgreedPrice.agree(
        above, by=alice, item=None, percent=Decimal("12.5"), for_group=True, valid_from=NEW_YEAR
    )
    # 100.01 less 12.5 per cent is 87.50875.
    assert cost(bakery, visit) == (
        87_51,
        "Agreed 12.5 % off all items of its group, from 1 Jan 2026",
    )
    AgreedPrice.agree(
        above, by=alice, item=visit, amount=80_00, for_group=True, valid_from=NEW_YEAR
    )
    AgreedPrice.agree(above, by=alice, item=visit, amount=1, valid_from=NEW_YEAR)
    assert cost(bakery, visit)[0] == 80_00
    assert cost(above, visit)[0] == 1
    AgreedPrice.agree(bakery, by=alice, item=None, percent=Decimal(5), valid_from=NEW_YEAR)
    assert cost(bakery, visit)[0] == 95_01
    fixed = AgreedPrice.agree(
        bakery, by=alice, item=visit, amount=90_00, valid_from=NEW_YEAR, valid_to=SUMMER
    )
    AgreedPrice.agree(
        bakery, by=alice, item=visit, amount=70_00, from_quantity=Decimal(10), valid_from=NEW_YEAR
    )
    assert cost(bakery, visit, "9.9") == (
        90_00,
        "Agreed price £90, from 1 Jan 2026 to 30 Jun 2026",
    )
    assert cost(bakery, visit, "10") == (70_00, "Agreed price £70 from 10, from 1 Jan 2026")
    # A credit takes back as many as were sold.
    assert cost(bakery, visit, "-10")[0] == 70_00
    assert cost(bakery, visit, on=LATE)[0] == 95_01
    assert price_of(bakery, visit, on=SUMMER).agreed == fixed
    assert cost(bakery, visit, on=date(2025, 12, 31)) == (100_01, "Standard price")
    assert [str(e.sentence) for e in Event.objects.filter(client=bakery, kind="price.agreed")][
        -2:
    ] == [
        "Alice Ash agreed a price for <b>Visit</b>: £90, from 1 Jan 2026 to 30 Jun 2026",
        "Alice Ash agreed a price for <b>Visit</b>: £70, from 10, from 1 Jan 2026",
    ]


def test_b05_prices_of_other_currencies_are_never_mixed(
    bakery: Client, visit: Item, alice: Member
) -> None:
    with pytest.raises(Refusal, match="no price in EUR"):
        price_of(bakery, visit, on=SUMMER, currency="EUR")
    AgreedPrice.agree(
        bakery, by=alice, item=visit, amount=110_00, currency="EUR", valid_from=NEW_YEAR
    )
    AgreedPrice.agree(bakery, by=alice, item=None, percent=Decimal(50), valid_from=NEW_YEAR)
    assert price_of(bakery, visit, on=SUMMER, currency="EUR").amount == 110_00
    half = price_of(bakery, visit, on=SUMMER, currency="GBP")
    assert (half.amount, half.currency, half.standard) == (50_01, "GBP", 100_01)


def test_b05_what_holds_twice_or_does_not_fit_is_refused(
    bakery: Client, visit: Item, alice: Member
) -> None:
    first = AgreedPrice.agree(
        bakery, by=alice, item=visit, amount=90_00, valid_from=NEW_YEAR, valid_to=SUMMER
    )
    for values, words in (
        ({"amount": 1, "valid_from": SUMMER}, "£90 is agreed already from 1 Jan 2026 to 30 Jun"),
        ({"amount": 1, "percent": Decimal(1)}, "either a price or a discount"),
        ({}, "either a price or a discount"),
        ({"percent": Decimal(101)}, "at most 100"),
        ({"amount": -1}, "not below nought"),
        ({"amount": 1, "currency": "XYZ"}, "by its code"),
        ({"amount": 1, "valid_from": LATE, "valid_to": SUMMER}, "end before"),
    ):
        with pytest.raises(Refusal, match=words):
            AgreedPrice.agree(bakery, by=alice, item=visit, **values)
    with pytest.raises(Refusal, match="for one item"):
        AgreedPrice.agree(bakery, by=alice, item=None, amount=1)
    later = AgreedPrice.agree(
        bakery, by=alice, item=visit, amount=95_00, valid_from=date(2026, 7, 1)
    )
    with pytest.raises(Refusal, match="£95 is agreed already"):
        first.edit(by=alice, valid_to=None)
    first.edit(by=alice, amount=91_00)
    first.edit(by=alice, amount=None, percent=Decimal("2.5"))
    later.remove(by=alice)
    undo(Act.objects.latest("id"), by=alice)
    assert AgreedPrice.objects.get(pk=later.pk).amount == 95_00
    sentences = [str(e.sentence) for e in Event.objects.filter(kind="price.changed").order_by("id")]
    assert sentences == [
        "Alice Ash changed the agreed price for <b>Visit</b>: Price from <b>£90</b> to <b>£91</b>",
        "Alice Ash changed the agreed price for <b>Visit</b>: Price from <b>£91</b> to <b>2.5 % off</b>",
    ]
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        first.edit(by=alice, percent=Decimal(3))


def test_x02_agreed_prices_move_when_clients_are_merged_and_back(
    bakery: Client, new_client: NewClient, visit: Item, alice: Member
) -> None:
    keep = new_client("Vincent Bakers")
    AgreedPrice.agree(keep, by=alice, item=visit, amount=90_00, valid_from=NEW_YEAR)
    AgreedPrice.agree(bakery, by=alice, item=visit, amount=80_00, valid_from=NEW_YEAR)
    AgreedPrice.agree(bakery, by=alice, item=None, percent=Decimal(5), valid_from=NEW_YEAR)
    Merge.perform(keep=Client.objects.get(pk=keep.pk), absorb=[bakery], by=alice, picks={})
    assert [price.value_shown for price in AgreedPrice.objects.filter(client=keep)] == [
        "£90",
        "5 % off",
    ]
    undo(Act.objects.latest("id"), by=alice)
    assert AgreedPrice.objects.filter(client=bakery).count() == 2


def test_b05_items_and_rates_are_kept_once_archived_and_found(
    acme: Organisation, alice: Member, visit: Item
) -> None:
    with pytest.raises(Refusal, match="code v-1 is taken"):
        Item.add(by=alice, name="Other", code="v-1", price_minor=1)
    one = Item.add(by=alice, name="Éclair", price_minor=250)
    assert (one.code, one.currency) == ("1", acme.currency)
    assert list(Item.objects.holding("eclair")) == [one]
    visit.archive(by=alice)
    Item.add(by=alice, name="New visit", code="V-1", price_minor=1)
    with pytest.raises(Refusal, match="taken"):
        visit.restore(by=alice)
    TaxRate.objects.all()._raw_delete("default")  # noqa: SLF001 - delete() would name no organisation
    assert [str(rate) for rate in TaxRate.provide(acme, by=alice)][:2] == ["20 % VAT", "5 % VAT"]
    assert TaxRate.provide(acme, by=alice) == []
    rate = TaxRate.objects.get(name="20 % VAT")
    one.edit(by=alice, tax=rate)
    for values, words in (
        ({"name": "5 % VAT"}, "already"),
        ({"percent": Decimal(100)}, "between 0"),
        ({"category": "AE"}, "write 0 per cent"),
    ):
        with pytest.raises(Refusal, match=words):
            TaxRate.objects.get(name="20 % VAT").edit(by=alice, **values)
