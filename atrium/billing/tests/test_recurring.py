"""C12: recurring invoices: each period charged once, on its day, and told where it cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client as Browser

from atrium.billing import recurring, tasks
from atrium.billing.models import Invoice, InvoicePlan, PlanPeriod
from atrium.billing.rhythm import Rhythm
from atrium.billing.tests.conftest import line
from atrium.clients.models import Client, Hold
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.prices.models import AgreedPrice, Item
from atrium.testing.processes import run_at_once
from atrium.timeline.models import Event

NAMED = "Site care {{period.month}}"
LINES: dict[str, Any] = {
    "text": ["Care for {{period.quarter}}"],
    "quantity": ["1"],
    "unit": [""],
    "price": ["100"],
    "discount": [""],
    "tax": [""],
    "item_code": [""],
    "rule": [""],
}


def charge_all(plan: InvoicePlan) -> int:
    """What the queue does of one plan; how many periods that charged."""
    before = PlanPeriod.objects.count()
    while recurring.charge(InvoicePlan.objects.select_related("client").get(pk=plan.pk)):
        pass
    return PlanPeriod.objects.count() - before


def today_is(day: date) -> Any:
    return mock.patch.object(Organisation, "today", return_value=day)


def test_c12_periods_follow_from_the_first_day_so_that_months_end_well() -> None:
    def begins(unit: str, every: int, first: date, count: int = 4) -> list[str]:
        rhythm = Rhythm(first, unit, every)
        return [f"{rhythm.begins(n):%y%m%d}" for n in range(count)]

    last = date(2024, 1, 31)
    assert begins("month", 1, last) == ["240131", "240229", "240331", "240430"]
    assert begins("quarter", 1, date(2023, 11, 30)) == ["231130", "240229", "240530", "240830"]
    assert begins("year", 1, date(2024, 2, 29), 5)[3:] == ["270228", "280229"]
    assert begins("week", 2, last, 2) == ["240131", "240214"]
    monthly = Rhythm(last, "month", 1, arrears=True)
    assert (monthly.ends(0), monthly.due(0)) == (date(2024, 2, 28), date(2024, 2, 29))
    for n in range(40):
        assert monthly.ends(n) + timedelta(days=1) == monthly.begins(n + 1)


def test_c12_a_plan_charges_each_period_once_with_the_price_of_its_day(
    bakery: Client, alice: Member
) -> None:
    today = alice.organisation.today()
    first = date(today.year - 1, 1, 31)
    item = Item.add(by=alice, name="Site care", code="CARE", price_minor=10_000, currency="GBP")
    AgreedPrice.agree(bakery, by=alice, item=item, amount=8_000, valid_from=date(first.year, 2, 10))
    bakery.edit(by=alice, language="de")
    plan = InvoicePlan.begin(
        bakery,
        by=alice,
        name="Care",
        lines=[line(1, text=NAMED, item_code="CARE"), line(500, text="Parts")],
        first_on=first,
        times=3,
        does="issue",
    )
    assert charge_all(plan) == 3
    assert charge_all(plan) == 0
    made = list(Invoice.objects.order_by("id"))
    assert [one.number for one in made] == [f"INV-{today:%Y}-{n:04d}" for n in (1, 2, 3)]
    assert [one.service_from for one in made] == [plan.rhythm.begins(n) for n in range(3)]
    assert [one.net for one in made] == [10_500, 8_500, 8_500]
    assert made[2].lines.first().text == f"Site care März\u00a0{first.year}"  # type: ignore[union-attr]
    plan.refresh_from_db()
    assert (plan.state, plan.next_on) == ("ended", None)
    plan.edit(by=alice, times=4, lines=[line(700, text="Less")])
    assert charge_all(plan) == 1
    with pytest.raises(Refusal, match="charged a period already"):
        plan.edit(by=alice, unit="year")
    with pytest.raises(Refusal, match="end it instead"):
        plan.discard(by=alice)


def test_c12_a_plan_waits_pauses_stops_for_a_hold_and_tells_who_is_responsible(
    bakery: Client, alice: Member, bob: Member
) -> None:
    bakery.give_to(bob, by=alice)
    first = alice.organisation.today()
    plan = InvoicePlan.begin(
        bakery, by=alice, name="Care", lines=[line(100)], first_on=first, unit="day", arrears=True
    )
    assert charge_all(plan) == 0
    with today_is(first + timedelta(days=1)):
        assert charge_all(plan) == 1
    draft = Invoice.objects.get()
    assert draft.is_draft
    assert (draft.service_from, draft.service_to) == (first, first)
    draft.discard(by=alice)
    hold = Hold.place(bakery, by=alice, reason="Pays late")
    with today_is(first + timedelta(days=4)):
        assert charge_all(plan) == 0
        plan.refresh_from_db()
        assert (plan.state, plan.paused_because) == (
            "paused",
            "Vincent's Bakery is on hold: Pays late",
        )
        hold.lift(by=alice)
        plan.resume(by=alice, make_up=True)
        assert charge_all(plan) == 3
        plan.pause(by=alice)
    with today_is(first + timedelta(days=9)):
        plan.resume(by=alice)
        assert charge_all(plan) == 1
    kinds = Event.objects.filter(client=bakery, kind__startswith="recurring.")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
        "recurring.begun",
        "recurring.drafted",
        "recurring.stopped",
        "recurring.resumed",
        *["recurring.drafted"] * 3,
        "recurring.paused",
        "recurring.resumed",
        "recurring.drafted",
    ]


def test_c12_what_a_plan_cannot_be_is_refused_and_staff_issue_nothing_by_it(
    bakery: Client, alice: Member, bob: Member
) -> None:
    for lines, values, words in (
        ([], {}, "Add a line"),
        ([line(1, text="For {{period.moth}}")], {}, "period.month"),
        ([line(1)], {"every": 0}, "from 1 to 99"),
        ([line(1)], {"until": date(2000, 1, 1)}, "on or after its first day"),
        ([line(1)], {"name": " "}, "Give it a name"),
        ([line(1)], {"currency": "XXX"}, "no currency"),
    ):
        with pytest.raises(Refusal, match=words):
            InvoicePlan.begin(bakery, by=alice, lines=lines, **({"name": "Care"} | values))
    with pytest.raises(Refusal, match="Only who issues"):
        InvoicePlan.begin(bakery, by=bob, name="Care", lines=[line(1)], does="issue")
    plan = InvoicePlan.begin(bakery, by=alice, name="Care", lines=[line(1)], does="send")
    with pytest.raises(Refusal, match="Only who issues"):
        plan.edit(by=bob, lines=[line(10**9)])
    charged = recurring.charge(plan)
    assert charged is not None
    recurring.send_period(charged)
    charged.refresh_from_db()
    assert charged.sent_at is None
    assert "Say whom it goes to" in charged.not_sent
    assert Event.objects.filter(kind="recurring.not_sent").count() == 1


def test_c12_recurring_invoices_in_the_browser_and_only_for_who_sees_money(
    bakery: Client, as_alice: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    new = "/acme/clients/1/recurring/new/"
    told = LINES | {"name": "Care", "every": "1", "per": "quarter", "first_on": "2024-01-31"}
    told |= {"does": "draft", "currency": "GBP", "times": "2", "terms": "14 days"}
    wrong = as_alice.post(new, told | {"every": "0"})
    assert wrong.status_code == 422
    assert "from 1 to 99" in wrong.content.decode()
    page = as_alice.post(new, told, follow=True)
    plan = page.context["plan"]
    text = page.content.decode()
    assert "Every quarter" in text
    assert "£100" in text
    charge_all(plan)
    text = as_alice.get(plan.get_absolute_url()).content.decode()
    assert "30 Apr 2024 – 30 Jul 2024" in text
    assert "Ended" in text
    for url in ("/acme/recurring/?show=all", "/acme/clients/1/invoices/"):
        assert "Every quarter" in as_alice.get(url).content.decode(), url
    assert (
        "Care for Q2 2024"
        in as_alice.get(Invoice.objects.latest("id").get_absolute_url()).content.decode()
    )
    edit = f"{plan.get_absolute_url()}edit/"
    as_alice.post(edit, told | {"times": "3", "price": ["120"]})
    plan.refresh_from_db()
    assert (plan.state, plan.lines[0]["price"]) == ("active", 12_000)
    as_alice.post(f"{plan.get_absolute_url()}pause/", {"reason": "Holidays"})
    assert "Holidays" in as_alice.get("/acme/recurring/?show=paused").content.decode()
    as_alice.post(f"{plan.get_absolute_url()}resume/", {})
    as_alice.post(f"{plan.get_absolute_url()}end/")
    plan.refresh_from_db()
    assert plan.state == "ended"
    for url in (plan.get_absolute_url(), "/acme/recurring/", new):
        assert as_vera.get(url).status_code == 403, url
        assert as_charlie.get(url).status_code == 404, url


def _charge(organisation: int, plan: int) -> int:
    tasks.charge_plan.call(organisation, plan)
    with current.entered(organisation):
        return int(InvoicePlan.objects.get(pk=plan).next_index)


@pytest.mark.django_db(transaction=True)
def test_c12_four_workers_charge_no_period_twice_and_make_missed_days_up(
    bakery: Client, alice: Member
) -> None:
    first = alice.organisation.today() - timedelta(days=5)
    plan = InvoicePlan.begin(
        bakery, by=alice, name="Daily", lines=[line(1)], first_on=first, unit="day", does="issue"
    )
    outcomes = run_at_once(_charge, [(bakery.organisation_id, plan.pk)] * 4)
    assert [outcome.error for outcome in outcomes] == [""] * 4
    days = [one.service_from for one in Invoice.objects.order_by("id")]
    assert days == [first + timedelta(days=n) for n in range(6)]
    plan.refresh_from_db()
    assert plan.next_on == first + timedelta(days=6)
