"""Constants stand in the SQL of a prepared statement; what varies stays a parameter."""

from __future__ import annotations

import pytest

from atrium.organisations.written_out import written_out

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("sql", "params", "made", "left"),
    [
        ("a = %s AND b = %s", (1, 7), "a = 1 AND b = %s", [7]),
        ("a IN (%s, %s) AND b > %s", ("won", 2), "a IN ('won', 2) AND b > %s", [7]),
        ("a = %s AND b = %s", ("it's", 7), "a = %s AND b = %s", ["it's", 7]),
        ("a = %s AND b = %s", (True, 7), "a = 1 AND b = %s", [7]),
        ("a LIKE '%%x' AND a = %s AND b = %s", (None, 7), "a LIKE '%%x' AND a = %s AND b = %s", [None, 7]),
        ("SELECT %s WHERE b = %s ORDER BY %s, %s", (3, 7, 1, 2), "SELECT %s WHERE b = %s ORDER BY %s, %s", [3, 7, 1, 2]),
        ("f(%s, %s) = %s AND b = %s", (1, 2, 3, 7), "f(%s, %s) = 3 AND b = %s", [1, 2, 7]),
        ("a IN (SELECT %s, %s) AND b = %s", (1, 2, 7), "a IN (SELECT %s, %s) AND b = %s", [1, 2, 7]),
    ],
)  # fmt: skip
def test_only_plain_constants_that_are_compared_with_are_written_out(
    sql: str, params: tuple[object, ...], made: str, left: list[object]
) -> None:
    given = [*params, 7] if 7 not in params else [*params]
    found, rest, places = written_out(sql, given, {given.index(7)})
    assert (found, rest) == (made, left)
    assert rest[places[given.index(7)]] == 7
