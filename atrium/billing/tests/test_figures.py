"""B06, B10: what clients owe as lists, groups, programs and warnings tell it: the same everywhere."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client as Browser

from atrium.billing import credit_limit
from atrium.billing.days import other_days
from atrium.billing.figures import figures_of
from atrium.billing.models import Invoice, Payment
from atrium.billing.tests.conftest import NewInvoice, line
from atrium.clients.group import Group
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.listing import Listing
from atrium.clients.models import Client
from atrium.imports.exporting import columns_of, export
from atrium.imports.own_export import as_exported
from atrium.imports.reading import Column, Mapping
from atrium.imports.reading.mapping import IGNORE
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails

FIGURES = ["unpaid", "overdue", "open invoices", "days to pay", "invoiced in 12 months"]


def named(member: Member, query: str) -> list[str]:
    keys = [place.key for place in Listing.read(member, QueryDict(query)).after(None)]
    names = dict(Client.objects.values_list("pk", "name"))
    return [names[key] for key in keys]


@pytest.fixture
def three(
    bakery: Client, alice: Member, new_client: Callable[..., Client], new_invoice: NewInvoice
) -> list[Client]:
    """The bakery owes £120 late; the mill £600, not due, and €60; the quarry paid £24 after 10 days."""
    mill, quarry = new_client("Mill"), new_client("Quarry")
    today = alice.organisation.today()
    new_invoice(line(10_000), on=date(2024, 1, 5))
    new_invoice(line(50_000), on=today, client=mill)
    new_invoice(line(5_000), on=today, client=mill, currency="EUR")
    new_invoice(line(2_000), on=today - timedelta(days=30), client=quarry)
    Payment.take(quarry, by=alice, amount=2_400, on=today - timedelta(days=20))
    return [bakery, mill, quarry]


def test_b06_lists_are_sorted_by_money_and_figures_agree(
    three: list[Client], alice: Member, vera: Member
) -> None:
    bakery, mill, quarry = (client.name for client in three)
    assert named(alice, "sort=-unpaid") == [mill, bakery, quarry]
    assert named(alice, "sort=unpaid")[:2] == [bakery, mill]
    assert named(alice, "sort=-overdue")[0] == bakery
    assert named(alice, "sort=-invoiced") == [mill, quarry, bakery]
    assert named(alice, "sort=-days_to_pay")[0] == quarry
    assert named(vera, "sort=-unpaid") == named(vera, "sort=-name"), "she may not know"
    listing = Listing.read(alice, QueryDict("sort=-unpaid"))
    first = next(iter(listing.after(None)))
    assert [place.key for place in islice(listing.after(first), 1)] == [three[0].pk]
    told = dict(figures_of(alice, [client.pk for client in three]))
    assert told[three[1].pk]["unpaid"] == {"GBP": 60_000, "EUR": 6_000}
    assert told[three[0].pk]["overdue"] == {"GBP": 12_000}
    assert told[three[2].pk]["days_to_pay"] == 10.0
    assert list(figures_of(vera, [three[0].pk])) == []
    totals = {total.slug: total.shown for total in Group(alice, three[1].number).totals()}
    assert totals["unpaid_amount"] == "£600"
    assert totals["overdue_amount"] == "£0"
    assert totals["invoiced_amount"] == "£500"
    assert not {"unpaid", "unpaid_amount"} & {t.slug for t in Group(vera, 1).totals()}


def test_b06_overdue_goes_by_the_day_where_the_client_is_in_header_list_and_filter(
    bakery: Client, alice: Member, as_alice: Browser, new_invoice: NewInvoice
) -> None:
    place = alice.organisation
    today = place.today()
    day, zones = next(iter(other_days(place).items()))
    due = min(day, today)
    new_invoice(on=due - timedelta(days=9), due_on=due)
    late_elsewhere = day > today
    for zone, late in ((zones[0], late_elsewhere), ("", not late_elsewhere)):
        bakery.edit(by=alice, timezone=zone)
        filtered = named(alice, "where=overdue_invoices.min:1")
        listed = "INV-" in as_alice.get("/acme/invoices/?show=overdue").text.partition("<tbody")[2]
        header = dict(figures_of(alice, [bakery.pk]))[bakery.pk]["overdue_invoices"] == 1
        assert [bool(filtered), listed, header] == [late] * 3, zone


def test_b06_beyond_the_credit_limit_the_page_the_draft_and_the_job_warn(
    three: list[Client], alice: Member, vera: Member, as_alice: Browser, as_vera: Browser
) -> None:
    bakery = three[0]
    AccountDetails.fill(bakery, by=alice, texts={"credit_limit": "100"})
    assert credit_limit.beyond(bakery, 0, "GBP").startswith("Beyond the credit limit of £100")
    assert not credit_limit.beyond(bakery, 10**9, "EUR"), "currencies are never added"
    home = "/acme/clients/1/"
    assert "£120 of £100 is unpaid" in as_alice.get(home).text
    assert "credit limit" not in as_vera.get(home).text.partition('id="content"')[2]
    typed = {"text": ["Bread"], "price": ["5"], "currency": "GBP"}
    sums = as_alice.post(f"{home}invoices/sums/", typed).text
    assert "with this it is £125" in sums
    linking = Linking(member=alice, client=bakery, other=bakery)
    assert "owes £120" in " ".join(str(one) for one in warnings_of(linking))
    blind = Linking(member=vera, client=bakery, other=bakery)
    assert "owes" not in " ".join(str(one) for one in warnings_of(blind))
    assert Invoice.objects.drafts().count() == 0


def test_v01_b06_exports_have_the_figures_for_who_may_see_money_and_imports_pass_them_over(
    three: list[Client], alice: Member, vera: Member, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    export(file, by=alice)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["name"]: row for row in csv.DictReader(lines)}
    told = [[rows[client.name][name] for name in FIGURES] for client in three]
    assert told == [
        ["120.00 GBP", "120.00 GBP", "1", "", ""],
        ["60.00 EUR; 600.00 GBP", "", "2", "", "500.00 GBP"],
        ["", "", "", "10", "20.00 GBP"],
    ]
    assert set(FIGURES) <= set(columns_of(alice)) - set(columns_of(vera))
    mapping = as_exported(Mapping("Atrium", (Column("name", "name"), *map(Column, FIGURES))))
    assert [column.target for column in mapping.columns] == ["name", *[IGNORE] * len(FIGURES)]
