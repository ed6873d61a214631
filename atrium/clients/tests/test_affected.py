"""Before a change that matters one sees what it affects, and others hear of it after (J10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import Assignment, Client, Contact, Link, Location, Relation
from atrium.conftest import NewClient
from atrium.conversations.models import Note
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.notifications.models import Notification
from atrium.organisations.models import Member, Organisation

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


@pytest.fixture
def busy(bakery: Client, alice: Member, acme: Organisation, new_client: NewClient) -> Client:
    """The bakery with a task, an escalation, a reminder and a subsidiary."""
    Task.add(bakery, by=alice, title="Send the quote")
    Note.write(bakery, by=alice, html="<p>Angry</p>", kind="escalation")
    later = timezone.now() + timedelta(days=2)
    Note.write(bakery, by=alice, html="<p>Call</p>", kind="general", remind_at=later)
    above = next(k for k in lexicon.of(acme).relation_kinds.values() if k.hierarchical)
    Relation.make(bakery, new_client("Mill Lane Shop"), by=alice, kind=above)
    return bakery


def archived(client: Client) -> bool:
    found: Client = Client.objects.get(pk=client.pk)
    return found.is_archived


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_j10_archiving_lists_what_it_affects_first(
    busy: Client, as_alice: Browser, headers: dict[str, str]
) -> None:
    page = as_alice.post(f"{PAGE}archive/", {"archive": "1"}, headers=headers).text

    for line in (
        "1 task will be off everybody",
        "1 escalation is not resolved",
        "1 reminder is still to come",
        "1 client stands below it",
    ):
        assert line in page
    assert 'name="archive" value="1"' in page
    assert not archived(busy)

    as_alice.post(f"{PAGE}archive/", {"archive": "1", "sure": "1"}, headers=headers)
    assert archived(busy)


def test_j10_nothing_is_asked_where_nothing_is_affected(bakery: Client, as_alice: Browser) -> None:
    as_alice.post(f"{PAGE}archive/", {"archive": "1"})
    assert archived(bakery)


def test_j10_a_status_that_closes_is_asked_about(
    acme: Organisation, busy: Client, as_bob: Browser
) -> None:
    statuses = lexicon.of(acme).statuses.values()
    closed = next(s for s in statuses if s.is_closed)
    open_ = next(s for s in statuses if not s.is_closed and s.pk != busy.status_id)

    assert "1 task is still open" in as_bob.post(f"{PAGE}status/", {"status": closed.pk}).text
    busy.refresh_from_db()
    assert busy.status_id != closed.pk
    as_bob.post(f"{PAGE}status/", {"status": open_.pk})
    busy.refresh_from_db()
    assert busy.status_id == open_.pk
    as_bob.post(f"{PAGE}status/", {"status": closed.pk, "sure": "1"})
    busy.refresh_from_db()
    assert busy.status_id == closed.pk


def test_j10_the_legal_name_is_asked_about_and_the_industry_is_not(
    busy: Client, as_bob: Browser
) -> None:
    name = {"value": "Vincent Ltd", "was": ""}
    asked = as_bob.post(f"{PAGE}details/legal_name/", name, headers=HTMX)
    assert asked["HX-Retarget"] == "#dialogs"
    assert "1 task is open and will show the new data" in asked.text

    as_bob.post(f"{PAGE}details/legal_name/", name | {"sure": "1"}, headers=HTMX)
    as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""}, headers=HTMX)
    busy.refresh_from_db()
    assert (busy.legal_name, busy.industry) == ("Vincent Ltd", "Bread")


def test_j10_the_default_address_is_asked_about(
    acme: Organisation, bakery: Client, alice: Member, as_alice: Browser
) -> None:
    Task.add(bakery, by=alice, title="Send the quote")
    kind = next(iter(lexicon.of(acme).location_types.values()))
    _, second = (Location.add(bakery, by=alice, type=kind, street=s) for s in ("1 Mill", "2 Mill"))
    asked = as_alice.post(f"{PAGE}locations/{second.public_id}/default/", headers=HTMX)
    assert "1 task is open and will show the new address" in asked.text
    second.refresh_from_db()
    assert not second.is_default


def test_j10_delinking_the_billing_contact_is_asked_about(
    acme: Organisation, bakery: Client, alice: Member, as_bob: Browser
) -> None:
    billing = next(r for r in lexicon.of(acme).contact_roles.values() if r.label == "Billing")
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    link = Link.make(bakery, mina, by=alice, roles=[billing])
    url = f"{PAGE}contacts/{link.public_id}/"

    asked = as_bob.delete(url, headers=HTMX).text
    assert "Mina Patel is the billing contact" in asked
    assert 'name="delink" value="1"' in asked
    as_bob.post(url, {"delink": "1", "sure": "1"}, headers=HTMX)
    link.refresh_from_db()
    assert link.ended_on is not None


def test_j10_who_may_not_see_tasks_or_the_other_client_is_not_told(
    busy: Client, alice: Member, bob: Member, as_bob: Browser, acme: Organisation
) -> None:
    Client.objects.get(name="Mill Lane Shop").restrict(by=alice, to_team=True)
    closed = next(s for s in lexicon.of(acme).statuses.values() if s.is_closed)

    page = as_bob.post(f"{PAGE}status/", {"status": closed.pk}).text

    assert "task is still open" in page
    assert "stands below it" not in page


def test_j10_a_program_asks_by_dry_run(busy: Client, alice: Member) -> None:
    program = Program(token_of(alice, EVERYTHING))
    path = f"/clients/{busy.public_id}"
    busy.give_to(alice, by=alice)
    Task.objects.get().edit(by=alice, title="Send the quote", due_on=None, assignee=alice)

    asked = program.ask("POST", f"{path}/archive?dry_run=true")
    legal = program.ask("PATCH", f"{path}?dry_run=true", {"legal_name": "Vincent Ltd"})
    owner = program.ask("PATCH", f"{path}?dry_run=true", {"owner": None})

    assert {"text": "1 escalation is not resolved"} in asked.json()["affected"]
    assert sorted(line["text"] for line in legal.json()["affected"]) == [
        "1 client stands below it in a hierarchy",
        "1 task is open and will show the new data",
    ]
    assert owner.json()["affected"] == [{"text": "1 task is open and still with Alice Ash"}]
    busy.refresh_from_db()
    assert (busy.is_archived, busy.legal_name) == (False, "")


def test_j10_those_who_look_after_it_hear_of_it_once_and_the_actor_does_not(
    bakery: Client, alice: Member, bob: Member, vera: Member
) -> None:
    bakery.give_to(bob, by=alice)
    Assignment.give(bakery, by=alice, member=bob, role="Lead")
    Assignment.give(bakery, by=alice, member=alice, role="Sales")
    Notification.objects.all().delete()

    bakery.edit(by=alice, legal_name="Vincent Ltd")
    bakery.edit(by=alice, industry="Bread")
    bakery.archive(by=alice)

    heard = Notification.objects.order_by("id").values_list("member__name", "event__kind")
    assert list(heard) == [
        ("Bob Birch", "client.detail_changed"),
        ("Bob Birch", "client.archived"),
    ]
