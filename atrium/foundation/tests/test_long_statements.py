"""Statements of thousands of letters: the values that go into them come back as they went."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

ODD = [
    "O'Brien",
    'a "b" \\ c',
    "50 %s and 100 %",
    "%%",
    "Łódź 東京 😀",
    "line\nbreak",
    "",
    "$1",
    None,
]
TYPED = [
    *(7, -7, 2**40, 1.5, True, False, Decimal("1.50"), b"\x00\xff", date(2026, 3, 1)),
    *(datetime(2026, 3, 1, 12, 30, 0, 5, UTC), UUID(int=2**100 + 7), [1, 2, 3]),
]


def _asked(values: list[Any], *, kept: bool) -> list[Any]:
    """The values as one statement answers them; ``kept`` has PostgreSQL keep its plan."""
    marks = [f"{_as(v)} AS a_name_of_some_length_{n}" for n, v in enumerate(values)]
    sql = f"SELECT '100 %%' AS a, {', '.join(marks)}"
    keeping: Any = connection.keeping if kept else nullcontext  # type: ignore[attr-defined]
    with keeping(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        [row] = cursor.fetchall()
    assert row[0] == "100 %"
    return list(row[1:])


def _as(value: Any) -> str:
    return "CAST(%s AS text)" if value is None or isinstance(value, str) else "%s"


@pytest.mark.parametrize("times", [1, 20])
def test_texts_come_back(times: int) -> None:
    assert _asked(ODD * times, kept=False) == ODD * times


@pytest.mark.parametrize("times", [1, 20])
def test_on_postgresql_values_of_every_type_come_back(times: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps dates, keys and lists as texts")
    values = (ODD + TYPED) * times
    for kept in (False, True):
        found = _asked(values, kept=kept)
        assert [bytes(v) if isinstance(v, memoryview) else v for v in found] == values


def test_what_was_asked_is_what_is_told_of_it() -> None:
    """Who listens to statements hears the values in the long one as in a short one."""
    told = []
    connection.force_debug_cursor, before = True, connection.force_debug_cursor
    try:
        for times in (1, 20):
            _asked(ODD[:3] * times, kept=False)
            told.append(connection.queries[-1]["sql"])
    finally:
        connection.force_debug_cursor = before
    assert all("Brien" in sql and "50 %s and 100 %" in sql for sql in told)
