"""The second wall reads the SQL itself: what is not proven to stay in one organisation is refused."""

# ruff: noqa: S608 - the SQL put together here is what has to be judged

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from atrium.organisations import current
from atrium.organisations.tests.guarding import ACME, ENGINES, FENCES, RIVAL, run
from atrium.organisations.tests.statements_astray import WRONG, WRONG_ON_POSTGRESQL
from atrium.organisations.tests.statements_inside import OWN, RIGHT, RIGHT_ON_POSTGRESQL
from atrium.organisations.walls.guard import Guard, Unguarded


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("sql", "params"), RIGHT)
def test_a_statement_that_stays_inside_runs(sql: str, params: list[Any], engine: str) -> None:
    assert run(sql, params, engine=engine) == "ran"


@pytest.mark.parametrize(("sql", "params"), RIGHT_ON_POSTGRESQL)
def test_a_statement_of_postgresql_that_stays_inside_runs(sql: str, params: list[Any]) -> None:
    assert run(sql, params, engine="postgresql") == "ran"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("sql", "params"), WRONG)
def test_a_statement_that_may_leave_is_refused(sql: str, params: list[Any], engine: str) -> None:
    assert run(sql, params, engine=engine) != "ran"


@pytest.mark.parametrize(("sql", "params"), WRONG_ON_POSTGRESQL)
def test_a_statement_of_postgresql_that_may_leave_is_refused(sql: str, params: list[Any]) -> None:
    assert run(sql, params, engine="postgresql") != "ran"


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        (f'SELECT 1 FROM "client" WHERE {OWN}', [RIVAL]),
        ("SELECT 1 FROM client WHERE organisation_id = 6", []),
        (
            'SELECT 1 FROM "client" WHERE "client"."id" IN (%s, %s) AND "client"."organisation_id" = %s',
            [5, 5, RIVAL],
        ),
        ('SELECT 1 FROM "client" WHERE "client"."organisation_id" IN (%s, %s)', [5, RIVAL]),
        (
            'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s), (%s, %s)',
            [5, "a", RIVAL, "b"],
        ),
        (f'UPDATE "client" SET "organisation_id" = %s WHERE {OWN}', [RIVAL, 5]),
    ],
)
def test_the_organisation_asked_for_must_be_the_current_one(sql: str, params: list[Any]) -> None:
    assert run(sql, params).endswith(
        "is another organisation than the current one"
    ) or "another" in run(sql, params)
    assert (
        run(sql, [RIVAL if value == RIVAL else value for value in params], organisation=None)
        == "No organisation is entered"
    )


def test_every_row_of_executemany_is_checked() -> None:
    sql = 'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s)'
    assert run(sql, [(5, "a"), (5, "b")], many=True) == "ran"
    assert "another organisation" in run(sql, [(5, "a"), (RIVAL, "b")], many=True)


def test_unscoped_lets_pass() -> None:
    with current.unscoped("a test"):
        assert run('SELECT * FROM "client"') == "ran"


@pytest.mark.parametrize("length", [1, 2, 3, 999])
def test_one_verdict_serves_lists_of_every_length(length: int) -> None:
    guard = Guard(FENCES)
    many = False
    marks = ", ".join(["%s"] * length)
    sql = f'SELECT 1 FROM "client" WHERE ("client"."id" IN ({marks}) AND {OWN})'
    context = {"connection": SimpleNamespace(vendor="sqlite")}
    token = current._ORGANISATION.set(ACME)  # noqa: SLF001
    try:
        assert guard(lambda *_: "ran", sql, [*range(length), ACME], many, context) == "ran"
        with pytest.raises(Unguarded):
            guard(lambda *_: "ran", sql, [*range(length), RIVAL], many, context)
    finally:
        current._ORGANISATION.reset(token)  # noqa: SLF001


@pytest.mark.parametrize("letters", [100, 60_000])
def test_a_statement_is_judged_once_however_long(
    letters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = Guard(FENCES)
    judge = Mock(wraps=guard._judge)  # noqa: SLF001
    monkeypatch.setattr(guard, "_judge", judge)
    many = False
    sql = f"SELECT '{'x' * letters}' FROM \"client\" WHERE {OWN}"
    context = {"connection": SimpleNamespace(vendor="sqlite")}
    token = current._ORGANISATION.set(ACME)  # noqa: SLF001
    try:
        for _ in range(3):
            assert guard(lambda *_: "ran", sql, [ACME], many, context) == "ran"
    finally:
        current._ORGANISATION.reset(token)  # noqa: SLF001
    assert judge.call_count == 1
