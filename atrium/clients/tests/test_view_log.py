"""The log of who saw what (J24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Sighting
from atrium.clients.tasks import forget_views
from atrium.clients.view_log import forget_known
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation

PAGE = "/acme/clients/1/"
LOG = "/acme/settings/view-log/"


@pytest.fixture
def logged(acme: Organisation, alice: Member) -> Organisation:
    """Acme, with the log switched on."""
    alice.organisation.edit(by=alice, logs_views=True)
    return acme


def lines() -> list[tuple[str, str, str, str]]:
    rows = Sighting.objects.select_related("member", "client").order_by("pk")
    return [(s.member.name, s.kind, s.client.name if s.client else "", s.what) for s in rows]


def test_j24_nothing_is_logged_until_it_is_switched_on(bakery: Client, as_bob: Browser) -> None:
    as_bob.get(PAGE)
    as_bob.get("/acme/palette/?q=vincent")
    assert lines() == []


def test_j24_a_client_is_noted_once_a_quarter_of_an_hour(
    bakery: Client, logged: Organisation, as_bob: Browser, as_vera: Browser
) -> None:
    for _ in range(2):
        as_bob.get(PAGE)
        as_bob.get(f"{PAGE}holds/")
        forget_known()  # as another process would
    as_vera.get(f"{PAGE}holds/")
    assert lines() == [
        ("Bob Birch", "view", "Vincent's Bakery", "Activity"),
        ("Vera Vine", "view", "Vincent's Bakery", "part"),
    ]
    Sighting.objects.update(slot=0)
    forget_known()
    as_bob.get(PAGE)
    assert len(lines()) == 3


def test_j24_what_was_not_shown_is_not_noted(
    bakery: Client, logged: Organisation, alice: Member, as_bob: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)
    as_bob.get(PAGE)
    assert lines() == []


def test_j24_a_search_typed_letter_by_letter_is_one_line(
    logged: Organisation, as_bob: Browser
) -> None:
    for typed in ("vi", "vinc", "vincent", "vincen"):
        as_bob.get("/acme/palette/", {"q": typed})
    as_bob.get("/acme/clients/", {"q": "harbour"})
    assert lines() == [
        ("Bob Birch", "search", "", "vincent"),
        ("Bob Birch", "search", "", "harbour"),
    ]


def test_j24_reading_the_log_is_noted_in_it_and_only_those_who_run_the_place_may(
    bakery: Client, logged: Organisation, as_alice: Browser, as_bob: Browser
) -> None:
    as_bob.get(PAGE)
    page = as_alice.get(LOG, {"client": "C-0001"}).content.decode()
    assert "Who saw Vincent&#x27;s Bakery" in page
    assert as_bob.get(LOG).status_code == 403
    file = as_alice.get(f"{LOG}file/")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Bob Birch,Viewed,C-0001,Vincent's Bakery,Activity,page" in file.content.decode()
    assert lines()[1:] == [
        ("Alice Ash", "log", "Vincent's Bakery", "the log"),
        ("Alice Ash", "export", "", "2 lines of this log as csv"),
    ]


@pytest.mark.parametrize(
    "query", [{"client": "99"}, {"member": "x"}, {"since": "soon"}, {"until": "0001-01-01"}]
)
def test_j24_what_cannot_be_asked_is_told(
    query: dict[str, str], logged: Organisation, as_alice: Browser
) -> None:
    assert as_alice.get(LOG, query).status_code == 422


def test_j24_the_log_is_filtered_by_member_and_day(
    bakery: Client, logged: Organisation, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    as_bob.get(PAGE)
    today = logged.today().isoformat()
    asked = {"member": str(bob.public_id), "since": today, "until": today}
    assert "Vincent&#x27;s Bakery" in as_alice.get(LOG, asked).content.decode()
    later = asked | {"since": (logged.today() + timedelta(days=1)).isoformat()}
    assert "Nobody saw" in as_alice.get(LOG, later).content.decode()


def test_j24_it_is_switched_on_by_a_setting_and_forgets_in_time(
    bakery: Client, acme: Organisation, as_alice: Browser, as_bob: Browser
) -> None:
    form = {"logs_views": "on", "views_kept_days": "30"}
    assert as_alice.post(f"{LOG}keeping/", form).status_code == 302
    assert as_alice.post(f"{LOG}keeping/", form | {"views_kept_days": "0"}).status_code == 409
    as_bob.get(PAGE)
    as_bob.get("/acme/palette/?q=vincent")
    Sighting.objects.filter(kind="view").update(at=timezone.now() - timedelta(days=31))
    with current.left():
        assert forget_views.func() == 1
    assert lines() == [("Bob Birch", "search", "", "vincent")]


def test_j24_another_organisation_reads_nothing_of_it(
    bakery: Client, logged: Organisation, as_bob: Browser, charlie: Member
) -> None:
    as_bob.get(PAGE)
    with current.entered(charlie.organisation):
        assert lines() == []


def test_j24_a_page_that_was_noted_before_costs_no_statement_more(
    bakery: Client, acme: Organisation, alice: Member, as_bob: Browser,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    as_bob.get(PAGE)
    with django_assert_num_queries(12, exact=False):
        as_bob.get(PAGE)
    alice.organisation.edit(by=alice, logs_views=True)
    as_bob.get(PAGE)
    with django_assert_num_queries(12, exact=False):
        as_bob.get(PAGE)
