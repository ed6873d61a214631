"""Organisations founded by an earlier Atrium have what new ones begin with (J15, R16, J10, J11)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from atrium.clients.models import (
    Contact,
    ContactRole,
    LocationType,
    PersonToken,
    RelationKind,
    Status,
    TeamRole,
)
from atrium.clients.search.people import find_contacts
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Change

MIGRATION = import_module("atrium.clients.migrations.0022_words_say_what_they_mean")


def forget(rows: QuerySet[Any]) -> None:
    rows._raw_delete("default")  # noqa: SLF001 - as if they had never been


def migrate() -> None:
    MIGRATION.begin(apps, None)


def test_j15_r16_what_is_missing_comes_once_and_what_was_kept_stays(
    acme: Organisation, alice: Member
) -> None:
    kept = [("Parent", "parent"), ("Account manager", "account manager")]
    forget(RelationKind.objects.all())
    forget(TeamRole.objects.all())
    forget(Change.objects.filter(model__in=("clients.relationkind", "clients.teamrole")))
    for _ in range(2):
        migrate()
    found = [RelationKind.objects.earliest("id"), TeamRole.objects.earliest("id")]
    assert [(word.label, word.label_key) for word in found] == kept
    assert (RelationKind.objects.count(), TeamRole.objects.count()) == (8, 6)
    for role in TeamRole.objects.all():
        role.retire(by=alice)
    migrate()
    assert not TeamRole.objects.exists(), "who took them all off the list meant it"


def test_j10_j11_statuses_and_roles_keep_the_meaning_that_was_read_from_colour_and_name(
    acme: Organisation, alice: Member
) -> None:
    Status.objects.update(is_closed=False)
    ContactRole.objects.update(reached_for="")
    Status.add(by=alice, label="Stopped", tone="bad")
    migrate()
    closed = Status.objects.filter(is_closed=True).values_list("label", flat=True)
    assert set(closed) == {"Dormant", "Lost", "Stopped"}
    told = ContactRole.objects.exclude(reached_for="").values_list("label", "reached_for")
    assert set(told) == {("Billing", "billing"), ("Emergency", "emergency")}


def test_j11_location_types_keep_what_was_posted_to_those_of_their_name(
    acme: Organisation, alice: Member
) -> None:
    LocationType.objects.update(receives="")
    import_module("atrium.clients.migrations.0028_post_goes_where_it_went").begin(apps, None)
    told = LocationType.objects.exclude(receives="").values_list("label", "receives")
    assert set(told) == {("Billing", "bills"), ("Mailing", "letters")}


def test_r08_people_from_before_are_found(acme: Organisation, alice: Member) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    before = set(PersonToken.objects.values_list("token", flat=True))
    forget(PersonToken.objects.all())
    migrate()
    assert set(PersonToken.objects.values_list("token", flat=True)) == before
    assert [found.contact for found in find_contacts(alice, "patel")] == [mina]
