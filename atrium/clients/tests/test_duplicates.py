"""Clients that look like one: what is compared and why it is said (J21, X05)."""

from __future__ import annotations

import json

import pytest

from atrium import cli
from atrium.clients import lexicon
from atrium.clients.duplicates.judging import Level
from atrium.clients.duplicates.likeness import alike, names_alike
from atrium.clients.duplicates.reasons import reasons
from atrium.clients.duplicates.scan import scan
from atrium.clients.models import Client, Location, Point
from atrium.conftest import NewClient
from atrium.organisations import current
from atrium.organisations.models import Member


@pytest.fixture
def people(new_client: NewClient, alice: Member) -> list[Client]:
    """Forty strangers, so that what two have in common tells something."""
    return [new_client(f"{first} {last}") for first, last in zip(GIVEN, FAMILY, strict=True)]


GIVEN = "Ada Bo Cy Dora Eli Fay Gus Hal Ida Jon Kit Lea Moe Nan Ola Pia Ray Sal Tim Una".split()
FAMILY = (
    "Archer Birch Cole Dunn Elder Frost Glover Holt Irons Jarvis Kemp Lyle Marsh Nash Orme Pike "
    "Quill Rudd Stone Thorn"
).split()


def reach(client: Client, by: Member, **points: str) -> None:
    for kind, text in points.items():
        Point.add(client, by=by, kind=kind, text=text)


def at(client: Client, by: Member, street: str, city: str, postcode: str) -> None:
    kind = next(iter(lexicon.of(by.organisation).location_types.values()))
    Location.add(client, by=by, type=kind, street=street, city=city, postcode=postcode)


def test_j21_finds_a_client_typed_twice(
    people: list[Client], new_client: NewClient, alice: Member
) -> None:
    first = new_client("Müller Heating Ltd")
    second = new_client("Mueller Heatng")
    for client, street in ((first, "12 Quay Street"), (second, "12 Quay St.")):
        at(client, alice, street, "Bristol", "BS1 4QA")
        reach(client, alice, phone="020 7946 0123", email="office@mueller.example")

    [pair] = scan()

    assert {pair.a.key, pair.b.key} == {first.pk, second.pk}
    assert pair.level is Level.CERTAIN
    assert set(reasons(pair)) >= {
        "the same phone",
        "the same e-mail address office@mueller.example",
        "the same address",
        "a similar name",
    }


def test_j21_two_branches_of_a_chain_are_two_clients(
    people: list[Client], new_client: NewClient, alice: Member
) -> None:
    at(new_client("Harbour Nursery East"), alice, "12 Quay Street", "Bristol", "BS1 4QA")
    at(new_client("Harbour Nursery West"), alice, "90 Mill Lane", "Bristol", "BS3 1AB")
    assert scan() == []


def test_j21_father_and_son_of_one_name_are_never_certain(
    people: list[Client], new_client: NewClient, alice: Member
) -> None:
    for name in ("Percival Quick Junior", "Percival Quick Senior"):
        one = new_client(name, kind="individual")
        reach(one, alice, phone="020 7946 0123")
        at(one, alice, "12 Quay Street", "Bristol", "BS1 4QA")
    assert [pair.level for pair in scan()] == [Level.POSSIBLE]


def test_j21_a_household_is_not_one_person(people: list[Client], new_client: NewClient) -> None:
    new_client("Anna Wren", kind="individual", given_name="Anna", family_name="Wren")
    new_client("Karl Wren", kind="individual", given_name="Karl", family_name="Wren")
    assert scan() == []


def test_j21_leaves_out_what_an_undone_import_brought(
    people: list[Client], new_client: NewClient, alice: Member
) -> None:
    for _ in range(2):
        reach(
            new_client("Vale Plumbing", anyway="Another branch"),
            alice,
            email="vale@plumbing.example",
        )
    assert len(scan()) == 1
    Client.objects.filter(name="Vale Plumbing").update(state=2)
    assert scan() == []


def test_j21_compares_within_one_organisation(
    people: list[Client], new_client: NewClient, alice: Member, charlie: Member
) -> None:
    reach(new_client("Vale Plumbing"), alice, email="vale@plumbing.example")
    with current.entered(charlie.organisation):
        status = lexicon.of(charlie.organisation).default_status
        theirs = Client.add(by=charlie, name="Vale Plumbing", status=status)
        reach(theirs, charlie, email="vale@plumbing.example")
        assert scan() == []
    assert scan() == []


def test_j21_command_prints_pairs(
    people: list[Client], new_client: NewClient, alice: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in ("A-1", "A-2"):
        reach(
            new_client("Vale Plumbing", external_id=key, anyway="A test"),
            alice,
            email="vale@plumbing.example",
        )

    assert cli.main(["duplicates", "--organisation", "acme", "--json"]) == 0

    [pair] = json.loads(capsys.readouterr().out)["pairs"]
    assert [pair["a"]["external_id"], pair["b"]["external_id"]] == ["A-1", "A-2"]
    assert pair["level"] in {"certain", "possible"}
    assert "the same name" in pair["reasons"]
    assert pair["score"] > 0


def test_j21_command_refuses_an_unknown_organisation(
    acme: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["duplicates", "--organisation", "nowhere"]) == 1
    assert "There is no organisation nowhere." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("one", "other"),
    [("martin", "marrtin"), ("robert", "bob"), ("catherine", "katherine"), ("theo", "theodore"), ("trey", "trye")],
)  # fmt: skip
def test_j21_words_that_may_be_one(one: str, other: str) -> None:
    assert alike(one, other) >= 0.7


@pytest.mark.parametrize(("one", "other"), [("jon", "ann"), ("north", "south"), ("bo", "jo")])
def test_j21_words_that_are_two(one: str, other: str) -> None:
    assert alike(one, other) == 0


def test_j21_names_are_compared_over_scripts_and_legal_forms() -> None:
    assert names_alike("Владимир Путилов", "Vladimir Putilov") > 0.9
    assert names_alike("Siemens AG", "SiemensAG") > 0.76
    assert names_alike("Vale Heating Ltd", "Vale Heating Limited") == 1
