"""Where a person lands, and what frames every page."""

from __future__ import annotations

from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role


def test_the_only_organisation_opens_by_itself(as_bob: Browser) -> None:
    assert as_bob.get("/").headers["Location"] == "/acme/"


def test_several_are_offered_and_the_one_used_last_is_remembered(
    as_charlie: Browser, charlie: Member
) -> None:
    Member.objects.create(user=charlie.user, name="Charlie Cole", role=Role.VIEWER)
    page = as_charlie.get("/").text
    assert 'href="/acme/"' in page
    assert 'href="/other/"' in page
    as_charlie.get("/other/")
    assert as_charlie.get("/").headers["Location"] == "/other/"
    assert "used last" in as_charlie.get("/?choose").text


def test_a_disabled_membership_is_not_offered(as_bob: Browser, bob: Member, alice: Member) -> None:
    bob.disable(by=alice)
    as_bob.force_login(bob.user)
    assert "You are in no organisation" in as_bob.get("/").text


def test_who_is_in_none_is_told_what_to_do_and_reaches_their_account(
    visitor: Browser, db: None
) -> None:
    visitor.force_login(User.objects.create_user("dora@none.example", name="Dora Dill"))
    assert "dora@none.example" in visitor.get("/").text
    assert visitor.get("/accounts/profile/").status_code == 200


def test_nobody_is_asked_to_sign_in(visitor: Browser, db: None) -> None:
    assert visitor.get("/").headers["Location"] == "/accounts/login/?next=/"


def test_the_frame_leads_every_role_to_what_it_may_open(as_bob: Browser, as_vera: Browser) -> None:
    """A count that can find nothing for a role is nought; it takes the line with it in no role."""
    for browser in (as_bob, as_vera):
        page = browser.get("/acme/").text
        for name in ("", "clients/", "contacts/", "tasks/", "settings/"):
            assert f'<li><a href="/acme/{name}"' in page, name


def test_the_dashboard_greets_and_leads_on(as_alice: Browser) -> None:
    page = as_alice.get("/acme/").text
    assert ", Alice" in page
    assert "This is where your day begins" in page


def test_the_frame_asks_little_of_the_database(
    as_alice: Browser, django_assert_num_queries: object
) -> None:
    as_alice.get("/acme/")
    # Session, person, membership; organisations to switch between, and the counts with favourites and
    # the cards that tasks, follow-ups, notifications, mentions, calls of unknown numbers, mail to sort,
    # escalations, reminders, approvals, jobs, tenders, projects and the inbox contribute.
    with django_assert_num_queries(17):  # type: ignore[operator]
        as_alice.get("/acme/")


def test_the_frame_shows_only_ones_own_organisations(as_charlie: Browser, charlie: Member) -> None:
    assert current.organisation_id() != charlie.organisation_id
    assert "Acme" not in as_charlie.get("/other/").text
