"""J07, J09: an import keeps incomplete clients and says which, and settles doubled names as told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from atrium.clients.models import Client, Point
from atrium.foundation.inert import inert
from atrium.imports.exporting import export
from atrium.imports.models import Import, Outcome
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role

type NewClient = Callable[..., Client]
NAMES = "Name,E-mail,Postcode\nVincent's Bakery,,BS1 4DJ\nRose,rose@rose.example,\nrose,,BS9 9ZZ\n"


def taken(text: str, by: Member, *, names_once: bool, mode: str = "create") -> Import:
    one = Import.take(io.BytesIO(text.encode()), by=by, name="c.csv")
    one.look()
    one.plan(mode=mode, names_once=names_once)
    one.run()
    return one


def outcomes(one: Import) -> list[tuple[str, str]]:
    return list(one.rows_of_file.order_by("number").values_list("outcome", "reason"))


def test_j09_rows_of_a_taken_name_are_added_beside_it_and_reported(
    bakery: Client, alice: Member
) -> None:
    one = taken(NAMES, alice, names_once=False)
    assert (one.created, one.skipped) == (3, 0)
    assert outcomes(one)[0][1].startswith("C-0001 Vincent's Bakery has this name already.")
    named = Client.objects.filter(name_key="rose").order_by("number")
    assert [client.namesake for client in named] == [False, True]


def test_j09_or_left_out_where_the_import_is_told_so(bakery: Client, alice: Member) -> None:
    one = taken(NAMES, alice, names_once=True)
    assert (one.created, one.skipped, one.duplicates) == (1, 2, 2)
    assert [outcome for outcome, _ in outcomes(one)] == [
        Outcome.SKIP,
        Outcome.CREATE,
        Outcome.SKIP,
    ]
    assert Client.objects.count() == 2


def test_j09_a_hidden_namesake_is_none_to_an_import(
    bakery: Client, alice: Member, new_member: Callable[..., Member]
) -> None:
    bakery.restrict(by=alice, to_team=True)
    mo = new_member("Mo Mill", Role.MANAGER)
    one = taken("Name\nVincent's Bakery\n", mo, names_once=True)
    assert outcomes(one) == [(Outcome.CREATE, "")]
    assert Client.objects.latest("pk").namesake


def test_j07_an_incomplete_row_is_kept_and_marked_by_the_same_rules(
    alice: Member, new_client: NewClient
) -> None:
    by_hand = new_client("Ash")
    taken("Company\nRose Ltd\n", alice, names_once=False)
    by_hand.refresh_from_db()
    rose = Client.objects.get(name="Rose Ltd")
    assert (rose.completeness, rose.gaps) == (by_hand.completeness, by_hand.gaps)
    assert rose.completeness < 100


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("+44 20 7946 0018; +49 30 1234567", "+44 20 7946 0018; +49 30 1234567"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("+442079460018", "'+442079460018"),
        ("=1+1", "'=1+1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'=1", "''=1"),
        ("O'Brien", "O'Brien"),
    ],
)
def test_j25_only_what_a_spreadsheet_would_work_out_is_guarded(text: str, written: str) -> None:
    assert inert(text) == written


def test_j25_phones_come_back_from_an_export_as_they_were(
    bakery: Client, alice: Member, tmp_path: Path
) -> None:
    for number in ("+44 20 7946 0018", "+49 30 1234567", "+1 212 555 0123"):
        Point.add(bakery, by=alice, kind="phone", text=number)
    before = sorted(bakery.points.values_list("normal", flat=True))
    file = tmp_path / "out.csv"
    export(file, by=alice)
    [row] = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert row["phone"].startswith("+44 20 7946 0018; +49 30 1234567")
    bakery.points.all().delete()
    taken(file.read_text(encoding="utf-8-sig"), alice, names_once=False, mode="both")
    assert sorted(bakery.points.values_list("normal", flat=True)) == before
