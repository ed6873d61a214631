"""Pairs that are kept: found by a scan, followed by what changed, told apart (J21, X05), asked on entry (J09)."""

from __future__ import annotations

import pytest

from atrium.clients.duplicates.entry import likely, typed
from atrium.clients.duplicates.judging import Level
from atrium.clients.duplicates.scan import look, scan
from atrium.clients.models import Client, Different, DuplicatePair, DuplicateStale, Point
from atrium.clients.tests.test_duplicates import FAMILY, GIVEN, at, reach
from atrium.conftest import NewClient
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.timeline.undoing import undo


@pytest.fixture
def twins(new_client: NewClient, alice: Member) -> list[Client]:
    """Two records of one client, among twenty strangers."""
    for first, last in zip(GIVEN, FAMILY, strict=True):
        new_client(f"{first} {last}")
    made = [new_client("Müller Heating Ltd"), new_client("Mueller Heatng")]
    for client, street in zip(made, ("12 Quay Street", "12 Quay St."), strict=True):
        at(client, alice, street, "Bristol", "BS1 4QA")
        reach(client, alice, phone="020 7946 0123", email="office@mueller.example")
    return made


def pairs(member: Member) -> list[tuple[int, int, str]]:
    rows = DuplicatePair.objects.visible_to(member).surest_first()
    return [(row.first_key, row.second_key, row.level) for row in rows]


def test_j21_a_scan_keeps_pairs_and_looks_only_at_what_changed_since(
    twins: list[Client], new_client: NewClient, alice: Member
) -> None:
    one, other = twins
    look()
    assert pairs(alice) == [(one.pk, other.pk, "certain")]
    assert "the same phone" in DuplicatePair.objects.get().reasons
    assert not DuplicateStale.objects.exists()

    third = new_client("Muller Heating")
    reach(third, alice, phone="+44 20 7946 0123")
    at(third, alice, "12 Quay Street", "Bristol", "BS1 4QA")
    assert list(DuplicateStale.objects.values_list("client_key", flat=True)) == [third.pk]
    look()
    assert {pair[:2] for pair in pairs(alice)} == {
        (one.pk, other.pk),
        (one.pk, third.pk),
        (other.pk, third.pk),
    }
    assert {pair[:2] for pair in pairs(alice)} == {
        tuple(sorted((pair.a.key, pair.b.key))) for pair in scan()
    }

    undo(alice.acts.get(label="Added Muller Heating"), by=alice)
    Client.objects.filter(pk=one.pk).update(name="Unlike")
    look()
    assert pairs(alice) == [(one.pk, other.pk, "certain")]


def test_j21_very_many_clients_are_compared_one_after_another(
    twins: list[Client], alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.duplicates.scan.MOST_AT_ONCE", 15)
    look()
    assert pairs(alice) == [(twins[0].pk, twins[1].pk, "certain")]


def test_j21_told_apart_is_remembered_and_taken_back(
    twins: list[Client], alice: Member, bob: Member
) -> None:
    look()
    said = Different.say(twins[1], twins[0], by=alice)
    assert Different.say(*twins, by=alice) == said
    assert pairs(alice) == []
    look()
    assert pairs(alice) == []
    told = [client.events.get(kind="client.told_apart") for client in twins]
    assert [event.particulars["other"] for event in told] == [
        "Mueller Heatng",
        "Müller Heating Ltd",
    ]
    said.take_back(by=alice)
    assert len(pairs(alice)) == 1
    twins[0].restrict(by=alice, to_team=True)
    assert pairs(bob) == []


def test_j09_on_entry_one_question_finds_whom_is_meant_at_once(
    twins: list[Client], new_client: NewClient, alice: Member, bob: Member, charlie: Member
) -> None:
    look()
    fresh = new_client("Vale Plumbing")
    Point.add(fresh, by=alice, kind="email", text="vale@plumbing.example")
    entered = typed(
        "Muller heating",
        points=[("phone", "020 7946 0123", "+442079460123")],
        places=[("12 Quay Street", "Bristol", "BS1 4QA")],
    )
    found = likely(entered, alice)
    assert [one.client for one in found] == twins
    assert found[0].level is Level.CERTAIN
    assert "the same phone" in found[0].reasons

    by_mail = typed("Vale", points=[("email", "vale@plumbing.example", "")])
    assert [one.client for one in likely(by_mail, bob)] == [fresh]
    twins[0].restrict(by=alice, to_team=True)
    assert [one.client for one in likely(entered, bob)] == twins[1:]
    with current.entered(charlie.organisation):
        assert likely(entered, charlie) == []
