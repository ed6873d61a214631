"""The labelled sets of duplicates, in one configuration. ATRIUM_SHARED says where they lie."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from atrium.clients.duplicates.judging import Judge, Level, Pair
from atrium.clients.duplicates.keys import candidates
from atrium.clients.duplicates.likeness import NAMES_ALIKE, names_alike
from atrium.clients.duplicates.profile import Profile
from atrium.clients.duplicates.rarity import Rarity
from atrium.foundation.tests.reference import reference

type Row = dict[str, str]
type Ids = frozenset[str]

# F1 of the pairs, and the precision of those called certain.
PROMISED = {
    "febrl1": (0.99, 0.98),
    "febrl2": (0.99, 0.98),
    "fodors_zagats": (0.975, 0.98),
    "chicago_sites": (0.91, 0.95),
    "fake_1000": (0.86, 0.98),
}


def rows(name: str) -> list[Row]:
    with reference(f"data/dedupe/{name}").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def first(row: Row, *columns: str) -> str:
    return next((row[column].strip() for column in columns if row.get(column)), "")


def born(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def profile(key: int, row: Row) -> Profile:
    given, family = first(row, "given_name", "first_name"), first(row, "surname")
    client: dict[str, Any] = {
        "pk": key,
        "kind": "company" if "name" in row else "individual",
        "name": first(row, "name") or f"{given} {family}".strip(),
        "given_name": given,
        "family_name": family,
        "birthday": born(first(row, "date_of_birth", "dob")),
        "tax_id": "",
        "registration_number": "",
    }
    points = [("phone", row[kind], "") for kind in ("phone", "fax") if row.get(kind)]
    points += [("email", row["email"], "") for _ in range(1) if "@" in row.get("email", "")]
    street = " ".join(
        filter(None, (row.get(part) for part in ("street_number", "address_1", "address_2")))
    )
    town, postcode = first(row, "suburb", "city"), first(row, "postcode", "zip")
    place = (street or first(row, "address", "addr"), town, postcode)
    return Profile.of(client, points, [place] if any(place) else [])


def true_pairs(name: str, found_in: dict[str, str]) -> set[Ids]:
    """The pairs of one client; of two linked lists, those across the lists."""
    entities: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows(f"{name}/truth.csv"):
        entities[row["entity_id"]].append(row["rec_id"])
    return {
        frozenset(pair)
        for ids in entities.values()
        for pair in combinations(ids, 2)
        if counts(frozenset(pair), found_in)
    }


def counts(pair: Ids, found_in: dict[str, str]) -> bool:
    lists = [found_in[one] for one in pair]
    return not lists[0] or len(set(lists)) > 1


def judged(given: list[Row]) -> Iterator[tuple[Ids, Pair]]:
    profiles = [profile(key, row) for key, row in enumerate(given)]
    judge = Judge(profiles, Rarity.among(profiles))
    for pair in judge.judge(candidates(profiles)):
        yield frozenset({given[pair.a.key]["rec_id"], given[pair.b.key]["rec_id"]}), pair


@pytest.mark.once
@pytest.mark.parametrize("name", PROMISED)
def test_j21_finds_the_duplicates_of_a_labelled_set(name: str) -> None:
    given = rows(f"{name}/records.csv")
    found_in = {row["rec_id"]: row.get("source", "") for row in given}
    true = true_pairs(name, found_in)
    found = {ids: pair for ids, pair in judged(given) if counts(ids, found_in)}
    certain = {ids for ids, pair in found.items() if pair.level is Level.CERTAIN}

    right = len(true & set(found))
    f1 = 2 * right / (len(true) + len(found))
    precision = len(certain & true) / len(certain)
    promised = PROMISED[name]
    assert (f1 >= promised[0], precision >= promised[1]) == (True, True), (f1, precision)
    assert len(certain & true) >= len(true) / 3, "few are called certain"


def test_j21_tells_names_alike() -> None:
    cases = rows("name_pairs/cases.csv")
    said = [
        (names_alike(r["name1"], r["name2"]) >= NAMES_ALIKE, r["is_match"] == "true") for r in cases
    ]
    right = sum(alike and true for alike, true in said)
    wrong = sum(alike != true for alike, true in said)
    assert 2 * right / (2 * right + wrong) >= 0.80
