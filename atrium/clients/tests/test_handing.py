"""Teams of clients (R16) and changes of ownership (R19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients.models import Access, Assignment, Client, Grant, TeamRole
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.notifications.models import Notification
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

type NewClient = Callable[..., Client]
type NewMember = Callable[[str, Role], Member]
HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


@pytest.fixture
def mona(new_member: NewMember) -> Member:
    """Mona is a manager: she gives clients away, but sees only what she may."""
    return new_member("Mona Maple", Role.MANAGER)


@pytest.fixture
def as_mona(mona: Member) -> Browser:
    browser = Browser()
    browser.force_login(mona.user)
    return browser


def seats(client: Client) -> list[tuple[str, str]]:
    return [(str(seat.whom), seat.role) for seat in client.assignments.current()]


def test_r16_a_new_role_keeps_the_old_one_as_history(
    bakery: Client, alice: Member, bob: Member
) -> None:
    today = bakery.organisation.today()
    before = today - timedelta(days=400)
    Assignment.give(bakery, by=alice, member=bob, role="Backup", since=before)
    Assignment.give(bakery, by=alice, member=bob, role="Bookkeeper")
    assert seats(bakery) == [("Bob Birch", "Bookkeeper")]
    [past] = bakery.assignments.past()
    assert (past.role, past.since, past.until) == ("Backup", before, today)
    with pytest.raises(Refusal, match="yet to come"):
        Assignment.give(bakery, by=alice, member=bob, role="Lead", since=today + timedelta(days=1))


def test_r16_a_whole_team_sees_the_client_and_is_told(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser, as_alice: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)
    crew = Team.make("Night shift", by=alice)
    crew.take_in(bob, by=alice)
    assert as_bob.get(PAGE).status_code == 404
    form = {"member": f"t{crew.pk}", "role": "Field work"}
    as_alice.post(f"{PAGE}team/", form, headers=HTMX)
    page = as_bob.get(PAGE).content.decode()
    assert "Night shift" in page
    assert "Field work" in page
    crew.let_go(bob, by=alice)
    assert as_bob.get(PAGE).status_code == 404


def test_r16_a_renamed_role_is_the_role_of_those_who_have_it_now(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    Assignment.give(bakery, by=alice, member=bob, role="Backup").end(by=alice)
    Assignment.give(bakery, by=alice, member=vera, role="Backup")
    TeamRole.objects.get(label="Backup").edit(by=alice, label="Stand-in")
    assert seats(bakery) == [("Vera Vine", "Stand-in")]
    assert [seat.role for seat in bakery.assignments.past()] == ["Backup"]


def test_r19_a_handover_takes_note_tasks_and_the_old_owner_along_and_is_undone_at_once(
    new_client: NewClient, alice: Member, bob: Member, mona: Member, as_alice: Browser
) -> None:
    clients = [new_client(name, owner=bob) for name in ("Ash", "Birch", "Cedar")]
    clients[2].archive(by=alice)
    mine = Task.add(clients[0], by=alice, title="Call", assignee=bob)
    other = Task.add(clients[0], by=alice, title="Write", assignee=alice)
    form = {
        "deed": "owner", "selected": ["1", "2", "3"], "value": str(mona.pk), "go": "1",
        "note": "Pays late", "along": "tasks", "keep": "Backup",
    }  # fmt: skip
    page = as_alice.post("/acme/clients/bulk/", form).content.decode()
    assert "is archived; restore it first" in page

    owners = Client.objects.order_by("number").values_list("owner__name", flat=True)
    assert list(owners) == ["Mona Maple", "Mona Maple", "Bob Birch"]
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.assignee, other.assignee) == (mona, alice)
    assert seats(clients[0]) == [("Bob Birch", "Backup")]
    event = Event.objects.get(kind="client.owner_changed", client=clients[0])
    assert "<q>Pays late</q>" in event.sentence
    assert "one of 3 clients, with 1 open task" in event.sentence

    undo(Act.objects.latest("pk"), by=alice)
    mine.refresh_from_db()
    assert (mine.assignee, seats(clients[0])) == (bob, [])
    assert Client.objects.filter(owner=bob).count() == 3


def test_r19_old_and_new_owner_are_told_once_with_the_list(  # noqa: PLR0913, PLR0917 - three look
    new_client: NewClient, alice: Member, bob: Member, mona: Member,
    as_alice: Browser, as_mona: Browser, as_bob: Browser, as_charlie: Browser,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    for name in ("Ash", "Birch", "Cedar"):
        new_client(name, owner=bob)
    form = {"deed": "owner", "selected": ["1", "2", "3"], "value": str(mona.pk), "go": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        as_alice.post("/acme/clients/bulk/", form)
    told = Notification.objects.order_by("member__name").values_list("member__name", flat=True)
    assert list(told) == ["Bob Birch", "Mona Maple"]
    act = Act.objects.latest("pk")
    for browser in (as_mona, as_bob):
        page = browser.get(f"/acme/handovers/{act.pk}/").content.decode()
        assert "3 clients handed to Mona Maple" in page
    assert as_charlie.get(f"/acme/handovers/{act.pk}/").status_code == 404


def test_r19_who_would_lose_sight_of_the_client_is_told_first(
    bakery: Client, alice: Member, bob: Member, mona: Member, as_mona: Browser
) -> None:
    bakery.give_to(mona, by=alice)
    bakery.restrict(by=alice, to_team=True)
    answer = as_mona.post(f"{PAGE}owner/", {"owner": bob.pk}, headers=HTMX)
    assert answer.status_code == 422
    assert "After this you no longer see" in answer.content.decode()
    bakery.refresh_from_db()
    assert bakery.owner == mona

    answer = as_mona.post(f"{PAGE}owner/", {"owner": bob.pk, "sure": "1"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/acme/clients/"
    bakery.refresh_from_db()
    assert bakery.owner == bob
    assert as_mona.get(PAGE).status_code == 404


def test_r19_who_would_lose_sight_by_a_handover_of_many_is_told_first(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member, mona: Member,
    as_mona: Browser,
) -> None:  # fmt: skip
    new_client("Open", owner=mona)
    bakery.give_to(mona, by=alice)
    bakery.restrict(by=alice, to_team=True)
    form = {"deed": "owner", "selected": ["1", "2"], "value": str(bob.pk), "go": "1"}
    form["note"] = "Pays late"
    leaving = f"/acme/settings/members/{mona.public_id}/handover/"
    for url in ("/acme/clients/bulk/", leaving):
        answer = as_mona.post(url, form)
        assert answer.status_code == 422
        assert "you no longer see 1 of these clients" in answer.text, url
        assert (">Pays late</textarea>" in answer.text, 'name="sure"' in answer.text) == (
            True,
            True,
        )
    assert Client.objects.filter(owner=mona).count() == 2
    program = Program(token_of(mona, EVERYTHING))
    order = {"clients": [str(bakery.public_id)], "owner": str(bob.public_id)}
    refused = program.ask("POST", "/handovers", order)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sure")
    as_mona.post("/acme/clients/bulk/", form | {"keep": "Deputy"})
    assert Client.objects.filter(owner=bob).count() == 2
    assert as_mona.get(PAGE).status_code == 200, "who stays on the team still sees it"
    for seat in mona.assignments.current():
        seat.end(by=alice)
    bakery.refresh_from_db()
    bakery.give_to(mona, by=alice)
    assert program.ask("POST", "/handovers", order | {"sure": True}).json()["done"] == 1
    assert as_mona.get(PAGE).status_code == 404


def test_r16_who_is_disabled_leaves_every_team_told_on_each_client(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member, as_alice: Browser
) -> None:
    other = new_client("Otter Books", owner=bob)
    for client in (bakery, other):
        Assignment.give(client, by=alice, member=bob, role="Deputy")
    answer = as_alice.post(f"/acme/settings/members/{bob.public_id}/disable/", follow=True)
    assert "without the seats they had" in answer.text
    assert "Hand over clients" in answer.text
    assert not bob.assignments.current().exists()
    for client in (bakery, other):
        told = client.events.filter(kind="client.left_the_team").get()
        assert (told.actor, told.particulars["member"]) == (alice, "Bob Birch")
    other.refresh_from_db()
    assert other.owner == bob, "the owner changes by a handover, with a note"


def test_r19_everything_of_a_member_who_left_is_handed_over(
    new_client: NewClient, alice: Member, bob: Member, mona: Member, as_alice: Browser,
    as_vera: Browser,
) -> None:  # fmt: skip
    for name in ("Ash", "Birch"):
        new_client(name, owner=bob)
    bob.disable(by=alice)
    page = as_alice.get("/acme/settings/ownership/").content.decode()
    assert "Does not work here any more" in page
    here = f"/acme/settings/members/{bob.public_id}/handover/"
    assert as_vera.get(here).status_code == 403
    assert "Hand over 2 clients" in as_alice.get(here).content.decode()
    assert as_alice.post(here, {"value": str(bob.pk)}).status_code == 422
    as_alice.post(here, {"value": str(mona.pk)})
    assert Client.objects.filter(owner=mona).count() == 2


def test_r19_access_in_three_steps_and_the_words_of_it(
    bakery: Client, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    here = f"{PAGE}access/"
    answer = as_alice.post(here, {"access": "named"}, headers=HTMX)
    assert (answer.status_code, Grant.access_to(bakery)) == (422, Access.EVERYONE)
    page = as_alice.post(here, {"access": "named", "to": f"m{bob.pk}"}, headers=HTMX)
    assert "Let in by Alice Ash on" in page.content.decode()
    assert as_bob.get(PAGE).status_code == 200
    as_alice.post(here, {"access": "team"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 404
    assert not bakery.grants.exists()
    as_alice.post(here, {"access": "everyone"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 200


def test_x05_the_page_of_a_member_says_why(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    bakery.restrict(by=alice, to_team=True)
    here = f"/acme/settings/members/{bob.public_id}/sees/"
    assert "Bob Birch is none of these" in as_alice.get(f"{here}?client=C-0001").content.decode()
    assert "no client with this number" in as_alice.get(f"{here}?client=99").content.decode()
    assert as_bob.get(f"{here}?client=1").status_code == 403


def test_r19_a_program_too_says_that_it_knows_what_it_loses(
    mona: Member, bob: Member, bakery: Client
) -> None:
    bakery.give_to(mona, by=mona)
    Assignment.give(bakery, by=mona, member=mona, role="Deputy")
    bakery.restrict(by=mona, to_team=True)
    program = Program(token_of(mona, ["clients:write", "assignments:read", "assignments:write"]))
    here = f"/clients/{bakery.public_id}"
    [seat] = program.ask("GET", f"{here}/assignments").json()["items"]
    away = f"{here}/assignments/{seat['id']}"
    to_bob = {"owner": str(bob.public_id)}
    assert program.ask("PATCH", here, to_bob).status_code == 200, "the seat still lets Mona in"
    refused = program.ask("DELETE", away)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sure")
    assert bakery.assignments.current().count() == 1
    assert program.ask("DELETE", f"{away}?sure=true").status_code == 204
    assert program.ask("GET", f"{here}/assignments").status_code == 404
    bakery.refresh_from_db()
    bakery.give_to(mona, by=bob)
    refused = program.ask("PATCH", here, to_bob | {"about": "Bakes"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sure")
    bakery.refresh_from_db()
    assert (bakery.owner, bakery.about) == (mona, ""), "a refused change leaves nothing of itself"
    assert program.ask("PATCH", here, to_bob | {"sure": True}).status_code == 204
