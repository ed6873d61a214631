"""How good the data is, what each figure opens, and its repair (J22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from atrium.clients.models import Client, Contact, DuplicatePair, Link, Point
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation
from atrium.quality.issues import ISSUES
from atrium.quality.models import QualityDay
from atrium.quality.report import Report
from atrium.quality.tasks import keep_the_day
from atrium.timeline.acting import acting
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HTMX = {"HX-Request": "true"}


def unsound(owner: Client | Contact, kind: str, value: str) -> Point:
    """What an import left."""
    whose: dict[str, Any] = {"client" if isinstance(owner, Client) else "contact": owner}
    with acting(by=None, label="Imported") as act:
        return act.insert(Point(kind=kind, value=value, normal=value, sound=False, **whose))


@pytest.fixture
def places(new_client: NewClient, alice: Member, bob: Member) -> dict[str, Client]:
    """Four clients: fine, unreachable, with a wrong phone, and one that Bob does not see."""
    fine, bare, wrong, hidden = (new_client(n) for n in ("Fine", "Bare", "Wrong", "Hidden"))
    Point.add(fine, by=alice, kind="email", text="a@fine.example")
    fine.give_to(bob, by=alice)
    wanda = Contact.add(by=alice, given_name="Wanda", family_name="Wren")
    Link.make(wrong, wanda, by=alice)
    unsound(wanda, "phone", "020 7946 0018")
    Point.add(wanda, by=alice, kind="email", text="wanda@wrong.example")
    hidden.restrict(by=alice, to_team=True)
    for first, second in ((fine, bare), (wrong, hidden)):
        DuplicatePair.objects.create(
            first_key=first.pk, second_key=second.pk, level="possible", score=9
        )
    return {"fine": fine, "bare": bare, "wrong": wrong, "hidden": hidden}


def names(browser: Browser, query: str) -> set[str]:
    page = browser.get(f"/acme/clients/?{query}").context
    return {row.client.name for row in page["rows"]}


def test_j22_each_figure_is_the_count_of_the_list_it_opens(
    places: dict[str, Client], alice: Member, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    for member, browser in ((alice, as_alice), (bob, as_bob)):
        report = Report(member)
        for fault in report.faults:
            assert (fault.issue.slug, len(names(browser, fault.issue.query))) == (
                fault.issue.slug,
                fault.clients,
            )
        for gap in report.gaps:
            assert (gap.label, len(names(browser, gap.query))) == (gap.label, gap.clients)
        for owned in report.owners:
            assert (owned.name, len(names(browser, owned.query))) == (owned.name, owned.incomplete)
    assert Report(alice).clients == 4
    assert Report(bob).clients == 3
    assert "Hidden" not in names(as_bob, ISSUES["unreachable"].query)
    assert names(as_alice, ISSUES["double"].query) == {"Fine", "Bare", "Wrong", "Hidden"}
    assert names(as_bob, ISSUES["double"].query) == {"Fine", "Bare"}
    assert names(as_alice, ISSUES["unreachable"].query) == {"Bare", "Hidden"}
    assert names(as_alice, ISSUES["invalid_phone"].query) == {"Wrong"}


def test_j22_the_page_says_all_and_counts_little(
    places: dict[str, Client],
    as_alice: Browser,
    as_charlie: Browser,
    django_assert_max_num_queries: Any,
) -> None:
    address = reverse("quality", args=["acme"])
    as_alice.get(address)
    with django_assert_max_num_queries(18):
        page = as_alice.get(address).text
    for word in ("Invalid phone number", "Cannot be reached", "Complete, by owner", "Bob Birch"):
        assert word in page
    assert as_charlie.get(address).status_code == 404


def test_j22_invalid_numbers_are_checked_again_with_one_undo(
    places: dict[str, Client], acme: Organisation, alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    unsound(places["bare"], "phone", "no number at all")
    address = reverse("quality-recheck", args=["acme"])
    assert as_bob.post(address, {"kind": "phone"}).status_code == 403
    assert as_alice.post(address, {"kind": "pigeon"}).status_code == 409
    assert Point.objects.filter(sound=False).count() == 2

    acme.country = "GB"
    acme.save()
    answer = as_alice.post(address, {"kind": "phone"}, headers=HTMX).text
    assert "Mended 1 of 2; 1 still need a person" in answer
    [left] = Point.objects.filter(sound=False)
    assert left.value == "no number at all"
    assert Point.objects.get(kind="phone", sound=True).normal == "+442079460018"

    undo(Act.objects.order_by("-pk")[0], by=alice)
    assert Point.objects.filter(sound=False).count() == 2


def test_j22_each_day_keeps_its_figures_once(
    places: dict[str, Client], acme: Organisation, as_alice: Browser, as_bob: Browser
) -> None:
    assert keep_the_day.func() == 1
    assert keep_the_day.func() == 1
    [day] = QualityDay.objects.all()
    assert day.figures["clients"] == 4
    assert day.figures["unreachable"] == 2
    QualityDay.objects.create(
        day=acme.today() - timedelta(days=30), figures={**day.figures, "average": 1}
    )
    address = reverse("quality", args=["acme"])
    assert "percentage points more complete" in as_alice.get(address).text
    assert "percentage points" not in as_bob.get(address).text
