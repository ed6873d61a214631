"""A large organisation, here a small one: what the rows must be, whatever their number."""

from __future__ import annotations

import random
from collections import Counter as Counted
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Max
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.calendar.models import Task
from atrium.clients.models import (
    Client,
    Contact,
    Hold,
    Link,
    Location,
    PersonToken,
    Point,
    SearchToken,
    Tagging,
)
from atrium.clients.search.index import rebuild
from atrium.clients.search.people_index import reindex_people
from atrium.conversations.models import Note
from atrium.demo.large import Loaded, load
from atrium.demo.large.history import BUSIEST, History
from atrium.demo.large.sheet import Sheet
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Counter, Organisation
from atrium.timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    return load("large", clients=300, events=2_000, seed=7)


@pytest.fixture
def inside(loaded: Loaded) -> Any:
    with current.entered(Organisation.objects.get(slug="large")):
        yield loaded


def facts() -> list[Any]:
    """What tells two loads apart: the clients, where they are and what hangs on them."""
    clients = Client.objects.order_by("number")
    counted = clients.annotate(many=Count("events")).values_list("name", "kind", "since", "many")
    points = Point.objects.filter(client__isnull=False).order_by("client__number", "kind")
    places = Location.objects.order_by("client__number").values_list("street", "city", "postcode")
    tags = Tagging.objects.order_by("client__number", "tag__label")
    return [
        list(counted),
        list(points.values_list("value", "normal")),
        list(places),
        list(tags.values_list("client__number", "tag__label")),
    ]


def test_there_are_as_many_as_were_asked_for(inside: Loaded) -> None:
    assert (inside.clients, inside.events) == (300, 2_000)
    assert (Client.objects.count(), Event.objects.count()) == (300, 2_000)
    assert (Note.objects.count(), Task.objects.count()) == (inside.notes, inside.tasks)
    assert Link.objects.count() == inside.contacts > 50


def test_a_seed_gives_the_same_clients_again(inside: Loaded) -> None:
    first = facts()
    load("again", clients=300, events=2_000, seed=7)
    load("other", clients=300, events=2_000, seed=8)
    with current.entered(Organisation.objects.get(slug="again")):
        assert facts() == first
    with current.entered(Organisation.objects.get(slug="other")):
        assert facts() != first


def test_every_reference_leads_somewhere(inside: Loaded) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_history_is_told_in_its_order_and_about_rows_that_are_there(inside: Loaded) -> None:
    assert list(Event.objects.order_by("at", "id").values_list("id", flat=True)) == sorted(
        Event.objects.values_list("id", flat=True)
    )
    told = Event.objects.filter(subject_model="conversations.note")
    notes = dict(Note.objects.values_list("pk", "client_id"))
    assert {e.subject_id: e.client_id for e in told} == notes
    newest = Client.objects.annotate(last=Max("events__at"))
    assert [c for c in newest if c.last and c.last != c.active_at] == []
    assert Hold.objects.count() == Event.objects.filter(kind="client.put_on_hold").count()


def test_the_next_client_gets_the_next_number_and_a_key_of_its_own(inside: Loaded) -> None:
    assert Counter.objects.get(kind="client").value == 300
    owner = current_owner()
    status = Client.objects.first().status  # type: ignore[union-attr]
    added = Client.add(by=owner, name="One more", status=status)
    assert (added.number, added.pk) == (301, Client.objects.aggregate(last=Max("pk"))["last"])
    assert Note.write(added, by=owner, html="<p>Hello</p>").pk == max(
        Note.objects.values_list("pk", flat=True)
    )


def current_owner() -> Any:
    return User.objects.get(email="owner@large.example").memberships.get()


def test_its_pages_open_for_its_people(inside: Loaded, client: Browser) -> None:
    client.force_login(User.objects.get(email="staff@large.example"))
    assert client.get("/large/clients/").status_code == 200
    for number in (1, 4, 6, 8, 12, 300):
        assert client.get(f"/large/clients/{number}/").status_code in {200, 404}
    # Number 12 is restricted; Vi Viewer is neither its owner nor in its team.
    client.force_login(User.objects.get(email="viewer@large.example"))
    assert client.get("/large/clients/12/").status_code == 404


def test_everyone_is_found_as_if_they_had_been_entered(inside: Loaded) -> None:
    people = set(PersonToken.objects.values_list("contact_key", "token"))
    clients = set(SearchToken.objects.values_list("client_key", "token", "weight"))
    assert people
    with transaction.atomic():
        PersonToken.objects.all().delete()
        reindex_people(Contact.objects.values_list("pk", flat=True))
    rebuild()
    assert set(PersonToken.objects.values_list("contact_key", "token")) == people
    assert set(SearchToken.objects.values_list("client_key", "token", "weight")) == clients


def test_it_refuses_an_address_that_is_taken(loaded: Loaded) -> None:
    with pytest.raises(Refusal, match="There is an organisation at /large/ already"):
        load("large", clients=10, events=10)
    with pytest.raises(Refusal, match="at least one client"):
        load("small", clients=0, events=10)


def test_an_interrupted_load_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = Sheet.flush

    def breaks(sheet: Sheet) -> None:
        if sheet.table == "timeline_event":
            raise OSError("the disk is full")
        flush(sheet)

    monkeypatch.setattr(Sheet, "flush", breaks)
    with pytest.raises(OSError, match="disk is full"):
        load("large", clients=20, events=50)
    assert not Organisation.objects.filter(slug="large").exists()
    with current.unscoped("nothing of it may be left"):
        assert not Client.objects.exists()


def test_one_client_of_many_has_a_hundred_thousand_events() -> None:
    rng = random.Random(1)  # noqa: S311 - chance that repeats
    history = History([30] * 1_000, 250_000, now=2_000_000_000, rng=rng)
    counts = Counted(event.client for event in history)
    assert sum(counts.values()) == 250_000
    [(busiest, most), (_, next_most)] = counts.most_common(2)
    assert (busiest, most >= 100_000, next_most < 20_000) == (BUSIEST, True, True)
