"""Finding a client by whatever is known of it (J02), and being told why not (J20)."""

from __future__ import annotations

import pytest

from atrium.clients.models import (
    Client,
    Contact,
    Grant,
    Link,
    Location,
    LocationType,
    Point,
    SearchToken,
)
from atrium.clients.search import candidate_keys, search
from atrium.clients.search.index import rebuild
from atrium.conftest import NewClient
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.timeline.undoing import undo


def found(member: Member, query: str, *, archived: bool = False) -> list[str]:
    """The names of what the member finds, best first."""
    return [hit.client.name for hit in search(member, query, archived=archived).hits]


def reason(member: Member, query: str) -> str:
    return search(member, query).hits[0].why


@pytest.fixture
def mueller(new_client: NewClient, alice: Member) -> Client:
    """A company with an address, a phone, an e-mail address and a contact."""
    client = new_client("Müller Metallbau GmbH", external_id="HS-00731")
    Point.add(client, by=alice, kind="email", text="office.north@mueller-metall.example")
    Point.add(client, by=alice, kind="phone", text="+49 30 23125 014")
    kind = LocationType.objects.all()[0]
    Location.add(
        client, by=alice, type=kind, street="Oranienstraße 25", city="Łódź", postcode="10999"
    )
    person = Contact.add(by=alice, given_name="Ann", family_name="O'Brien")
    Link.make(client, person, by=alice)
    return client


@pytest.mark.parametrize(
    "query",
    [
        "müller metallbau",
        "muller",
        "mueller",
        "Mueller Metalbau",
        "metallbau müller gmbh",
        "metallb mül",
        "m*ler",
        "m?ller metallbau",
        "metallbaumüller",
        "metall bau",
        "mullre",
        "office.north",
        "OFFICE.NORTH@mueller-metall.example",
        "north",
        "mueller-metall.example",
        "+49 30 23125014",
        "030 23125014",
        "23125",
        "5014",
        "ann o'brien",
        "obrien",
        "oranienstrasse",
        "lodz",
        "müller łódź",
        "10999",
        "C-0001",
        "#1",
        "HS-00731",
    ],
)
def test_j02_a_client_is_found_by_anything_known_of_it(
    mueller: Client, new_client: NewClient, alice: Member, query: str
) -> None:
    new_client("Harbour Lettings")

    assert found(alice, query)[0] == "Müller Metallbau GmbH"


@pytest.mark.parametrize(
    "query", ["", " ", "*", "?", "%", "'", "\x00", "zzzz", "…", "-", "9" * 400]
)
def test_j02_what_fits_nothing_finds_nothing(mueller: Client, alice: Member, query: str) -> None:
    assert found(alice, query) == []


def test_j02_a_nickname_finds_the_full_name(new_client: NewClient, alice: Member) -> None:
    new_client("Joseph Dolan")
    new_client("Harriet Dolan")

    assert found(alice, "joe dolan")[0] == "Joseph Dolan"


def test_j02_the_better_match_comes_first(new_client: NewClient, alice: Member) -> None:
    new_client("Rosewood Studio")
    new_client("Studio Rose")
    new_client("Rose")

    assert found(alice, "rose") == ["Rose", "Studio Rose", "Rosewood Studio"]


def test_x05_each_hit_says_why(mueller: Client, alice: Member) -> None:
    assert reason(alice, "metallbau") == "name"
    assert reason(alice, "mueller") == "name, spelled Müller"
    assert reason(alice, "c-1") == "number"
    assert reason(alice, "23125") == "phone +49 30 23125014"
    assert reason(alice, "office") == "e-mail office.north@mueller-metall.example"
    assert reason(alice, "ann") == "contact Ann O'Brien"
    assert reason(alice, "lodz") == "town Łódź"


def test_j02_what_is_found_follows_each_change(mueller: Client, alice: Member) -> None:
    mueller.edit(by=alice, name="Nordlicht")
    contact = Contact.objects.get()
    contact.edit(by=alice, family_name="Kowalska")
    Point.objects.get(kind="phone").drop(by=alice)

    assert found(alice, "nordlicht") == found(alice, "kowalska") == ["Nordlicht"]
    assert found(alice, "metallbau") == found(alice, "brien") == found(alice, "23125") == []


def test_j02_an_undone_change_is_found_as_it_was(mueller: Client, alice: Member) -> None:
    mueller.edit(by=alice, name="Nordlicht")

    undo(alice.acts.latest("id"), by=alice)

    assert found(alice, "metallbau") == ["Müller Metallbau GmbH"]


def test_j02_a_contact_that_left_no_longer_leads_to_the_client(
    mueller: Client, alice: Member
) -> None:
    mueller.links.get().end(by=alice)

    assert found(alice, "obrien") == []


def test_j02_the_index_made_anew_is_the_index_kept(mueller: Client, alice: Member) -> None:
    mueller.edit(by=alice, name="Nordlicht")
    mueller.archive(by=alice)
    kept = set(SearchToken.objects.values_list("token", "weight", "client_key"))

    assert rebuild() == 1

    assert set(SearchToken.objects.values_list("token", "weight", "client_key")) == kept


def test_j20_archived_clients_are_found_on_request_and_named_otherwise(
    mueller: Client, alice: Member
) -> None:
    mueller.archive(by=alice)
    results = search(alice, "metallbau")

    assert results.hits == []
    assert results.note == "One archived client matches “metallbau”. Include the archive to see it."
    assert found(alice, "metallbau", archived=True) == ["Müller Metallbau GmbH"]
    assert found(alice, "C-0001") == []
    assert found(alice, "C-0001", archived=True) == ["Müller Metallbau GmbH"]


def test_j20_nothing_found_says_so(alice: Member) -> None:
    assert search(alice, "nobody").note == (
        "Nothing matches “nobody”. Try part of a name, an e-mail address or a phone number."
    )


def test_j20_a_restricted_client_is_neither_found_nor_told_of(
    mueller: Client, alice: Member, bob: Member
) -> None:
    mueller.restrict(by=alice, to_team=True)
    hidden, nothing = search(bob, "metallbau"), search(bob, "xxxxxxx")

    assert hidden.hits == nothing.hits == []
    assert hidden.note.replace("metallbau", "") == nothing.note.replace("xxxxxxx", "")
    assert found(bob, "C-0001") == []
    assert candidate_keys(bob, "metallbau") == []
    assert found(alice, "metallbau") == ["Müller Metallbau GmbH"]


def test_j20_a_restricted_client_in_the_archive_is_not_told_of(
    mueller: Client, alice: Member, bob: Member
) -> None:
    mueller.restrict(by=alice, to_team=True)
    mueller.archive(by=alice)

    assert "archive" not in str(search(bob, "metallbau").nothing)


def test_j02_hidden_clients_take_no_place_from_those_one_may_see(
    new_client: NewClient, alice: Member, bob: Member
) -> None:
    for _ in range(3):
        new_client("Rose", anyway="Another").restrict(by=alice, to_team=True)
    seen = new_client("Rose Garden Lettings")

    assert candidate_keys(bob, "rose", limit=1) == [seen.pk]


def test_j02_a_grant_opens_the_client_to_search(
    mueller: Client, alice: Member, bob: Member
) -> None:
    mueller.restrict(by=alice, to_team=True)
    Grant.give(mueller, by=alice, to=bob)

    assert found(bob, "metallbau") == ["Müller Metallbau GmbH"]


def test_j02_a_viewer_finds_too(mueller: Client, vera: Member) -> None:
    assert found(vera, "metallbau") == ["Müller Metallbau GmbH"]


def test_j02_another_organisation_finds_nothing(mueller: Client, charlie: Member) -> None:
    with current.entered(charlie.organisation):
        assert found(charlie, "metallbau") == found(charlie, "C-0001") == []
        assert found(charlie, "mullre") == []


def test_j02_a_name_without_any_word_is_kept_and_breaks_nothing(
    new_client: NewClient, alice: Member
) -> None:
    new_client("—")
    new_client("...")

    assert search(alice, "—").hits == []
    assert search(alice, "C-0001").hits[0].client.name == "—"
