"""What a test finds when it begins is what its fixtures promise, whichever test came before."""

from __future__ import annotations

import pytest

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation


def organisations() -> list[str]:
    return list(Organisation.objects.values_list("slug", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(2))
def test_who_commits_finds_nothing_of_acme(_again: int) -> None:
    assert organisations() == []
    Organisation.objects.create(name="Acme", slug="acme")


@pytest.mark.django_db
def test_nothing_is_there_without_acme() -> None:
    assert organisations() == []


def test_acme_is_there_with_alice_alone(acme: Organisation) -> None:
    assert organisations() == ["acme"]
    assert [member.name for member in Member.objects.all()] == ["Alice Ash"]
    assert not Client.objects.exists()


@pytest.mark.parametrize("_again", range(2))
def test_the_bakery_is_the_first_client_and_what_a_test_adds_is_gone(
    bakery: Client, new_client: NewClient, charlie: Member, _again: int
) -> None:
    assert organisations() == ["acme", "other"]
    assert [bakery.number, new_client("Second").number] == [1, 2]
    assert Client.objects.count() == 2


def test_what_asks_no_database_is_once(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("once")


@pytest.mark.django_db
def test_what_asks_a_database_is_not(request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("once")
